// Reads the head of one request out of bytes, and refuses the framings that we do not speak.
//
// Beast does the parsing; its release 1.81 has known gaps around Transfer-Encoding (fixed in 1.87 to 1.92), so any
// request with that field is refused, as is HTTP/1.0 and a PUT, POST or PATCH without Content-Length.  A body is
// then exactly content_length bytes, and whoever drives the parser counts them.
//
// It knows no socket: the fuzzer feeds it bytes.  Not thread-safe; one for each connection, restarted per request.
#pragma once

#include <memory>
#include <string_view>

#include "hub/http/message.h"

namespace svd::http {

struct Refusal {
    unsigned status = 0;
    std::string_view code;
    std::string_view title;
    std::string_view detail;
};

class RequestParser {
public:
    enum class Progress { kNeedMore, kDone, kRefused };

    RequestParser();
    ~RequestParser();
    RequestParser(const RequestParser&) = delete;
    RequestParser& operator=(const RequestParser&) = delete;

    void restart();

    // `bytes` is all that has arrived of the request, from its first byte, each time.
    Progress take(std::string_view bytes);

    // After kDone; after kRefused as far as they are known.
    std::size_t head_bytes() const;  // what follows is the body, then the next request
    RequestHead& head();
    bool keep_alive() const;
    bool expects_continue() const;

    const Refusal* refusal() const;  // null unless kRefused

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace svd::http
