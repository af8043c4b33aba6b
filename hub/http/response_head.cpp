#include "hub/http/response_head.h"

#include <algorithm>
#include <boost/beast/http/status.hpp>

namespace svd::http {
namespace {

bool is_header_text(std::string_view text) {
    return std::ranges::none_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
}

bool is_cache_control(std::string_view name) {
    static constexpr std::string_view kName = "cache-control";
    return std::ranges::equal(name, kName, {},
                              [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
}

void add(std::string& to, std::string_view name, std::string_view value) {
    to.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

bool may_have_body(unsigned status) { return status >= 200 && status != 204 && status != 304; }

bool write_response_head(std::string& to, const Response& response, const ResponseContext& context) {
    bool has_cache_control = false;
    if (!is_header_text(response.content_type)) return false;
    for (const auto& [name, value] : response.headers) {
        if (!is_header_text(name) || !is_header_text(value)) return false;
        has_cache_control = has_cache_control || is_cache_control(name);
    }
    const auto reason = boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(response.status));
    to.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
    to.append(reason.data(), reason.size()).append("\r\n");
    add(to, "Date", context.date);
    if (!response.content_type.empty()) add(to, "Content-Type", response.content_type);
    if (may_have_body(response.status)) add(to, "Content-Length", std::to_string(response.body.size()));
    add(to, "X-Request-Id", context.request_id);
    if (!has_cache_control) add(to, "Cache-Control", "private, no-cache");
    add(to, "X-Content-Type-Options", "nosniff");
    if (context.over_tls) add(to, "Strict-Transport-Security", "max-age=31536000");
    if (context.close) add(to, "Connection", "close");
    for (const auto& [name, value] : response.headers) add(to, name, value);
    to.append("\r\n");
    return true;
}

}  // namespace svd::http
