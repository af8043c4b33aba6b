#include "hub/app/start_entries.h"

#include <boost/json.hpp>
#include <map>

#include "core/crypto/digest.h"
#include "hub/app/hub_app.h"

namespace svd {
namespace {

// Party and agreement, to the clauses as text.
using Clauses = std::map<std::pair<std::string, std::string>, std::string>;

Result<Clauses> clauses_of(const std::string& document) {
    boost::system::error_code failed;
    const boost::json::value parsed = boost::json::parse(document, failed);
    if (failed) return Error{Errc::kCorrupt, "a partnership document cannot be read"};
    Clauses clauses;
    for (const boost::json::value& party : parsed.at("parties").as_array()) {
        const auto id = boost::json::value_to<std::string>(party.at("id"));
        for (const boost::json::value& agreement : party.at("agreements").as_array()) {
            clauses[{id, boost::json::value_to<std::string>(agreement.at("id"))}] = boost::json::serialize(agreement);
        }
    }
    return clauses;
}

LogEntry agreement_entry(LogEvent event, const Clauses::value_type& each, UtcTime at) {
    LogEntry entry = hub_entry(event, at);
    entry.party = each.first.first;
    entry.agreement = each.first.second;
    entry.digest = sha256(each.second);
    return entry;
}

}  // namespace

LogEntry hub_entry(LogEvent event, UtcTime at) {
    LogEntry entry;
    entry.event = event;
    entry.at = rfc3339(at);
    entry.actor = kHubActor;
    entry.subject = "svd-hub " + std::string(kHubVersion);
    return entry;
}

Result<std::vector<LogEntry>> start_entries(bool log_is_empty, const std::optional<std::string>& before,
                                            const std::string& now_in_force, UtcTime at) {
    std::vector<LogEntry> entries;
    if (log_is_empty) entries.push_back(hub_entry(LogEvent::kLogBegun, at));
    entries.push_back(hub_entry(LogEvent::kStarted, at));
    if (before == now_in_force) return entries;

    LogEntry changed = hub_entry(LogEvent::kConfigurationChanged, at);
    changed.digest = sha256(now_in_force);
    changed.document = now_in_force;
    entries.push_back(std::move(changed));
    const auto old_clauses = before ? clauses_of(*before) : Clauses{};
    const auto new_clauses = clauses_of(now_in_force);
    if (!old_clauses) return old_clauses.error();
    if (!new_clauses) return new_clauses.error();
    for (const auto& each : *new_clauses) {
        const auto old = old_clauses->find(each.first);
        if (old == old_clauses->end()) entries.push_back(agreement_entry(LogEvent::kAgreementMade, each, at));
        else if (old->second != each.second) entries.push_back(agreement_entry(LogEvent::kAgreementChanged, each, at));
    }
    for (const auto& each : *old_clauses) {
        if (!new_clauses->contains(each.first)) {
            entries.push_back(agreement_entry(LogEvent::kAgreementEnded, each, at));
        }
    }
    return entries;
}

}  // namespace svd
