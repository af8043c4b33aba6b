#include "hub/api/routes.h"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "core/base/limits.h"

namespace svd::api {
namespace {

constexpr Access kEveryone = Access::kAgency | Access::kAnalyst | Access::kAuditor | Access::kOperator;

constexpr Route kRoutes[] = {
    {"GET", "/v1/whoami", kEveryone, 0, Endpoint::kWhoami},
    {"PUT", "/v1/submissions/{sha256}", Access::kAgency, limits::kSubmissionBytesMax, Endpoint::kPutSubmission},
    {"GET", "/v1/submissions", Access::kAgency | Access::kAuditor, 0, Endpoint::kListSubmissions},
    {"GET", "/v1/submissions/{sha256}", Access::kAgency | Access::kAuditor, 0, Endpoint::kGetReceipt},
    {"GET", "/v1/areas", kEveryone, 0, Endpoint::kListAreas},
    {"GET", "/v1/areas/{gss}/profile", Access::kAnalyst, 0, Endpoint::kGetProfile},
    {"GET", "/v1/scorecard", Access::kAuditor | Access::kOperator, 0, Endpoint::kScorecard},
    {"PUT", "/v1/agreements/{party}/{agreement}/standing", Access::kOperator, limits::kSmallBodyBytesMax,
     Endpoint::kSetAgreementStanding},
    {"GET", "/v1/erasures/due", Access::kOperator, 0, Endpoint::kListDueErasures},
    {"POST", "/v1/erasures", Access::kOperator, limits::kSmallBodyBytesMax, Endpoint::kEraseSubmissions},
    {"POST", "/v1/backups", Access::kOperator, limits::kSmallBodyBytesMax, Endpoint::kBackUp},

    {"GET", "/v1/log/key", kEveryone, 0, Endpoint::kLogKey},
    {"GET", "/v1/log/checkpoint", kEveryone, 0, Endpoint::kLogCheckpoint},
    {"GET", "/v1/log/tile/entries/{path...}", Access::kAuditor, 0, Endpoint::kLogBundle},
    {"GET", "/v1/log/tile/{path...}", kEveryone, 0, Endpoint::kLogTile},
    {"GET", "/v1/log/entries", Access::kAgency | Access::kAuditor, 0, Endpoint::kLogEntries},
    {"GET", "/v1/log/contents/{index}", Access::kAuditor, 0, Endpoint::kLogContent},
    {"GET", "/v1/log/left/{index}", Access::kAuditor, 0, Endpoint::kLogLeft},
    {"GET", "/v1/log/partnership", Access::kAuditor, 0, Endpoint::kLogPartnership},
    {"GET", "/v1/log/partnership/{sha256}", Access::kAuditor, 0, Endpoint::kLogOlderPartnership},
    {"GET", "/v1/log/cosigned/{size}", kEveryone, 0, Endpoint::kLogCosigned},
    {"POST", "/v1/log/witness", Access::kAgency, limits::kNoteBytesMax, Endpoint::kWitness},
    {"POST", "/v1/log/cosignatures", Access::kAgency, limits::kNoteBytesMax, Endpoint::kCosign},
};

constexpr std::string_view kSuffixes[] = {"json", "csv", "pb", "tlog-proof"};

std::vector<std::string_view> segments_of(std::string_view path) {
    std::vector<std::string_view> segments;
    path.remove_prefix(1);
    while (true) {
        const std::size_t slash = path.find('/');
        segments.push_back(path.substr(0, slash));
        if (slash == std::string_view::npos) return segments;
        path.remove_prefix(slash + 1);
    }
}

bool is_argument(std::string_view segment) { return segment.starts_with('{'); }

bool fits(std::string_view pattern, const std::vector<std::string>& path, std::vector<std::string>& arguments) {
    const auto wanted = segments_of(pattern);
    const bool takes_rest = wanted.back().ends_with("...}");
    if (takes_rest ? path.size() < wanted.size() : path.size() != wanted.size()) return false;
    arguments.clear();
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (takes_rest && i + 1 == wanted.size()) {
            arguments.push_back(path[i]);
            for (std::size_t rest = i + 1; rest < path.size(); ++rest) arguments.back() += "/" + path[rest];
        } else if (is_argument(wanted[i])) arguments.push_back(path[i]);
        else if (wanted[i] != path[i]) return false;
    }
    return true;
}

std::string take_suffix(std::string& segment) {
    for (const std::string_view suffix : kSuffixes) {
        if (segment.size() > suffix.size() + 1 && segment.ends_with(suffix) &&
            segment[segment.size() - suffix.size() - 1] == '.') {
            segment.resize(segment.size() - suffix.size() - 1);
            return std::string(suffix);
        }
    }
    return {};
}

}  // namespace

bool allows(Access access, Role role) {
    const auto bit = [&](Access wanted) {
        return (static_cast<unsigned>(access) & static_cast<unsigned>(wanted)) != 0;
    };
    switch (role) {
        case Role::kAgency: return bit(Access::kAgency);
        case Role::kAnalyst: return bit(Access::kAnalyst);
        case Role::kAuditor: return bit(Access::kAuditor);
        case Role::kOperator: return bit(Access::kOperator);
        case Role::kServer: return false;
    }
    return false;
}

std::span<const Route> routes() { return kRoutes; }

std::optional<std::string_view> Match::parameter(std::string_view name) const {
    const auto found = std::ranges::find(query, name, &std::pair<std::string, std::string>::first);
    if (found == query.end()) return std::nullopt;
    return found->second;
}

MatchOutcome match(std::string_view method, std::string_view target) {
    const auto url = boost::urls::parse_origin_form(boost::core::string_view(target.data(), target.size()));
    if (!url) return {std::nullopt, MatchFailure::kMalformed, {}};
    Match found;
    std::vector<std::string> path;
    for (const auto& segment : url->segments()) path.emplace_back(segment);
    for (const auto& parameter : url->params()) {
        found.query.emplace_back(std::string(parameter.key), std::string(parameter.value));
    }
    if (path.empty()) return {std::nullopt, MatchFailure::kNoSuchPath, {}};
    found.suffix = take_suffix(path.back());
    MatchOutcome outcome;
    for (std::size_t i = 0; i < std::size(kRoutes); ++i) {
        if (!fits(kRoutes[i].pattern, path, found.arguments)) continue;
        if (kRoutes[i].method == method) {
            found.route = i;
            outcome.match = std::move(found);
            return outcome;
        }
        outcome.failure = MatchFailure::kMethodNotAllowed;
        outcome.allowed_methods += (outcome.allowed_methods.empty() ? "" : ", ") + std::string(kRoutes[i].method);
    }
    return outcome;
}

}  // namespace svd::api
