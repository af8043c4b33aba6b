// Writes a response's status line and header fields.
#pragma once

#include <string>
#include <string_view>

#include "hub/http/message.h"

namespace svd::http {

struct ResponseContext {
    std::string_view date;  // as RFC 9110 wants it: Sun, 06 Nov 1994 08:49:37 GMT
    std::string_view request_id;
    bool over_tls = true;
    bool close = false;
};

// False if a header of the handler's holds a line end or another control character: nothing is then written.
bool write_response_head(std::string& to, const Response& response, const ResponseContext& context);

// 204 and 304 never carry a body.
bool may_have_body(unsigned status);

}  // namespace svd::http
