// Who was given figures that count one agency's data, or read its receipts, lists and contents.
//
// An entry about figures names each party that they count, and of how many records; any other reading names the party
// whose data it was of.  What is about all parties at once, such as the whole log, names none and is not in it.
//
// Functions of their arguments.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "audit/copy/log_copy.h"

namespace svd::audit {

// Whether the entry is about the party's data: its own, or counted in figures.
bool is_about(const LogEntry& entry, const std::string& party);

// How many of the party's records the figures count.
std::optional<std::uint64_t> counted_of(const LogEntry& entry, const std::string& party);

using ReadingVisitor = std::function<void(std::uint64_t index, const LogEntry& entry)>;
Result<void> for_each_reading(const LogCopy& copy, std::uint64_t size, const std::string& party,
                              const ReadingVisitor& visit);

}  // namespace svd::audit
