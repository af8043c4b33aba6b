// Where high values lie side by side on the map, beyond what chance would lay there.
//
// Works on any value of an area (rates, not counts, where populations differ) and on any definition of neighbours.
// Sources: Gi*, Ord and Getis 1995; Moran's I, Moran 1950, under randomisation; local Moran, Anselin 1995, its
// variances as in spdep's localmoran.  p is that of the normal distribution, which is rough for few neighbours; marks
// keep the false discovery rate over all areas at 5 %.
//
// Where a figure does not exist (no neighbours, or everyone is one) it is missing.
// Refused (kInvalid): fewer than four areas, values that are not finite or all the same, neighbours that are not areas,
// are named twice, or are the area itself.
// Thread-safe: functions of their arguments only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace svd::statistics {

// For each area the indices of its neighbours, without itself.
using Neighbours = std::vector<std::vector<std::size_t>>;

// Gi* with weights of 1 for the area itself and each neighbour.  z above 0: a hot spot; below: a cold one.
struct GiStar {
    std::optional<double> z;
    std::optional<double> p;  // two-sided
    bool marked = false;  // at a false discovery rate of 5 %
};
Result<std::vector<GiStar>> gi_star(std::span<const double> values, const Neighbours& neighbours);

// Whether an area is above (high) or below the mean, and then whether its neighbours on average are.
enum class Quadrant : std::uint8_t { kHighHigh, kHighLow, kLowHigh, kLowLow };
std::string_view quadrant_name(Quadrant quadrant);  // HH, HL, LH, LL

// Local Moran's I with neighbours weighted alike to a sum of 1.
struct LocalMoran {
    struct Under {
        double expected = 0;
        double variance = 0;
        std::optional<double> z;
    };
    double i = 0;
    Under total;  // all values shuffled over the map
    Under conditional;  // all others shuffled around the area's own value: spdep's default since 1.2
    std::optional<Quadrant> quadrant;
};
Result<std::vector<LocalMoran>> local_moran(std::span<const double> values, const Neighbours& neighbours);

// Moran's I of the whole map, with the same weights.  At least one area must have a neighbour.
struct GlobalMoran {
    double i = 0;
    double expected = 0;
    double variance = 0;
    double z = 0;
    double p = 1;  // two-sided
};
Result<GlobalMoran> global_moran(std::span<const double> values, const Neighbours& neighbours);

}  // namespace svd::statistics
