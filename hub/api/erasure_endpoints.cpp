#include <algorithm>
#include <boost/json.hpp>

#include "core/base/limits.h"
#include "core/wire/log_codec.h"
#include "hub/api/endpoints.h"
#include "hub/http/problem.h"
#include "hub/ledger/erasure.h"

namespace svd::api {
namespace {

// What of a group the log has to say, and what figures it was in.
struct GroupFacts {
    std::optional<Period> months;
    std::uint64_t records = 0;
    Sequence first = 0;
};

GroupFacts facts_of(const ErasureGroup& group, const State& state) {
    GroupFacts facts;
    facts.first = group.submissions.front();
    for (const Sequence sequence : group.submissions) {
        const wire::Receipt& receipt = state.submission(sequence).receipt;
        facts.records += receipt.accepted.incidents;
        for (const std::uint32_t number : receipt.months) {
            const auto month = Month::from_number(number);
            if (!month) continue;
            if (!facts.months) facts.months = Period{*month, *month};
            facts.months->from = std::min(facts.months->from, *month);
            facts.months->to = std::max(facts.months->to, *month);
        }
    }
    return facts;
}

// Figures that counted this party's data of these months after the first of the submissions had come: they cannot be
// made again without it.
bool is_touched(const LogEntry& output, const ErasureGroup& group, const GroupFacts& facts) {
    const bool overlaps = facts.months && output.from && output.to && *output.from <= facts.months->to &&
                          facts.months->from <= *output.to;
    return output.event == LogEvent::kDisclosed && overlaps && output.snapshot > facts.first &&
           std::ranges::find(output.counts, "party:" + group.party, &LogCount::of) != output.counts.end();
}

struct Outputs {
    std::uint64_t count = 0;
    std::vector<std::uint64_t> entries;  // the first of them
};

Result<std::vector<Outputs>> outputs_of(const std::vector<ErasureGroup>& groups, const std::vector<GroupFacts>& facts,
                                        const HubLog& log) {
    std::vector<Outputs> found(groups.size());
    const auto scanned = log.scan(0, [&](std::uint64_t index, std::string_view bytes) {
        const auto entry = wire::decode_log_entry(bytes);
        for (std::size_t i = 0; entry && i < groups.size(); ++i) {
            if (!is_touched(*entry, groups[i], facts[i])) continue;
            ++found[i].count;
            if (found[i].entries.size() < limits::kFindingsListedMax) found[i].entries.push_back(index);
        }
        return true;
    });
    if (!scanned) return scanned.error();
    return found;
}

boost::json::object group_json(const ErasureGroup& group, const GroupFacts& facts, const Outputs& outputs) {
    boost::json::object object{{"party", group.party}, {"agreement", group.agreement}, {"records", facts.records}};
    if (facts.months) object["from"] = facts.months->from.text();
    if (facts.months) object["to"] = facts.months->to.text();
    object["submissions"] = boost::json::value_from(group.submissions);
    object["outputs_no_longer_reproducible"] = outputs.count;
    object["outputs"] = boost::json::value_from(outputs.entries);
    return object;
}

bool names_a_reason(const boost::json::object& body) {
    const auto* reason = body.if_contains("reason");
    return reason != nullptr && reason->is_string() && is_log_word(reason->get_string());
}

// The submissions that the body names, which are one party's under one agreement; nothing when it names no such.
std::optional<ErasureGroup> read_group(const boost::json::value& body, const State& state) {
    const auto* object = body.if_object();
    const auto* list = object == nullptr ? nullptr : object->if_contains("submissions");
    if (list == nullptr || !list->is_array() || list->get_array().empty() ||
        list->get_array().size() > limits::kLogRefersToMax || !names_a_reason(*object)) {
        return std::nullopt;
    }
    ErasureGroup group;
    for (const auto& item : list->get_array()) {
        boost::system::error_code failed;
        const auto sequence = item.to_number<Sequence>(failed);
        if (failed || state.next_submission(sequence) != sequence) return std::nullopt;
        const wire::Receipt& receipt = state.submission(sequence).receipt;
        if (group.submissions.empty()) group = {receipt.party, receipt.agreement, {}};
        if (receipt.party != group.party || receipt.agreement != group.agreement) return std::nullopt;
        group.submissions.push_back(sequence);
    }
    std::ranges::sort(group.submissions);
    const bool repeated = std::ranges::adjacent_find(group.submissions) != group.submissions.end();
    return repeated ? std::nullopt : std::optional(std::move(group));
}

LogEntry erased_entry(const Call& call, const Services& services, const ErasureGroup& group, const GroupFacts& facts,
                      const Outputs& outputs) {
    LogEntry entry = entry_about(call, services, LogEvent::kErased);
    entry.party = group.party;
    entry.agreement = group.agreement;
    if (facts.months) entry.from = facts.months->from;
    if (facts.months) entry.to = facts.months->to;
    entry.counts = {{"submissions", group.submissions.size()}, {"incidents", facts.records}};
    if (outputs.count > 0) entry.counts.push_back({"outputs_no_longer_reproducible", outputs.count});
    entry.refers_to = group.submissions;
    return entry;
}

}  // namespace

Reading list_due_erasures(const Call& call, const Services& services) {
    if (auto problem = refuse_unknown_parameters(call, {})) return *std::move(problem);
    const Month current = Month::of(services.clock.now());
    std::vector<ErasureGroup> groups;
    std::vector<GroupFacts> facts;
    services.ledger.read([&](const State& state) {
        groups = due_erasures(state, services.parties, current);
        for (const ErasureGroup& group : groups) facts.push_back(facts_of(group, state));
    });
    const auto outputs = outputs_of(groups, facts, services.ledger.log());
    if (!outputs) return not_stored_problem(call.request.request_id);
    boost::json::array items;
    for (std::size_t i = 0; i < groups.size(); ++i) items.push_back(group_json(groups[i], facts[i], (*outputs)[i]));
    LogEntry entry = entry_about(call, services, LogEvent::kConsulted);
    entry.subject = "erasures_due";
    entry.counts = {{"groups", groups.size()}};
    return {json_response(200, boost::json::object{{"month", current.text()}, {"items", std::move(items)}}),
            std::move(entry)};
}

Reading erase_submissions(const Call& call, const Services& services) {
    boost::system::error_code failed;
    const boost::json::value body = boost::json::parse(call.request.body, failed);
    std::optional<ErasureGroup> group;
    std::vector<GroupFacts> facts;
    if (!failed) {
        services.ledger.read([&](const State& state) {
            group = read_group(body, state);
            if (group) facts.push_back(facts_of(*group, state));
        });
    }
    if (!group) {
        return http::problem(400, "body-invalid", "The body cannot be used",
                             "Send {\"submissions\":[12,15],\"reason\":\"retention\"}: the sequence numbers of held "
                             "submissions of one agency under one agreement, each once, and the reason as one word of "
                             "small letters, digits and hyphens.",
                             call.request.request_id);
    }
    const auto outputs = outputs_of({*group}, facts, services.ledger.log());
    if (!outputs) return not_stored_problem(call.request.request_id);
    LogEntry entry = erased_entry(call, services, *group, facts.front(), outputs->front());
    entry.subject = boost::json::value_to<std::string>(body.at("reason"));
    Reading reading(json_response(200, group_json(*group, facts.front(), outputs->front())), Erasure{std::move(entry)});
    reading.overtaken = http::problem(409, "not-erasable", "These submissions cannot be erased now",
                                      "One of them has been erased already, or corrects rows of one that is not among "
                                      "them. Ask for what is due again.",
                                      call.request.request_id);
    // What is said to be erased is in no file any more.
    reading.then = [&services, trace_id = call.request.request_id]() -> std::optional<http::Response> {
        if (services.ledger.forget_overwritten()) return std::nullopt;
        return http::problem(500, "erased-with-remains", "The content is erased, but old bytes may be left on the disk",
                             "The log says that it is erased and nothing reads it any more. The store's files still "
                             "have to be written anew, which any later erasure does.",
                             trace_id);
    };
    return reading;
}

}  // namespace svd::api
