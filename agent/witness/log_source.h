// What a witness asks the hub about its log: one question, one answer, none of them believed.
//
// An answer of any status is an answer.  What an error means is in core/https/https_client.h.
//
// One thread.
#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/https/https_client.h"
#include "core/tlog/tile.h"

namespace svd::agent {

class LogSource {
public:
    LogSource() = default;
    LogSource(const LogSource&) = delete;
    LogSource& operator=(const LogSource&) = delete;
    virtual ~LogSource() = default;

    virtual Result<HttpsAnswer> log_key() = 0;
    // With the checkpoint that was seen, or with none: how the log has grown from there.
    virtual Result<HttpsAnswer> growth_since(std::string_view checkpoint) = 0;
    virtual Result<HttpsAnswer> take_cosignature(std::string_view body) = 0;
    virtual Result<HttpsAnswer> log_tile(const tlog::TileAddress& address) = 0;
};

}  // namespace svd::agent
