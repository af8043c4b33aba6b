// Funnel plots: how far from the common rate an area of its size may be by chance alone.
//
// Source: Spiegelhalter, Stat Med 2005;24:1185-1202; the inverted limits are those of PHEindicatormethods.  Limits are
// rates per `multiplier`, at least 0.
//
// Refused (kInvalid): a target, population or multiplier that is not positive and finite, an expected count above
// kProfileCountMax, fewer than two areas.
// Thread-safe: functions of their arguments only.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/statistics/interval.h"

namespace svd::statistics {

struct FunnelTarget {
    double rate = 0;  // the common rate, per multiplier
    double multiplier = 1000;
};

// theta -/+ z sqrt(phi theta / n).  phi is over_dispersion()'s, and counts only above 1.
Result<Interval> funnel_normal(const FunnelTarget& target, double population, Confidence confidence, double phi = 1);

// From the Poisson distribution itself, interpolated between whole counts so that the lines are smooth: better than the
// normal ones where few events are expected.
Result<Interval> funnel_exact(const FunnelTarget& target, double population, Confidence confidence);

// Turned round: the fewest and the most events that could have been expected for `observed` to be inside.  An area is
// high when fewer were expected, low when more were.
Result<Interval> funnel_expected(std::uint64_t observed, Confidence confidence);

// How much more the areas differ than chance explains.  The tenth at either end is drawn in (winsorised) first, so that
// the outliers a funnel is to show do not widen it; quantiles are interpolated (type 7).
struct FunnelArea {
    std::uint64_t observed = 0;
    double population = 0;
};
struct OverDispersion {
    double rate = 0;  // of all areas, per person
    std::vector<double> z;
    Interval winsor;  // what z was drawn in to
    double phi = 0;  // the mean of the squares: about 0.68 when chance explains all, because z was drawn in
};
Result<OverDispersion> over_dispersion(std::span<const FunnelArea> areas);

enum class FunnelPlace : std::uint8_t { kInside, kHigh95, kHigh998, kLow95, kLow998 };
std::string_view funnel_place_name(FunnelPlace place);
FunnelPlace funnel_place(double rate, const Interval& limits95, const Interval& limits998);

}  // namespace svd::statistics
