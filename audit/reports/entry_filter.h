// Which entries somebody wants to see.
//
// Values; functions of their arguments.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audit/copy/log_copy.h"

namespace svd::audit {

// What is empty does not matter.
struct EntryFilter {
    std::optional<LogEvent> event = {};
    std::string party = {};   // its own, or counted in figures
    std::string actor = {};  // a URI, urn:svd:analyst:vru
    std::string area = {};
    std::string purpose = {};
    std::string code = {};   // among the entry's codes
    std::optional<Month> from = {};  // of what it is about; an entry without months is of any
    std::optional<Month> to = {};
    std::string since = {};   // of the entry's own time: 2026-11, 2026-11-20 or more of it; both ends belong to it
    std::string until = {};

    bool wants(const LogEntry& entry) const;
};

// The beginning of a time, such as 2026 or 2026-11-20T09.
bool is_time_prefix(const std::string& text);

struct ListedEntry {
    std::uint64_t index = 0;
    LogEntry entry;
};

struct EntryPage {
    std::vector<ListedEntry> entries;
    std::optional<std::uint64_t> next;  // where to go on
};

// From entry `start` of a log of that size, at most `limit`.
Result<EntryPage> list_entries(const LogCopy& copy, std::uint64_t size, const EntryFilter& filter, std::uint64_t start,
                               std::size_t limit);

}  // namespace svd::audit
