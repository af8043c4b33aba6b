#include "audit/reports/entry_filter.h"

#include <algorithm>

#include "audit/reports/who_read.h"

namespace svd::audit {

bool EntryFilter::wants(const LogEntry& entry) const {
    const auto is = [](const std::string& wanted, const std::string& value) {
        return wanted.empty() || wanted == value;
    };
    const bool has_code = code.empty() || std::ranges::find(entry.codes, code) != entry.codes.end();
    const bool in_months = (!from || !entry.to || *from <= *entry.to) && (!to || !entry.from || *entry.from <= *to);
    const bool in_time = entry.at >= since && (until.empty() || entry.at.substr(0, until.size()) <= until);
    return (!event || *event == entry.event) && (party.empty() || is_about(entry, party)) && is(actor, entry.actor) &&
           is(area, entry.area) && is(purpose, entry.purpose) && has_code && in_months && in_time;
}

bool is_time_prefix(const std::string& text) {
    constexpr std::string_view kForm = "dddd-dd-ddTdd:dd:ddZ";
    if (text.size() < 4 || text.size() > kForm.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (kForm[i] == 'd' ? !digit : text[i] != kForm[i]) return false;
    }
    return true;
}

Result<EntryPage> list_entries(const LogCopy& copy, std::uint64_t size, const EntryFilter& filter, std::uint64_t start,
                               std::size_t limit) {
    EntryPage page;
    const auto read = for_each_entry(copy, start, size, [&](std::uint64_t index, const LogEntry& entry) {
        if (!filter.wants(entry)) return true;
        if (page.entries.size() == limit) {
            page.next = index;
            return false;
        }
        page.entries.push_back({index, entry});
        return true;
    });
    if (!read) return read.error();
    return page;
}

}  // namespace svd::audit
