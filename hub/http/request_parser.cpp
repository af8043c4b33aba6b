#include "hub/http/request_parser.h"

#include <algorithm>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <optional>

#include "core/base/limits.h"
#include "hub/http/trace.h"

namespace svd::http {

namespace beast_http = boost::beast::http;
using HeadParser = beast_http::request_parser<beast_http::empty_body>;
using Field = beast_http::field;

namespace {

constexpr Refusal kMalformed{400, "malformed-request", "Not HTTP/1.1", "The request could not be parsed."};
constexpr Refusal kTransferEncoding{400, "transfer-encoding", "Transfer-Encoding is not accepted",
                                    "Send the body whole, with Content-Length."};
constexpr Refusal kVersion{505, "http-version", "Only HTTP/1.1", "The request is not HTTP/1.1."};
constexpr Refusal kHost{400, "host-header", "One Host header, please", "HTTP/1.1 requires exactly one Host header."};
constexpr Refusal kTarget{400, "request-target", "Not a path",
                          "The request target must begin with a slash and be printable ASCII."};
constexpr Refusal kTargetTooLong{414, "target-too-long", "Target too long", "The path and query exceed 2 KiB."};
constexpr Refusal kHeaderTooLarge{431, "header-too-large", "Header too large", "The request's header exceeds 8 KiB."};
constexpr Refusal kLengthRequired{411, "length-required", "Content-Length is required",
                                  "A request of this method must say how long its body is."};
constexpr Refusal kExpectation{417, "expectation-failed", "Unknown expectation",
                               "The only Expect value that is understood is 100-continue."};
constexpr Refusal kContentEncoding{415, "content-encoding", "Content-Encoding is not accepted",
                                   "Send the body as it is, neither compressed nor encoded."};

// beast::iequals of Boost 1.81 reads one character past a mismatch (Beast #2962), hence our own.
bool same_word(std::string_view left, std::string_view right) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::ranges::equal(left, right, {}, lower, lower);
}

bool is_printable_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f; });
}

bool needs_length(beast_http::verb method) {
    return method == beast_http::verb::put || method == beast_http::verb::post || method == beast_http::verb::patch;
}

const Refusal& refusal_for(boost::beast::error_code error, std::string_view bytes) {
    if (error == beast_http::error::header_limit || error == beast_http::error::buffer_overflow) {
        const bool inside_target = bytes.substr(0, limits::kTargetBytesMax).find("\r\n") == std::string_view::npos;
        return inside_target ? kTargetTooLong : kHeaderTooLarge;
    }
    if (error == beast_http::error::bad_transfer_encoding) return kTransferEncoding;
    if (error == beast_http::error::bad_version) return kVersion;
    return kMalformed;
}

}  // namespace

struct RequestParser::Impl {
    std::optional<HeadParser> parser;
    RequestHead head;
    std::size_t head_bytes = 0;
    bool keep_alive = false;
    bool expects_continue = false;
    const Refusal* refusal = nullptr;

    void fill_head();
    const Refusal* check_framing();
};

RequestParser::RequestParser() : impl_(std::make_unique<Impl>()) { restart(); }
RequestParser::~RequestParser() = default;

void RequestParser::restart() {
    impl_->parser.emplace();
    impl_->parser->header_limit(limits::kHeaderBytesMax);
    impl_->parser->body_limit(boost::none);  // the session compares content_length with what the route bears
    impl_->parser->skip(true);               // and reads the body itself
    impl_->parser->eager(true);
    impl_->head = {};
    impl_->head_bytes = 0;
    impl_->keep_alive = impl_->expects_continue = false;
    impl_->refusal = nullptr;
}

RequestParser::Progress RequestParser::take(std::string_view bytes) {
    const std::string_view fresh = bytes.substr(impl_->head_bytes);
    if (fresh.empty()) return Progress::kNeedMore;
    boost::beast::error_code error;
    impl_->head_bytes += impl_->parser->put(boost::asio::const_buffer(fresh.data(), fresh.size()), error);
    if (error == beast_http::error::need_more) return Progress::kNeedMore;
    if (error) {
        impl_->refusal = &refusal_for(error, bytes);
        return Progress::kRefused;
    }
    impl_->fill_head();
    impl_->refusal = impl_->check_framing();
    return impl_->refusal == nullptr ? Progress::kDone : Progress::kRefused;
}

void RequestParser::Impl::fill_head() {
    const auto& message = parser->get();
    const auto text = [&](Field field) { return std::string(message[field]); };
    head.method = std::string(message.method_string());
    head.target = std::string(message.target());
    const std::size_t question = head.target.find('?');
    head.path = head.target.substr(0, question);
    if (question != std::string::npos) head.query = head.target.substr(question + 1);
    head.content_type = text(Field::content_type);
    head.accept = text(Field::accept);
    head.if_none_match = text(Field::if_none_match);
    const auto traceparent = message["traceparent"];
    if (trace_id_of({traceparent.data(), traceparent.size()})) head.traceparent = std::string(traceparent);
    const auto length = parser->content_length();
    head.content_length = length ? *length : 0;
    keep_alive = message.keep_alive();
}

const Refusal* RequestParser::Impl::check_framing() {
    const auto& message = parser->get();
    if (message.version() != 11) return &kVersion;
    if (message.find(Field::transfer_encoding) != message.end()) return &kTransferEncoding;
    if (message.count(Field::host) != 1) return &kHost;
    if (head.target.size() > limits::kTargetBytesMax) return &kTargetTooLong;
    if (!head.target.starts_with('/') || !is_printable_ascii(head.target)) return &kTarget;
    if (needs_length(message.method()) && !parser->content_length()) return &kLengthRequired;
    const auto encoding = message[Field::content_encoding];
    if (!encoding.empty() && !same_word({encoding.data(), encoding.size()}, "identity")) return &kContentEncoding;
    const auto expect = message[Field::expect];
    if (!expect.empty() && !same_word({expect.data(), expect.size()}, "100-continue")) return &kExpectation;
    expects_continue = !expect.empty() && head.content_length > 0;
    return nullptr;
}

std::size_t RequestParser::head_bytes() const { return impl_->head_bytes; }
RequestHead& RequestParser::head() { return impl_->head; }
bool RequestParser::keep_alive() const { return impl_->keep_alive; }
bool RequestParser::expects_continue() const { return impl_->expects_continue; }
const Refusal* RequestParser::refusal() const { return impl_->refusal; }

}  // namespace svd::http
