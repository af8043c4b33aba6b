// Control charts of a monthly series: which months differ from the rest by more than its usual ups and downs.
//
// Every chart has limits at three standard deviations (not the 99.8 % of interval.h), lists the points beyond them, and
// those that complete or continue a run of seven on one side of the centre; a point on the centre ends a run.  No
// moving range is screened out, however large (some NHS tools do).  How many months make a chart worth drawing is the
// caller's to say.
//
// Indices count from 0.  Lower limits are at least 0, except those of xmr_chart, whose values may be anything.
// Refused (kInvalid): fewer than two points, what is not finite, exposures that are not positive or too few.
// Thread-safe: functions of their arguments only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/statistics/interval.h"

namespace svd::statistics {

inline constexpr std::size_t kRunLength = 7;

struct ControlChart {
    double centre = 0;
    std::vector<Interval> limits;  // one for each point
    std::vector<std::size_t> beyond;  // points outside their limits
    std::vector<std::size_t> in_runs;  // points that are at least the seventh in a row on their side of the centre
};

// Counts of alike months: c -/+ 3 sqrt(c + V) (Shewhart; Montgomery, "Introduction to statistical quality control"). V
// is the variance of noise that was added to each count, 0 for exact ones.
Result<ControlChart> c_chart(std::span<const std::uint64_t> counts, double noise_variance = 0);

// Rates of months whose exposure (people, days) differs: u -/+ 3 sqrt(u / n).
Result<ControlChart> u_chart(std::span<const std::uint64_t> counts, std::span<const double> exposures);

// u' chart (Laney, Quality Engineering 2002;14:531-7): u_chart's limits times sigma_z, so that a large series which
// never was Poisson does not signal every month.  sigma_z is the mean moving range of z divided by 1.128.
struct LaneyChart {
    ControlChart chart;
    std::vector<double> z;
    double mean_moving_range = 0;
    double sigma_z = 0;  // 1 when the counts vary as Poisson counts do
};
Result<LaneyChart> laney_u_chart(std::span<const std::uint64_t> counts, std::span<const double> exposures);

// XmR: mean -/+ 2.66 mean moving range; a moving range itself may reach 3.267 times its mean (NHS Making Data Count).
struct XmrChart {
    ControlChart chart;
    double mean_moving_range = 0;
    double moving_range_limit = 0;
};
Result<XmrChart> xmr_chart(std::span<const double> values);

}  // namespace svd::statistics
