// The hub as the agent sees it: one question, one answer.
//
// An answer of any status is an answer.  An error is one of kDenied (our certificate was refused), kUnreachable,
// kTimedOut (try later), or kInvalid (a setting is wrong, and trying again will not mend it).
//
// One thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace svd::agent {

struct HubAnswer {
    int status = 0;
    std::string content_type;
    std::string body;
    std::optional<std::chrono::seconds> retry_after;
};

class Hub {
public:
    Hub() = default;
    Hub(const Hub&) = delete;
    Hub& operator=(const Hub&) = delete;
    virtual ~Hub() = default;
    virtual Result<HubAnswer> put_submission(const Digest& sha256, std::string_view bytes) = 0;
};

struct HubSettings {
    std::string url;  // https://hub.example:8443
    std::filesystem::path ca, cert, key;
    std::string proxy;  // empty: none, whatever the environment says
};

// Over mutual TLS 1.3, by libcurl; keeps its connection between questions.
std::unique_ptr<Hub> connect_hub(const HubSettings& settings);

}  // namespace svd::agent
