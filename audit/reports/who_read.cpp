#include "audit/reports/who_read.h"

#include <algorithm>

namespace svd::audit {

std::optional<std::uint64_t> counted_of(const LogEntry& entry, const std::string& party) {
    const auto found = std::ranges::find(entry.counts, "party:" + party, &LogCount::of);
    if (found == entry.counts.end()) return std::nullopt;
    return found->number;
}

bool is_about(const LogEntry& entry, const std::string& party) {
    return entry.party == party || counted_of(entry, party).has_value();
}

Result<void> for_each_reading(const LogCopy& copy, std::uint64_t size, const std::string& party,
                              const ReadingVisitor& visit) {
    return for_each_entry(copy, 0, size, [&](std::uint64_t index, const LogEntry& entry) {
        const bool reading = entry.event == LogEvent::kConsulted || entry.event == LogEvent::kDisclosed;
        if (reading && is_about(entry, party)) visit(index, entry);
        return true;
    });
}

}  // namespace svd::audit
