// A client of one server over mutual TLS 1.3, by libcurl: one question, one answer.
//
// An answer of any status is an answer.  An error is one of kDenied (our certificate was refused), kUnreachable,
// kTimedOut (try later), or kInvalid (a setting is wrong, and trying again will not mend it; the text names it).
// What never happens: an older TLS, a proxy out of the environment, a redirect that is followed, an answer larger
// than was asked for.
//
// Keeps its connection between questions.  One thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/limits.h"
#include "core/base/result.h"

namespace svd {

struct HttpsSettings {
    std::string url;  // https://hub.example:8443
    std::filesystem::path ca, cert, key;
    std::string proxy;  // empty: none, whatever the environment says
    std::string user_agent;

    // What these are called where a person sets them, for errors.
    struct Names {
        std::string url, ca, cert, key;
    } names;
};

struct HttpsQuestion {
    std::string method = "GET";  // or PUT, POST
    std::string path;            // with its query: /v1/log/checkpoint
    std::string content_type;
    std::string accept;
    std::string_view body;       // not copied
    std::size_t answer_bytes_max = limits::kAnswerBytesMax;
};

struct HttpsAnswer {
    int status = 0;
    std::string content_type;
    std::string body;
    std::optional<std::chrono::seconds> retry_after;
    std::optional<UtcTime> date{};  // by the server's clock
};

class HttpsClient {
public:
    explicit HttpsClient(HttpsSettings settings);
    ~HttpsClient();
    HttpsClient(const HttpsClient&) = delete;
    HttpsClient& operator=(const HttpsClient&) = delete;

    Result<HttpsAnswer> send(const HttpsQuestion& question);

private:
    class Connection;  // keeps libcurl out of our includers
    std::unique_ptr<Connection> connection_;
};

}  // namespace svd
