// Where a log is fetched from: a hub, asked over mutual TLS, or in a test one that is there in memory.
//
// One thread.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "core/base/result.h"
#include "core/https/https_client.h"

namespace svd::audit {

class LogSource {
public:
    LogSource() = default;
    LogSource(const LogSource&) = delete;
    LogSource& operator=(const LogSource&) = delete;
    virtual ~LogSource() = default;

    // An answer of any status is an answer; what an error means is in core/https/https_client.h.
    virtual Result<HttpsAnswer> get(const std::string& path, std::size_t bytes_max) = 0;
};

struct HubAddress {
    std::string url;  // https://hub.example:8443
    std::filesystem::path ca, cert, key;
    std::string proxy;  // empty: none, whatever the environment says
};

std::unique_ptr<LogSource> connect_to_hub(const HubAddress& address);

}  // namespace svd::audit
