// The one word that stands beside a figure.
//
// The words of the profile are "higher", "similar" and "lower" for an area beside a benchmark (as in OHID's
// Fingertips), and "higher", "lower" and "no clear change" for the same area a year later.  A word follows from limits
// alone, never from the figure itself; limits that only touch are similar.  What is missing, masked or nonsense is "not
// compared".
//
// Thread-safe: functions of their arguments only.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/statistics/comparison.h"
#include "core/statistics/interval.h"

namespace svd::statistics {

enum class Verdict : std::uint8_t { kNotCompared, kLower, kSimilar, kHigher, kNoClearChange };

std::string_view verdict_word(Verdict verdict);

// An area's limits beside a benchmark that is taken as exact, such as the rate of the whole force (OHID technical
// guide).
Verdict against_benchmark(const std::optional<Interval>& area, const std::optional<double>& benchmark);

// Two areas: different only when their limits do not overlap, which is cautious.  rate_ratio tells smaller differences.
Verdict against_area(const std::optional<Interval>& area, const std::optional<Interval>& other);

// A year on year: a change is clear when the exact limits of the ratio leave 1 out.
Verdict over_time(const std::optional<RateRatio>& ratio);

}  // namespace svd::statistics
