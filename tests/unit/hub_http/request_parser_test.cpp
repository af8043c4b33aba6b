#include "hub/http/request_parser.h"

#include <doctest/doctest.h>

#include "core/base/limits.h"

namespace svd::http {
namespace {

using Progress = RequestParser::Progress;

const std::string kGood =
    "PUT /v1/submissions/ab?dry=1 HTTP/1.1\r\nHost: hub\r\nContent-Type: application/x-protobuf\r\n"
    "Content-Length: 5\r\nAccept: */*\r\n\r\nhello";

TEST_CASE("request_parser: splits a head from its body") {
    RequestParser parser;
    REQUIRE(parser.take(kGood) == Progress::kDone);
    CHECK(parser.head_bytes() == kGood.size() - 5);
    CHECK(parser.head().method == "PUT");
    CHECK(parser.head().target == "/v1/submissions/ab?dry=1");
    CHECK(parser.head().path == "/v1/submissions/ab");
    CHECK(parser.head().query == "dry=1");
    CHECK(parser.head().content_type == "application/x-protobuf");
    CHECK(parser.head().content_length == 5);
    CHECK(parser.keep_alive());
    CHECK_FALSE(parser.expects_continue());
    CHECK(parser.refusal() == nullptr);
}

TEST_CASE("request_parser: comes to the same however the bytes are cut") {
    for (const std::size_t step : {1U, 2U, 3U, 7U, 50U}) {
        CAPTURE(step);
        RequestParser parser;
        Progress progress = Progress::kNeedMore;
        for (std::size_t size = step; progress == Progress::kNeedMore && size < kGood.size() + step; size += step) {
            progress = parser.take(std::string_view(kGood).substr(0, size));
        }
        REQUIRE(progress == Progress::kDone);
        CHECK(parser.head_bytes() == kGood.size() - 5);
        CHECK(parser.head().path == "/v1/submissions/ab");
    }
}

TEST_CASE("request_parser: can be used again") {
    RequestParser parser;
    REQUIRE(parser.take("nonsense\r\n\r\n") == Progress::kRefused);
    parser.restart();
    REQUIRE(parser.take(kGood) == Progress::kDone);
    CHECK(parser.refusal() == nullptr);
}

struct Refused {
    const char* name;
    std::string text;
    unsigned status;
    const char* code;
};

TEST_CASE("request_parser: refuses") {
    const std::string host = "Host: hub\r\n";
    const Refused refused[] = {
        {"noise", "\x16\x03\x01\r\n\r\n", 400, "malformed-request"},
        {"HTTP/1.0", "GET / HTTP/1.0\r\n" + host + "\r\n", 505, "http-version"},
        {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "http-version"},
        {"no host", "GET / HTTP/1.1\r\nAccept: */*\r\n\r\n", 400, "host-header"},
        {"two hosts", "GET / HTTP/1.1\r\n" + host + host + "\r\n", 400, "host-header"},
        {"chunked", "PUT / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n", 400, "transfer-encoding"},
        {"chunked with a length",
         "PUT / HTTP/1.1\r\n" + host + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 400, nullptr},
        {"a length and chunked",
         "PUT / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n", 400, nullptr},
        {"gzip transfer", "PUT / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip\r\n\r\n", 400, "transfer-encoding"},
        {"two lengths", "PUT / HTTP/1.1\r\n" + host + "Content-Length: 3\r\nContent-Length: 4\r\n\r\n", 400, nullptr},
        {"a negative length", "PUT / HTTP/1.1\r\n" + host + "Content-Length: -3\r\n\r\n", 400, nullptr},
        {"a folded field", "GET / HTTP/1.1\r\n" + host + "Accept: a\r\n b: c\r\n\rx", 400, nullptr},
        {"PUT without length", "PUT / HTTP/1.1\r\n" + host + "\r\n", 411, "length-required"},
        {"POST without length", "POST / HTTP/1.1\r\n" + host + "\r\n", 411, "length-required"},
        {"a whole URL", "GET http://hub/ HTTP/1.1\r\n" + host + "\r\n", 400, "request-target"},
        {"a target that is not ASCII", "GET /caf\xc3\xa9 HTTP/1.1\r\n" + host + "\r\n", 400, "request-target"},
        {"a star", "OPTIONS * HTTP/1.1\r\n" + host + "\r\n", 400, "request-target"},
        {"a long target", "GET /" + std::string(limits::kTargetBytesMax, 'a') + " HTTP/1.1\r\n" + host + "\r\n", 414,
         "target-too-long"},
        {"an endless target", "GET /" + std::string(limits::kHeaderBytesMax + 10, 'a'), 414, "target-too-long"},
        {"a large header", "GET / HTTP/1.1\r\n" + host + "X: " + std::string(limits::kHeaderBytesMax, 'a') + "\r\n\r\n",
         431, "header-too-large"},
        {"an endless header", "GET / HTTP/1.1\r\n" + host + "X: " + std::string(limits::kHeaderBytesMax, 'a'), 431,
         "header-too-large"},
        {"another expectation", "PUT / HTTP/1.1\r\n" + host + "Content-Length: 1\r\nExpect: tea\r\n\r\n", 417,
         "expectation-failed"},
        {"a compressed body", "PUT / HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Encoding: gzip\r\n\r\n", 415,
         "content-encoding"},
    };
    for (const Refused& each : refused) {
        CAPTURE(each.name);
        RequestParser parser;
        REQUIRE(parser.take(each.text) == Progress::kRefused);
        CHECK(parser.refusal()->status == each.status);
        if (each.code != nullptr) CHECK(parser.refusal()->code == each.code);
    }
}

TEST_CASE("request_parser: a target of exactly the limit passes") {
    const std::string target = "/" + std::string(limits::kTargetBytesMax - 1, 'a');
    RequestParser parser;
    CHECK(parser.take("GET " + target + " HTTP/1.1\r\nHost: hub\r\n\r\n") == Progress::kDone);
    CHECK(parser.head().path == target);
}

TEST_CASE("request_parser: keeps a valid traceparent and drops another") {
    const std::string valid = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    RequestParser parser;
    REQUIRE(parser.take("GET / HTTP/1.1\r\nHost: h\r\ntraceparent: " + valid + "\r\n\r\n") == Progress::kDone);
    CHECK(parser.head().traceparent == valid);
    parser.restart();
    REQUIRE(parser.take("GET / HTTP/1.1\r\nHost: h\r\ntraceparent: <script>\r\n\r\n") == Progress::kDone);
    CHECK(parser.head().traceparent.empty());
}

}  // namespace
}  // namespace svd::http
