#include "audit/copy/entry_tables.h"

#include <string_view>

#include "core/wire/log_codec.h"

namespace svd::audit {
namespace {

constexpr std::string_view kFormulaStarts = "=+-@\t\r";

template <class List, class Text>
std::string joined(const List& list, const Text& text) {
    std::string all;
    for (const auto& each : list) all += (all.empty() ? "" : " ") + text(each);
    return all;
}

std::string hex(const std::optional<Digest>& digest) { return digest ? to_hex(*digest) : std::string(); }

}  // namespace

std::string json_line(std::uint64_t index, const LogEntry& entry) { return wire::log_entry_json(index, entry) + "\n"; }

std::string csv_cell(std::string text) {
    if (!text.empty() && kFormulaStarts.find(text.front()) != std::string_view::npos) text.insert(0, "'");
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
    return quoted + '"';
}

std::string csv_header() {
    return "index,event,at,actor,party,agreement,purpose,area,from,to,subject,commitment,digest,snapshot,counts,codes,"
           "refers_to,question\r\n";
}

std::string csv_row(std::uint64_t index, const LogEntry& entry) {
    const auto same = [](const std::string& text) { return text; };
    const std::string cells[] = {
        std::string(log_event_name(entry.event)),
        entry.at,
        entry.actor,
        entry.party,
        entry.agreement,
        entry.purpose,
        entry.area,
        entry.from ? entry.from->text() : "",
        entry.to ? entry.to->text() : "",
        entry.subject,
        hex(entry.commitment),
        hex(entry.digest),
        entry.snapshot == 0 ? "" : std::to_string(entry.snapshot),
        joined(entry.counts, [](const LogCount& count) { return count.of + "=" + std::to_string(count.number); }),
        joined(entry.codes, same),
        joined(entry.refers_to, [](std::uint64_t earlier) { return std::to_string(earlier); }),
        entry.question};
    std::string row = std::to_string(index);
    for (const std::string& cell : cells) row += "," + csv_cell(cell);
    return row + "\r\n";
}

}  // namespace svd::audit
