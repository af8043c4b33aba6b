// Counts and crude rates with their limits.
//
// Events are taken to be independent of each other.  Where one person is counted again and again the limits are too
// narrow, and the hub cannot know: it joins no records.  A rate with a known population gives its count away, so a rate
// is only made from a count that may itself be shown.  For counts that carry noise see perturbed.h.
//
// Refused (kInvalid): a population or multiplier that is not positive and finite, a count above kProfileCountMax.
// Thread-safe: functions of their arguments only.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/result.h"
#include "core/statistics/interval.h"

namespace svd::statistics {

// Under this many events limits are exact, and nothing is standardised (OHID technical guide; PHEindicatormethods).
inline constexpr std::uint64_t kFewEvents = 10;

// Byar's approximation to the limits of a Poisson count (Breslow and Day 1987, vol. II; APHO Technical Briefing 3):
// x (1 - 1/9x - z/3 sqrt x)^3 and (x+1) (1 - 1/9(x+1) + z/3 sqrt(x+1))^3.  There is no lower limit where the bracket is
// negative, as it is for one event at 99.8 %.
std::optional<double> byar_lower(std::uint64_t count, Confidence confidence);
double byar_upper(std::uint64_t count, Confidence confidence);

// The exact limits of a Poisson count (Garwood 1936): quantiles of chi-squared with 2x and 2x+2 degrees, halved.
Result<Interval> exact_poisson_limits(std::uint64_t count, Confidence confidence);

// Exact under ten events, Byar's from ten (OHID technical guide; fingertips.phe.org.uk, rates).
enum class LimitsMethod : std::uint8_t { kExact, kByar };
LimitsMethod limits_method(std::uint64_t count);
Result<Interval> poisson_limits(std::uint64_t count, Confidence confidence);

struct Rate {
    double value = 0;
    Interval limits;
    LimitsMethod method{};
};

// Events per `multiplier` people: 1,000 as ONS has it for police recorded crime, 100,000 for health.
Result<Rate> crude_rate(std::uint64_t events, double population, double multiplier, Confidence confidence);

}  // namespace svd::statistics
