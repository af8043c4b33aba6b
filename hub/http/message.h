// A request and a response as plain values: what the API sees of HTTP.
//
// The path and the query are as sent, percent-encoding and all.  Identity is what the client's certificate proved;
// it is absent on the plain loopback listener only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/crypto/certificate.h"
#include "core/domain/party.h"

namespace svd::http {

struct RequestHead {
    std::string method;
    std::string target;  // path, and ?query where there is one
    std::string path;
    std::string query;  // without the question mark
    std::string content_type;
    std::string accept;
    std::string if_none_match;
    std::string traceparent;  // only where it is a valid one (W3C Trace Context)
    std::uint64_t content_length = 0;
    std::optional<Identity> identity;
    std::shared_ptr<const PeerChain> peer;  // the certificates behind the identity
    std::string client_address;             // without the port
    std::string request_id;                 // the trace id of traceparent, or 16 random hexadecimal digits
};

struct Request : RequestHead {
    std::string body;
    std::size_t route = 0;  // what the handler's plan said
};

struct Response {
    unsigned status = 500;
    std::string content_type;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;  // added to the server's own; Cache-Control replaces it
    bool close_connection = false;
};

}  // namespace svd::http
