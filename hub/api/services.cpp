#include "hub/api/services.h"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

#include "core/base/limits.h"
#include "core/crypto/digest.h"
#include "core/wire/receipt_codec.h"
#include "hub/http/problem.h"

namespace svd::api {
namespace {

struct FormatName {
    Format format;
    std::string_view suffix;
    std::string_view media_type;
};
constexpr FormatName kFormats[] = {
    {Format::kJson, "json", "application/json"},
    {Format::kCsv, "csv", "text/csv"},
    {Format::kProtobuf, "pb", "application/x-protobuf"},
    {Format::kProofFile, "tlog-proof", "text/plain"},
};

}  // namespace

bool is_log_word(std::string_view text) {
    return !text.empty() && text.size() <= limits::kLogWordBytesMax && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

bool read_number(std::string_view text, std::uint64_t& number) {
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    return read.ec == std::errc{} && read.ptr == text.data() + text.size();
}

std::optional<Format> wanted_format(const Call& call, std::initializer_list<Format> offered) {
    const auto is_offered = [&](Format format) { return std::ranges::find(offered, format) != offered.end(); };
    const std::string& accept = call.request.accept;
    for (const FormatName& name : kFormats) {
        const bool asked = call.match.suffix.empty() ? accept.find(name.media_type) != std::string::npos
                                                     : call.match.suffix == name.suffix;
        if (asked && is_offered(name.format)) return name.format;
    }
    const bool anything = call.match.suffix.empty() && (accept.empty() || accept.find("*/*") != std::string::npos);
    if (anything) return *offered.begin();
    return std::nullopt;
}

LogEntry entry_about(const Call& call, const Services& services, LogEvent event) {
    LogEntry entry;
    entry.event = event;
    entry.at = rfc3339(services.clock.now());
    entry.actor = call.caller().uri();
    return entry;
}

http::Response busy_problem(const std::string& request_id) {
    http::Response response =
        http::problem(503, "busy", "The hub has as much in hand as it can bear",
                      "Nothing was stored. Send the same request again after the time given.", request_id);
    response.headers.emplace_back("Retry-After", "2");
    return response;
}

http::Response not_stored_problem(const std::string& request_id) {
    http::Response response = http::problem(
        503, "not-stored", "The hub could not write to its disk",
        "Nothing was stored and nothing handed out. The operator has been told; send the same request again later.",
        request_id);
    response.headers.emplace_back("Retry-After", "60");
    return response;
}

http::Response json_response(unsigned status, const boost::json::value& value) {
    return {status, "application/json", boost::json::serialize(value) + "\n", {}, false};
}

http::Response erased_problem(const Call& call) {
    return http::problem(410, "erased", "What was kept beside that entry has been erased",
                         "The entry itself stays, and the log says by which later one it was erased, when and why.",
                         call.request.request_id);
}

http::Response not_logged_problem(const Services& services, const std::string& request_id) {
    switch (services.ledger.standing().state()) {
        case LogStanding::State::kUnconfirmed: {
            http::Response response = http::problem(
                503, "log-unconfirmed", "The hub is waiting for the agencies to confirm its log",
                "After a start it adds nothing until agencies have shown that its log continues what they saw. They do "
                "so when they next connect. Nothing was stored; send the same request again later.",
                request_id);
            response.headers.emplace_back("Retry-After", "30");
            return response;
        }
        case LogStanding::State::kContradicted:
            return http::problem(503, "log-contradicted", "This hub has not got the log that it signed",
                                 "It takes nothing in and hands nothing out until its operator has begun a new log.",
                                 request_id);
        case LogStanding::State::kOpen: break;
    }
    return not_stored_problem(request_id);
}

http::Response receipt_response(unsigned status, std::string_view receipt_bytes, std::string receipt_file,
                                bool as_json) {
    if (as_json) return {status, "application/json", wire::receipt_json(receipt_bytes), {}, false};
    return {status, "text/plain; charset=utf-8", std::move(receipt_file), {}, false};
}

http::Response with_etag(const Call& call, http::Response response) {
    const std::string etag = '"' + to_hex(sha256(response.body)).substr(0, 32) + '"';
    response.headers.emplace_back("ETag", etag);
    response.headers.emplace_back("Vary", "Accept");
    const std::string& known = call.request.if_none_match;
    if (known == "*" || known.find(etag) != std::string::npos) {
        response.status = 304;
        response.body.clear();
    }
    return response;
}

std::variant<Page, http::Response> read_page(const Call& call) {
    Page page{0, limits::kPageItemsDefault};
    std::uint64_t most = page.limit;
    if (const auto limit = call.match.parameter("limit");
        limit && (!read_number(*limit, most) || most == 0 || most > limits::kPageItemsMax)) {
        return bad_parameter(call, "limit", "a number from 1 to 1000");
    }
    page.limit = static_cast<std::size_t>(most);
    if (const auto cursor = call.match.parameter("cursor"); cursor && !read_number(*cursor, page.start)) {
        return bad_parameter(call, "cursor", "the cursor that the page before gave as next");
    }
    return page;
}

std::optional<http::Response> refuse_unknown_parameters(const Call& call,
                                                        std::initializer_list<std::string_view> known) {
    for (const auto& [name, value] : call.match.query) {
        const auto times = std::ranges::count(call.match.query, name, &std::pair<std::string, std::string>::first);
        if (times > 1) return bad_parameter(call, name, "given once");
        if (std::ranges::find(known, name) != known.end()) continue;
        std::string names;
        for (const std::string_view each : known) names += (names.empty() ? "" : ", ") + std::string(each);
        return http::problem(400, "parameter-unknown", "The request has a parameter that this address does not know",
                             names.empty() ? "It knows none." : "It knows " + names + ".", call.request.request_id);
    }
    return std::nullopt;
}

http::Response bad_parameter(const Call& call, std::string_view name, std::string_view expected) {
    return http::problem(400, "parameter-invalid", "A parameter of the request is missing or malformed",
                         std::string(name) + " must be " + std::string(expected) + ".", call.request.request_id);
}

}  // namespace svd::api
