// The running hub, asked as an operator with a certificate by this program's own commands.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "hub/app/config.h"

namespace CLI {
class App;
}  // namespace CLI

namespace svd {

struct OperatorOptions {
    std::string url = "https://localhost:8443";
    std::string cert, key;
    void add_to(CLI::App& command);  // --url, --cert, --key
};

// The body of the answer 200; else the hub's own words, or what was in the way.
Result<std::string> ask_hub(const HubConfig& config, const OperatorOptions& as, std::string_view method,
                            std::string_view path, std::string_view body);

}  // namespace svd
