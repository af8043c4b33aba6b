// Monthly series: totals of twelve months, and what is usual for a month of the year.
//
// Refused (kInvalid): what is said at each function; what is negative or not finite always is.
// Thread-safe: functions of their arguments only.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/result.h"

namespace svd::statistics {

// Totals of twelve months, the first ending with the twelfth month; none for a shorter series.  A month that an agency
// has not yet supplied is missing, never 0, and every total that touches it is missing too.
Result<std::vector<std::optional<std::uint64_t>>> rolling_12_months(
    std::span<const std::optional<std::uint64_t>> months);

// The last total and the one that ended twelve months before: totals that overlap share most of their events, and are
// not compared.  Nothing when either is missing.
struct YearOnYear {
    std::uint64_t previous = 0;
    std::uint64_t latest = 0;
};
std::optional<YearOnYear> last_two_years(std::span<const std::optional<std::uint64_t>> totals);

// How a calendar month stands to the average month; January first, mean 1.
//
// daily: from events a day, so that February is not low for being short.  to_trend: from the ratio to the centred
// moving average of 2 x 12 months, so that a series that rises all the time is not taken for a season (Hyndman and
// Athanasopoulos, "Forecasting: principles and practice").
//
// Needs at least 24 months, of which `first_month` (1 to 12) is the first, and events in every twelve of them.
struct SeasonalIndex {
    std::array<double, 12> daily{};
    std::array<double, 12> to_trend{};
    std::vector<double> trend;  // the moving average, from the seventh month to the seventh but last
    bool unreliable = false;    // under 60 events a year.  The number is this project's
};
Result<SeasonalIndex> seasonal_index(std::span<const std::uint64_t> months, std::span<const unsigned> days,
                                     unsigned first_month);

}  // namespace svd::statistics
