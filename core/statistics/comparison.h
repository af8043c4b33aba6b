// Two rates side by side, and one count a year later.
//
// Sources: limits from the conditional binomial with Clopper and Pearson's limits (Przyborowski and Wilenski 1940);
// p by the rule of the smallest likelihood, as poisson.test of R has it; log-normal limits from APHO Technical Briefing
// 3.  p and exact limits come from different rules and can disagree at the edge: 48 in 7,850 against 31 in 8,120 has
// p 0.043 and limits that hold 1.  A verdict uses the limits alone (verdict.h).
//
// Nothing to compare (both counts are 0) gives nothing, which is no error.
// Refused (kInvalid): an exposure that is not positive and finite, a count above kProfileCountMax.
// Thread-safe: functions of their arguments only.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/result.h"
#include "core/statistics/interval.h"

namespace svd::statistics {

struct Observed {
    std::uint64_t count = 0;
    double exposure = 1;  // people, or days when two periods are compared
};

struct LogNormalLimits {
    double standard_error = 0;  // of the logarithm of the ratio
    Interval limits;
};

struct RateRatio {
    std::optional<double> value;  // nothing when the second count is 0
    double lower = 0;  // exact
    std::optional<double> upper;  // exact; nothing when the second count is 0: there is no bound
    double p = 1;  // two-sided: of a difference as large, were the rates equal
    std::optional<LogNormalLimits> log_normal;  // nothing when either count is 0
};

// The first rate divided by the second.
Result<std::optional<RateRatio>> rate_ratio(const Observed& first, const Observed& second, Confidence confidence);

// Under this many events before, a percentage says more about the smallness of the base than about the change.  The
// number is this project's; publishers of crime figures have such a rule.
inline constexpr std::uint64_t kPercentBaseMin = 50;

struct Change {
    RateRatio ratio;  // current divided by previous
    std::optional<double> percent;  // nothing when the base is too small
    std::optional<Interval> percent_limits;  // exact
    std::optional<double> z;  // (x1 - x0) / sqrt(x1 + x0), for equal exposures only
};

Result<std::optional<Change>> change(const Observed& previous, const Observed& current, Confidence confidence,
                                     std::uint64_t percent_base_min = kPercentBaseMin);

}  // namespace svd::statistics
