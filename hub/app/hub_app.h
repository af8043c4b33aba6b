// The hub, put together: everything in the order in which it depends on what came before, stopped in the reverse.
#pragma once

#include <memory>
#include <string>

#include "hub/app/config.h"

namespace svd {

inline constexpr std::string_view kHubVersion = "0.1.0";

class HubApp {
public:
    // Opens the store, computes the state and starts serving.  An error says what is missing.
    static Result<std::unique_ptr<HubApp>> start(HubConfig config);
    ~HubApp();  // stops: no new requests, requests in hand finished, queued writes on disk, store closed
    HubApp(const HubApp&) = delete;
    HubApp& operator=(const HubApp&) = delete;

    // Certificate, key and authorities again, for connections to come.
    void reload();

private:
    struct Parts;
    explicit HubApp(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

// The program: arguments in, exit code out (ux.md 3.5: 0 done, 1 unexpected, 2 wrong usage, 78 configuration).
int run_hub(int argc, char** argv);

}  // namespace svd
