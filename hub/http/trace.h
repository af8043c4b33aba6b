// Names for requests: W3C Trace Context's traceparent where the client sent a good one, else our own.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>

namespace svd::http {

// The 32 hexadecimal digits of a valid traceparent (https://www.w3.org/TR/trace-context/#traceparent-header).
std::optional<std::string_view> trace_id_of(std::string_view traceparent);

// 16 hexadecimal digits: to find a request again, not to keep a secret.
std::string random_request_id(std::mt19937_64& random);

}  // namespace svd::http
