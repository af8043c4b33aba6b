// The entries as tables for people's tools: one line of JSON an entry, and one row of CSV.
//
// Each entry has one line only in each, so that a table can be checked against the entries byte for byte.
//
// Functions of their arguments.
#pragma once

#include <cstdint>
#include <string>

#include "core/domain/log_entry.h"

namespace svd::audit {

inline constexpr const char* kJsonLinesFile = "entries.jsonl";
inline constexpr const char* kCsvFile = "entries.csv";

std::string json_line(std::uint64_t index, const LogEntry& entry);  // with its end, LF

// RFC 4180: CRLF at the end of every row.  What a spreadsheet would take for a formula starts with an apostrophe.
std::string csv_header();
std::string csv_row(std::uint64_t index, const LogEntry& entry);

// One cell, quoted where it must be.
std::string csv_cell(std::string text);

}  // namespace svd::audit
