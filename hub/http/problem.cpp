#include "hub/http/problem.h"

#include <boost/json.hpp>

namespace svd::http {

Response problem(unsigned status, std::string_view code, std::string_view title, std::string_view detail,
                 std::string_view trace_id, const boost::json::object& members) {
    boost::json::object document;
    document["type"] = std::string("urn:svd:problem:").append(code);
    document["title"] = title;
    document["status"] = status;
    document["detail"] = detail;
    document["code"] = code;
    document["trace_id"] = trace_id;
    for (const auto& member : members) document.insert_or_assign(member.key(), member.value());
    Response response;
    response.status = status;
    response.content_type = kProblemType;
    response.body = boost::json::serialize(document);
    return response;
}

Response problem(unsigned status, std::string_view code, std::string_view title, std::string_view detail,
                 std::string_view trace_id) {
    return problem(status, code, title, detail, trace_id, {});
}

}  // namespace svd::http
