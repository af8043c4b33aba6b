#include <fmt/format.h>

#include <boost/json.hpp>

#include "audit/app/commands.h"
#include "audit/app/exit_codes.h"
#include "audit/reports/who_read.h"
#include "core/wire/log_codec.h"

namespace svd::audit {
namespace {

boost::json::object entry_json(std::uint64_t index, const LogEntry& entry) {
    return boost::json::parse(wire::log_entry_json(index, entry)).as_object();
}

std::string period_text(const LogEntry& entry) {
    return entry.from && entry.to ? entry.from->text() + ".." + entry.to->text() : std::string();
}

std::string what_text(const LogEntry& entry) {
    std::string text = entry.subject;
    if (!entry.area.empty()) text += " " + entry.area;
    if (const std::string period = period_text(entry); !period.empty()) text += " " + period;
    return text;
}

// What there is of it, in one line.
std::string entry_line(std::uint64_t index, const LogEntry& entry) {
    std::string line = fmt::format("{:>8}  {}  {}", index, entry.at, log_event_name(entry.event));
    const auto add = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) line += fmt::format("  {}{}", name, value);
    };
    add("by ", entry.actor);
    add("of ", entry.party);
    add("", entry.subject);
    add("area ", entry.area);
    add("", period_text(entry));
    add("for ", entry.purpose);
    for (const LogCount& count : entry.counts) add("", fmt::format("{}={}", count.of, count.number));
    for (const std::string& code : entry.codes) add("", code);
    std::string earlier;
    for (const std::uint64_t index_before : entry.refers_to) earlier += " " + std::to_string(index_before);
    add("refers to", earlier);
    return line;
}

}  // namespace

int list(const fs::path& folder, const EntryFilter& filter, std::uint64_t start, std::size_t limit,
         const Console& console) {
    const LogCopy copy(folder);
    const auto checkpoint = copy.unverified_checkpoint();
    if (!checkpoint) return unreadable(checkpoint.error(), console);
    const auto page = list_entries(copy, checkpoint->size, filter, start, limit);
    if (!page) return unreadable(page.error(), console);
    boost::json::array items;
    for (const ListedEntry& each : page->entries) {
        console.say(entry_line(each.index, each.entry));
        items.push_back(entry_json(each.index, each.entry));
    }
    console.print({{"size", checkpoint->size},
                   {"items", std::move(items)},
                   {"next", page->next ? boost::json::value(*page->next) : boost::json::value(nullptr)}});
    console.next(page->next ? fmt::format("there is more: --start {}.", *page->next)
                            : std::string("`svd-audit verify` shows that this is the log; `list` only reads it."));
    return exit_code::kVerified;
}

int who_read(const fs::path& folder, const std::string& party, const Console& console) {
    const LogCopy copy(folder);
    const auto checkpoint = copy.unverified_checkpoint();
    if (!checkpoint) return unreadable(checkpoint.error(), console);
    std::uint64_t readings = 0;
    // One line each as it is found, in JSON as well: there may be millions.
    const auto read = for_each_reading(copy, checkpoint->size, party, [&](std::uint64_t index, const LogEntry& entry) {
        ++readings;
        const auto counted = counted_of(entry, party);
        console.say(fmt::format("{:>8}  {}  {} {} {}, {}{}", index, entry.at, entry.actor,
                                entry.event == LogEvent::kDisclosed ? "was given" : "read", what_text(entry),
                                entry.purpose.empty() ? "no purpose stated" : "for " + entry.purpose,
                                counted ? fmt::format(", {} of its records", *counted) : std::string()));
        console.print(entry_json(index, entry));
    });
    if (!read) return unreadable(read.error(), console);
    console.say(fmt::format("{} readings of data of {}", readings, party));
    console.next("`svd-audit list DIR --actor URI` shows what else one of them read.");
    return exit_code::kVerified;
}

}  // namespace svd::audit
