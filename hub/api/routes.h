// Every endpoint: its method, its path, who may call it, and how much body it bears.
//
// There is no default: a route without a role can be called by nobody, and a test fails on it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/party.h"

namespace svd::api {

// One bit a role.
enum class Access : std::uint8_t {
    kNobody = 0,
    kAgency = 1U << 0U,
    kAnalyst = 1U << 1U,
    kAuditor = 1U << 2U,
    kOperator = 1U << 3U,
};
constexpr Access operator|(Access left, Access right) {
    return static_cast<Access>(static_cast<unsigned>(left) | static_cast<unsigned>(right));
}
bool allows(Access access, Role role);

// clang-format off
enum class Endpoint : std::uint8_t {
    kWhoami, kPutSubmission, kListSubmissions, kGetReceipt, kListAreas, kGetProfile, kSetAgreementStanding,
    kLogKey, kLogCheckpoint, kLogBundle, kLogTile, kLogEntries, kLogContent, kLogPartnership, kLogOlderPartnership,
    kWitness, kCosign, kLogCosigned, kLogLeft,
    kListDueErasures, kEraseSubmissions, kBackUp, kScorecard,
};
// clang-format on

struct Route {
    std::string_view method;
    std::string_view pattern;  // {name} stands for one segment, {name...} for all that are left, at least one
    Access access;
    std::size_t body_bytes_max;
    Endpoint endpoint;
};

std::span<const Route> routes();

// A target that matched a route's path, decoded.
struct Match {
    std::size_t route = 0;
    std::vector<std::string> arguments;  // of the pattern's {...}, in order
    std::string suffix;                  // json, csv, pb or tlog-proof, where the last segment ended in one
    std::vector<std::pair<std::string, std::string>> query;

    std::optional<std::string_view> parameter(std::string_view name) const;
};

enum class MatchFailure : std::uint8_t { kMalformed, kNoSuchPath, kMethodNotAllowed };

struct MatchOutcome {
    std::optional<Match> match;
    MatchFailure failure = MatchFailure::kNoSuchPath;
    std::string allowed_methods;  // with kMethodNotAllowed
};

MatchOutcome match(std::string_view method, std::string_view target);

}  // namespace svd::api
