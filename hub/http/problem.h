// Refusals as RFC 9457 problem documents: type, title, status, detail, and our code and trace_id.
//
// `code` is stable and for programs; title and detail are for people and never hold what the peer sent.
#pragma once

#include <boost/json/fwd.hpp>
#include <string_view>

#include "hub/http/message.h"

namespace svd::http {

inline constexpr std::string_view kProblemType = "application/problem+json";

Response problem(unsigned status, std::string_view code, std::string_view title, std::string_view detail,
                 std::string_view trace_id);

// With further members, such as the list of row errors.
Response problem(unsigned status, std::string_view code, std::string_view title, std::string_view detail,
                 std::string_view trace_id, const boost::json::object& members);

}  // namespace svd::http
