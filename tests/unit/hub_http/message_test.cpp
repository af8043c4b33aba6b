#include <doctest/doctest.h>

#include <boost/json.hpp>

#include "hub/http/handler.h"
#include "hub/http/problem.h"
#include "hub/http/response_head.h"
#include "hub/http/trace.h"

namespace svd::http {
namespace {

TEST_CASE("problem: is an RFC 9457 document with our code and trace id") {
    const Response response = problem(413, "body-too-large", "Body too large", "At most 10 bytes.", "abc");
    CHECK(response.status == 413);
    CHECK(response.content_type == "application/problem+json");
    const auto document = boost::json::parse(response.body).as_object();
    CHECK(document.at("type").as_string() == "urn:svd:problem:body-too-large");
    CHECK(document.at("status").as_int64() == 413);
    CHECK(document.at("code").as_string() == "body-too-large");
    CHECK(document.at("trace_id").as_string() == "abc");
}

TEST_CASE("problem: carries further members") {
    const Response response = problem(422, "rows", "Rows", "", "abc", {{"errors", boost::json::array{1, 2}}});
    CHECK(boost::json::parse(response.body).at("errors").as_array().size() == 2);
}

TEST_CASE("trace: takes a valid traceparent only") {
    const std::string trace = "0af7651916cd43dd8448eb211c80319c";
    const std::string good = "00-" + trace + "-b7ad6b7169203331-01";
    CHECK(trace_id_of(good) == trace);
    CHECK(trace_id_of("cc" + good.substr(2) + "-what-comes-later") == trace);
    const std::string zeros(32, '0');
    for (const std::string& bad : std::initializer_list<std::string>{
             "", good.substr(1), good + "-01", "ff" + good.substr(2), "00-" + zeros + "-b7ad6b7169203331-01",
             "00-" + trace + "-0000000000000000-01", "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01"}) {
        CAPTURE(bad);
        CHECK_FALSE(trace_id_of(bad).has_value());
    }
}

TEST_CASE("response_head: a line end in a header is not written") {
    Response response;
    response.headers = {{"ETag", "\"a\"\r\nSet-Cookie: b"}};
    std::string text;
    CHECK_FALSE(write_response_head(text, response, {"now", "id", true, false}));
    CHECK(text.empty());
}

TEST_CASE("response_head: the handler's Cache-Control replaces the default") {
    Response response;
    std::string plain;
    std::string own;
    CHECK(write_response_head(plain, response, {"now", "id", true, false}));
    response.headers = {{"cache-control", "no-store"}};
    CHECK(write_response_head(own, response, {"now", "id", true, false}));
    CHECK(plain.find("private, no-cache") != std::string::npos);
    CHECK(own.find("private, no-cache") == std::string::npos);
}

TEST_CASE("response_sink: one that is dropped answers 500 and one that is used answers once") {
    unsigned status = 0;
    int answers = 0;
    const auto receive = [&](Response response) {
        status = response.status;
        ++answers;
    };
    {
        ResponseSink dropped{std::function<void(Response)>(receive)};
    }
    CHECK(status == 500);
    {
        ResponseSink used{std::function<void(Response)>(receive)};
        ResponseSink moved = std::move(used);
        moved(Response{204, {}, {}, {}, false});
    }
    CHECK(status == 204);
    CHECK(answers == 2);
}

}  // namespace
}  // namespace svd::http
