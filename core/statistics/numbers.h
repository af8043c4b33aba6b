// What the statistics refuse, said once: a number that is no number, is infinite, negative or too large to be a count.
//
// Only for the sources of this module.  Thread-safe: functions of their arguments only.
#pragma once

#include <cmath>
#include <cstdint>
#include <numeric>
#include <span>

#include "core/base/limits.h"

namespace svd::statistics {

inline double real(std::uint64_t count) { return static_cast<double>(count); }

inline bool is_count(std::uint64_t count) { return count <= limits::kProfileCountMax; }
inline bool is_positive(double value) { return std::isfinite(value) && value > 0; }
inline bool is_non_negative(double value) { return std::isfinite(value) && value >= 0; }

inline double square(double value) { return value * value; }

inline double sum_of(std::span<const double> values) { return std::accumulate(values.begin(), values.end(), 0.0); }
inline double sum_of(std::span<const std::uint64_t> counts) {
    return std::accumulate(counts.begin(), counts.end(), 0.0,
                           [](double sum, std::uint64_t n) { return sum + real(n); });
}

}  // namespace svd::statistics
