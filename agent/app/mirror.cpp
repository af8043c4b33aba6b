#include "agent/app/mirror.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "core/base/limits.h"
#include "core/domain/log_entry.h"
#include "core/https/problem.h"
#include "core/receipts/receipt_file.h"

namespace svd::agent {
namespace {

namespace json = boost::json;

Error unreadable() { return {Errc::kUnreachable, "the hub's answer is not a page of its log"}; }

bool is_cursor(std::string_view text) {
    return !text.empty() &&
           text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~") ==
               std::string_view::npos;
}

bool is_one_of(std::string_view event, std::initializer_list<LogEvent> events) {
    return std::ranges::any_of(events, [&](LogEvent each) { return log_event_name(each) == event; });
}

std::optional<std::uint64_t> number_at(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    boost::system::error_code failed;
    const auto number = value != nullptr ? value->to_number<std::uint64_t>(failed) : 0;
    return value == nullptr || failed ? std::nullopt : std::optional(number);
}

std::vector<std::uint64_t> refers_to(const json::object& item) {
    std::vector<std::uint64_t> indices;
    const json::value* list = item.if_contains("refers_to");
    if (list == nullptr || !list->is_array()) return indices;
    for (const json::value& each : list->as_array()) {
        boost::system::error_code failed;
        const auto index = each.to_number<std::uint64_t>(failed);
        if (!failed) indices.push_back(index);
    }
    return indices;
}

std::optional<MirrorEntry> read_entry(const json::value& value, const std::map<std::string, std::string>& names) {
    if (!value.is_object()) return std::nullopt;
    MirrorEntry entry;
    entry.item = value.as_object();
    const auto index = number_at(entry.item, "index");
    entry.event = text_at(entry.item, "event");
    if (!index || entry.event.empty()) return std::nullopt;
    entry.index = *index;
    const auto name = names.find(text_at(entry.item, "commitment"));
    if (name != names.end()) entry.file = name->second;
    return entry;
}

// Gives the cursor of the next page; empty at the end.
Result<std::string> read_page(const HubAnswer& answer, const std::map<std::string, std::string>& names,
                              std::vector<MirrorEntry>& entries, Mirror& mirror) {
    boost::system::error_code failed;
    const json::value parsed = json::parse(answer.body, failed);
    if (failed || !parsed.is_object()) return unreadable();
    const json::object& page = parsed.as_object();
    const json::value* items = page.if_contains("items");
    const json::value* next = page.if_contains("next");
    const auto size = number_at(page, "size");
    if (items == nullptr || !items->is_array() || next == nullptr || !size) return unreadable();
    mirror.size = std::max(mirror.size, *size);
    for (const json::value& item : items->as_array()) {
        auto entry = read_entry(item, names);
        if (!entry) return unreadable();
        entries.push_back(*std::move(entry));
    }
    std::string cursor = text_at(page, "next");
    if (!next->is_null() && !is_cursor(cursor)) return unreadable();
    return cursor;
}

Error refusal(const HubAnswer& answer) {
    const auto problem = read_problem(answer);
    const bool denied = problem && (answer.status == 401 || answer.status == 403);
    return {denied ? Errc::kDenied : Errc::kUnreachable, problem ? problem->text : not_the_hubs(answer)};
}

void sort_out(std::vector<MirrorEntry> entries, Mirror& mirror) {
    std::map<std::uint64_t, std::vector<std::uint64_t>> superseded_by;
    std::map<std::uint64_t, std::vector<std::uint64_t>> erased_by;
    for (const MirrorEntry& entry : entries) {
        const bool accepted = is_one_of(entry.event, {LogEvent::kSubmissionAccepted});
        const bool erased = is_one_of(entry.event, {LogEvent::kErased});
        if (!accepted && !erased) continue;
        for (const std::uint64_t index : refers_to(entry.item)) {
            (accepted ? superseded_by : erased_by)[index].push_back(entry.index);
        }
    }
    for (MirrorEntry& entry : entries) {
        entry.superseded_by = superseded_by[entry.index];
        entry.erased_by = erased_by[entry.index];
        const bool sent = is_one_of(
            entry.event, {LogEvent::kSubmissionAccepted, LogEvent::kSubmissionRefused, LogEvent::kCorrectionAccepted});
        const bool read =
            is_one_of(entry.event, {LogEvent::kConsulted, LogEvent::kDisclosed, LogEvent::kDisclosureRefused});
        (sent ? mirror.sent : read ? mirror.read : mirror.other).push_back(std::move(entry));
    }
}

}  // namespace

std::map<std::string, std::string> names_by_commitment(const Spool& spool, const Ledger& ledger) {
    std::map<std::string, std::string> names;
    for (const ReceiptLine& line : ledger.receipts()) {
        const FileEntry* file = ledger.find(line.file);
        const auto bytes = read_file(spool.receipt_file(line.sha256, line.lost));
        const auto evidence = bytes ? evidence_of(*bytes) : bytes.error();
        const auto entry = evidence ? wire::decode_log_entry(evidence->entry_bytes) : evidence.error();
        if (file != nullptr && entry && entry->commitment) names[to_hex(*entry->commitment)] = file->name;
    }
    return names;
}

Result<Mirror> read_mirror(Hub& hub, const std::map<std::string, std::string>& names) {
    Mirror mirror;
    std::vector<MirrorEntry> entries;
    std::set<std::string> cursors;  // a hub that leads in a circle is left
    std::string cursor;
    do {
        const auto answer = hub.log_entries(cursor);
        if (!answer) return answer.error();
        if (answer->status != 200) return refusal(*answer);
        auto next = read_page(*answer, names, entries, mirror);
        if (!next) return next.error();
        if (!next->empty() && !cursors.insert(*next).second) return unreadable();
        if (entries.size() > limits::kMirrorEntriesMax) {
            return Error{Errc::kUnreachable, fmt::format("the hub's log has more than {} entries for this agency",
                                                         limits::kMirrorEntriesMax)};
        }
        cursor = *std::move(next);
    } while (!cursor.empty());
    sort_out(std::move(entries), mirror);
    return mirror;
}

}  // namespace svd::agent
