// Months, quarters and years out of a cell, and figures.
//
// A year that is not the calendar's is written with both its years (2021-22, 2021/2022, 202122), or with one when the
// mapping says which: "2021" alone is never guessed at.  Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "agent/source/mapping.h"

namespace svd::agent {

std::optional<Period> read_period(std::string_view text, const PeriodRule& rule);
// From the first day of a month to the last day of the same or a later one; from a month to a month where days are
// not given.
std::optional<Period> read_range(std::string_view from, std::string_view to, const PeriodRule& rule);

// 1234 or 1,234.
std::optional<std::uint64_t> read_count(std::string_view text);

}  // namespace svd::agent
