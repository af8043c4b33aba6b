#include <algorithm>
#include <boost/json.hpp>

#include "hub/api/endpoints.h"
#include "hub/http/problem.h"

namespace svd::api {
namespace {

std::string text_at(const boost::json::value& value, std::string_view key) {
    const auto* object = value.if_object();
    const auto* found = object == nullptr ? nullptr : object->if_contains(key);
    return found != nullptr && found->is_string() ? boost::json::value_to<std::string>(*found) : std::string();
}

}  // namespace

Reading set_agreement_standing(const Call& call, const Services& services) {
    const std::string& party_id = call.match.arguments[0];
    const std::string& agreement = call.match.arguments[1];
    const auto party = std::ranges::find(services.parties, party_id, &Party::id);
    if (party == services.parties.end() || party->find_agreement(agreement) == nullptr) {
        return http::problem(404, "agreement-unknown", "There is no such agreement",
                             "The path names a party and an agreement as the configuration has them.",
                             call.request.request_id);
    }
    boost::system::error_code failed;
    const boost::json::value body = boost::json::parse(call.request.body, failed);
    const std::string standing = failed ? std::string() : text_at(body, "standing");
    const std::string reason = failed ? std::string() : text_at(body, "reason");
    if ((standing != "suspended" && standing != "in_force") || !is_log_word(reason)) {
        return http::problem(400, "body-invalid", "The body cannot be used",
                             "Send {\"standing\":\"suspended\" or \"in_force\",\"reason\":\"...\"}; the reason is one "
                             "word of small letters, digits and hyphens, such as breach-report-12.",
                             call.request.request_id);
    }
    const bool suspend = standing == "suspended";
    const bool is_so = services.ledger.read(
        [&](const State&, const LogFacts& facts) { return facts.is_suspended(party_id, agreement) == suspend; });
    const boost::json::object answer{{"party", party_id}, {"agreement", agreement}, {"standing", standing}};
    if (is_so) return json_response(200, answer);
    LogEntry entry = entry_about(call, services, suspend ? LogEvent::kAgreementSuspended : LogEvent::kAgreementResumed);
    entry.party = party_id;
    entry.agreement = agreement;
    entry.subject = reason;
    return {json_response(200, answer), std::move(entry)};
}

}  // namespace svd::api
