// The hub as the agent sees it: one question, one answer.
//
// An answer of any status is an answer.  What an error means is in core/https/https_client.h.
//
// One thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "agent/witness/log_source.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/https/https_client.h"

namespace svd::agent {

using HubAnswer = HttpsAnswer;

class Hub : public LogSource {
public:
    virtual Result<HubAnswer> put_submission(const Digest& sha256, std::string_view bytes) = 0;
    // The receipt that the hub holds for it.
    virtual Result<HubAnswer> receipt(const Digest& sha256) = 0;
    // A page of the log's entries about this agency's data; the first page without a cursor.
    virtual Result<HubAnswer> log_entries(std::string_view cursor) = 0;
};

struct HubSettings {
    std::string url;  // https://hub.example:8443
    std::filesystem::path ca, cert, key;
    std::string proxy;  // empty: none, whatever the environment says
};

// Over mutual TLS; keeps its connection between questions.
std::unique_ptr<Hub> connect_hub(const HubSettings& settings);

}  // namespace svd::agent
