#include <boost/json.hpp>

#include "core/base/limits.h"
#include "core/wire/log_codec.h"
#include "hub/api/endpoints.h"
#include "hub/http/problem.h"

namespace svd::api {
namespace {

struct Search {
    std::optional<LogEvent> event;
    std::string party, actor, area, purpose, code;
    std::optional<Month> from, to;
    std::string own_party;  // of an agency that asks: it sees what is about its own data

    bool wants(const LogEntry& entry) const {
        const auto same = [](const std::string& wanted, const std::string& found) {
            return wanted.empty() || wanted == found;
        };
        const bool has_code = code.empty() || std::ranges::find(entry.codes, code) != entry.codes.end();
        const bool in_period = (!from || !entry.to || *from <= *entry.to) && (!to || !entry.from || *entry.from <= *to);
        return (!event || *event == entry.event) && (party.empty() || is_about(entry, party)) &&
               same(actor, entry.actor) && same(area, entry.area) && same(purpose, entry.purpose) && has_code &&
               in_period && (own_party.empty() || is_about(entry, own_party));
    }

private:
    // Its own, or figures that were handed out and counted its data.
    static bool is_about(const LogEntry& entry, const std::string& party) {
        const std::string counted = "party:" + party;
        return entry.party == party || std::ranges::find(entry.counts, counted, &LogCount::of) != entry.counts.end();
    }
};

std::variant<Search, http::Response> read_search(const Call& call) {
    auto unknown = refuse_unknown_parameters(
        call, {"event", "party", "actor", "area", "purpose", "code", "from", "to", "limit", "cursor"});
    if (unknown) return *std::move(unknown);
    const auto text = [&](std::string_view name) { return std::string(call.match.parameter(name).value_or("")); };
    Search search{{}, text("party"), text("actor"), text("area"), text("purpose"), text("code"), {}, {}, {}};
    if (const auto name = call.match.parameter("event")) {
        search.event = find_log_event(*name);
        if (!search.event) return bad_parameter(call, "event", "an event of the log, such as submission_accepted");
    }
    for (const auto& [name, month] : {std::pair("from", &search.from), std::pair("to", &search.to)}) {
        const auto given = call.match.parameter(name);
        if (!given) continue;
        const auto read = Month::parse(*given);
        if (!read) return bad_parameter(call, name, "a month, such as 2021-04");
        *month = *read;
    }
    if (call.caller().role == Role::kAgency) search.own_party = call.caller().id;
    return search;
}

// Another agency's records are not this one's to know, not even how many.
LogEntry as_seen_by(LogEntry entry, const std::string& own_party) {
    if (own_party.empty()) return entry;
    const std::string own = "party:" + own_party;
    std::erase_if(entry.counts,
                  [&](const LogCount& count) { return count.of.starts_with("party:") && count.of != own; });
    return entry;
}

}  // namespace

Reading log_entries(const Call& call, const Services& services) {
    auto search = read_search(call);
    if (auto* problem = std::get_if<http::Response>(&search)) return std::move(*problem);
    auto page = read_page(call);
    if (auto* problem = std::get_if<http::Response>(&page)) return std::move(*problem);
    const auto& wanted = std::get<Search>(search);
    const auto [start, limit] = std::get<Page>(page);
    boost::json::array items;
    std::optional<std::uint64_t> next;
    std::uint64_t index = start;
    const auto scanned = services.ledger.log().scan(start, [&](std::uint64_t at, std::string_view bytes) {
        index = at;
        if (items.size() == limit || at - start >= limits::kEntriesScannedMax) {
            next = at;
            return false;
        }
        const auto entry = wire::decode_log_entry(bytes);
        if (entry && wanted.wants(*entry)) {
            items.push_back(boost::json::parse(wire::log_entry_json(at, as_seen_by(*entry, wanted.own_party))));
        }
        return true;
    });
    if (!scanned) return not_stored_problem(call.request.request_id);
    LogEntry entry = entry_about(call, services, LogEvent::kConsulted);
    entry.subject = "entries";
    entry.party = wanted.own_party;
    entry.counts.push_back({"entries", items.size()});
    boost::json::object body{{"size", services.ledger.log().size()}, {"items", std::move(items)}};
    if (next) body["next"] = std::to_string(*next);
    else body["next"] = nullptr;
    return {json_response(200, body), std::move(entry)};
}

}  // namespace svd::api
