// The hub's own words when it says no: a problem document (RFC 9457), told from a page that a proxy in between put in
// the hub's place.
//
// Functions of their arguments.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "core/https/https_client.h"

namespace svd {

struct Problem {
    std::string code;  // such as E113 or log-contradicted; may be empty
    std::string text;  // for people: "the hub answered 409: TITLE. DETAIL."
    boost::json::object document;
};

// Nothing when the answer is not the hub's.
std::optional<Problem> read_problem(const HttpsAnswer& answer);

// What to say of an answer that is not the hub's.
std::string not_the_hubs(const HttpsAnswer& answer);

std::string text_at(const boost::json::object& object, std::string_view key);  // empty when there is none

}  // namespace svd
