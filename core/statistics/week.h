// The week by day and hour: rates, the cells that stand out, and the middle of the day's events.
//
// A table has a row for each weekday, Monday first, and a column for each band of hours, midnight first: 24 bands of an
// hour, or 12, 8, 6, 4, 3 or 2 longer ones.  Only events whose hour is known belong in.
//
// Sources: adjusted residuals and chi-squared, Agresti, "Categorical data analysis"; circular mean, Fisher 1993.
// Refused (kInvalid): another number of bands, counts that are not 7 times as many, days that are not positive.
// Thread-safe: functions of their arguments only.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/result.h"

namespace svd::statistics {

struct WeekTable {
    std::size_t bands = 24;
    std::vector<std::uint64_t> counts;  // weekday by weekday
    std::array<double, 7> days{};  // how many Mondays, Tuesdays ... the period has
};

// Whether the hours are the same on all days.  A residual above 2 or below -2 stands out; of 168 about 8 do by chance.
// Where rows or columns are empty they are left out, and their residuals are 0.
struct WeekTest {
    std::vector<double> expected;  // were the hours the same on all days
    std::vector<double> residuals;  // adjusted: each has a standard deviation of 1 then
    double chi_squared = 0;
    std::size_t degrees = 0;
    double p = 1;
    std::size_t small_expected = 0;  // cells under 5: with more than a fifth of them p is rough (Cochran 1954)
};

struct WeekProfile {
    std::vector<double> per_day;  // events on an average Monday, Tuesday ...
    std::vector<double> percent;  // of all events
    double mean_hour = 0;  // circular, in 0 to 24, bands taken at their middle
    double agreement = 0;  // length of the mean vector: 1 all at one hour, 0 no middle to speak of
    std::optional<WeekTest> test;  // nothing with only one busy day or band
};

// Nothing when nothing happened.
Result<std::optional<WeekProfile>> week_profile(const WeekTable& table);

// The share of all events in some hours, such as those of the night-time economy or after school.  Hours must be the
// edges of bands; spans must not overlap.
struct WeekSpan {
    std::size_t weekday = 0;  // 0 is Monday
    std::size_t from_hour = 0;
    std::size_t to_hour = 24;  // not included
};
Result<std::optional<double>> share_of_week(const WeekTable& table, std::span<const WeekSpan> spans);

}  // namespace svd::statistics
