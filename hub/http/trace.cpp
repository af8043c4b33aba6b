#include "hub/http/trace.h"

#include <algorithm>

#include "core/base/bytes.h"

namespace svd::http {
namespace {

bool is_hex(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_all_zero(std::string_view text) { return text.find_first_not_of('0') == std::string_view::npos; }

}  // namespace

std::optional<std::string_view> trace_id_of(std::string_view traceparent) {
    // VV-TTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTT-PPPPPPPPPPPPPPPP-FF, and only a later version may go on after a hyphen.
    static constexpr std::size_t kSize = 55;
    static constexpr std::size_t kSizeMax = 256;
    if (traceparent.size() < kSize || traceparent.size() > kSizeMax) return std::nullopt;
    const std::string_view version = traceparent.substr(0, 2);
    const std::string_view trace = traceparent.substr(3, 32);
    const std::string_view parent = traceparent.substr(36, 16);
    const std::string_view flags = traceparent.substr(53, 2);
    const bool longer = traceparent.size() > kSize;
    if (traceparent[2] != '-' || traceparent[35] != '-' || traceparent[52] != '-') return std::nullopt;
    if (longer && (version == "00" || traceparent[kSize] != '-')) return std::nullopt;
    if (version == "ff" || !is_hex(version) || !is_hex(trace) || !is_hex(parent) || !is_hex(flags)) return std::nullopt;
    if (is_all_zero(trace) || is_all_zero(parent)) return std::nullopt;
    return trace;
}

std::string random_request_id(std::mt19937_64& random) { return to_hex(big_endian(random())); }

}  // namespace svd::http
