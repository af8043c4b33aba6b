#include "hub/api/routes.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

namespace svd::api {
namespace {

TEST_CASE("routes: every one says who may call it") {
    std::set<std::string> seen;
    for (const Route& route : routes()) {
        CAPTURE(route.pattern);
        CHECK(route.access != Access::kNobody);
        CHECK_FALSE(allows(route.access, Role::kServer));
        CHECK(seen.insert(std::string(route.method) + " " + std::string(route.pattern)).second);
        CHECK((route.method != "GET") == (route.body_bytes_max > 0));
    }
    CHECK(seen.size() >= 6);
}

struct RoleCase {
    const char* method;
    const char* target;
    bool agency, analyst, auditor, op;
};

const RoleCase kRoleCases[] = {
    {"GET", "/v1/whoami", true, true, true, true},
    {"PUT", "/v1/submissions/00", true, false, false, false},
    {"GET", "/v1/submissions", true, false, true, false},
    {"GET", "/v1/submissions/00", true, false, true, false},
    {"GET", "/v1/areas", true, true, true, true},
    {"GET", "/v1/areas/E07000115/profile?from=2021-04&to=2021-05", false, true, false, false},
    {"GET", "/v1/scorecard?from=2021-04&to=2021-05", false, false, true, true},
    {"PUT", "/v1/agreements/kent-police/KM/standing", false, false, false, true},
    {"GET", "/v1/erasures/due", false, false, false, true},
    {"POST", "/v1/erasures", false, false, false, true},
    {"POST", "/v1/backups", false, false, false, true},
    {"GET", "/v1/log/key", true, true, true, true},
    {"GET", "/v1/log/checkpoint", true, true, true, true},
    {"GET", "/v1/log/tile/entries/x001/067.p/5", false, false, true, false},
    {"GET", "/v1/log/tile/0/x001/067.p/5", true, true, true, true},
    {"GET", "/v1/log/entries", true, false, true, false},
    {"GET", "/v1/log/contents/7", false, false, true, false},
    {"GET", "/v1/log/left/7", false, false, true, false},
    {"GET", "/v1/log/partnership", false, false, true, false},
    {"GET", "/v1/log/partnership/00", false, false, true, false},
    {"GET", "/v1/log/cosigned/7", true, true, true, true},
    {"POST", "/v1/log/witness", true, false, false, false},
    {"POST", "/v1/log/cosignatures", true, false, false, false},
};

TEST_CASE("routes: the table of roles") {
    CHECK(std::size(kRoleCases) == routes().size());
    for (const RoleCase& each : kRoleCases) {
        CAPTURE(each.target);
        const auto outcome = match(each.method, each.target);
        REQUIRE(outcome.match.has_value());
        const Access access = routes()[outcome.match->route].access;
        CHECK(allows(access, Role::kAgency) == each.agency);
        CHECK(allows(access, Role::kAnalyst) == each.analyst);
        CHECK(allows(access, Role::kAuditor) == each.auditor);
        CHECK(allows(access, Role::kOperator) == each.op);
    }
}

TEST_CASE("routes: arguments and suffix and query come out decoded") {
    const auto outcome = match("GET", "/v1/areas/E07000115/profile.csv?from=2021-04&to=2022%2D03&geography=msoa-2021");
    REQUIRE(outcome.match.has_value());
    CHECK(outcome.match->arguments == std::vector<std::string>{"E07000115"});
    CHECK(outcome.match->suffix == "csv");
    CHECK(outcome.match->parameter("to") == "2022-03");
    CHECK(outcome.match->parameter("geography") == "msoa-2021");
    CHECK(outcome.match->parameter("area") == std::nullopt);
}

TEST_CASE("routes: a rest of several segments is one argument") {
    const auto outcome = match("GET", "/v1/log/tile/0/x001/067.p/5");
    REQUIRE(outcome.match.has_value());
    CHECK(outcome.match->arguments == std::vector<std::string>{"0/x001/067.p/5"});
    CHECK_FALSE(match("GET", "/v1/log/tile").match.has_value());
}

struct NoMatch {
    const char* name;
    const char* method;
    const char* target;
    MatchFailure failure;
};

const NoMatch kNoMatches[] = {
    {"root", "GET", "/", MatchFailure::kNoSuchPath},
    {"other version", "GET", "/v2/areas", MatchFailure::kNoSuchPath},
    {"too long", "GET", "/v1/areas/E07000115/profile/x", MatchFailure::kNoSuchPath},
    {"encoded slash", "GET", "/v1%2Fareas", MatchFailure::kNoSuchPath},
    {"dots", "GET", "/v1/../v1/areas", MatchFailure::kNoSuchPath},
    {"health is not here", "GET", "/readyz", MatchFailure::kNoSuchPath},
    {"method", "POST", "/v1/submissions", MatchFailure::kMethodNotAllowed},
    {"delete", "DELETE", "/v1/submissions/00", MatchFailure::kMethodNotAllowed},
    {"no target", "GET", "", MatchFailure::kMalformed},
    {"absolute", "GET", "http://hub/v1/areas", MatchFailure::kMalformed},
    {"broken encoding", "GET", "/v1/%zz", MatchFailure::kMalformed},
    {"space", "GET", "/v1/ areas", MatchFailure::kMalformed},
};

TEST_CASE("routes: what is not there says how it is not there") {
    for (const NoMatch& each : kNoMatches) {
        SUBCASE(each.name) {
            const auto outcome = match(each.method, each.target);
            CHECK_FALSE(outcome.match.has_value());
            CHECK(outcome.failure == each.failure);
        }
    }
    CHECK(match("DELETE", "/v1/submissions/00").allowed_methods == "PUT, GET");
}

}  // namespace
}  // namespace svd::api
