// Violence that one service sees and another does not (Cardiff Model: Florence et al., BMJ 2011;342:d3313).
//
// The services' counts are of different things (attendances, offences; by residence, by place) and are never added.
// Their ratio can be compared between areas and months; it does not say how much is hidden.
//
// Refused (kInvalid): what is said at each function, and counts above kProfileCountMax.
// Thread-safe: functions of their arguments only.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/result.h"
#include "core/statistics/comparison.h"
#include "core/statistics/interval.h"

namespace svd::statistics {

// Health's count beside the police's for the same area and period: exact limits as in rate_ratio.  Nothing when both
// are 0.
struct HealthToPolice {
    RateRatio ratio;
    double health_share = 0;  // of both counts together, which are not all incidents
};
Result<std::optional<HealthToPolice>> health_to_police(std::uint64_t health, std::uint64_t police,
                                                       Confidence confidence);

// How many there are in all, when some were seen by both: Chapman 1951, Seber 1982; log-normal limits from Chao 1987.
//
// Needs to know who was in both, which only a study that links records can; the hub does not.  An ambulance that calls
// the police makes it too low.  Refused: more in both than in either.
struct Recapture {
    double total = 0;
    double variance = 0;
    Interval normal;
    Interval log_normal;  // never under the number seen
};
Result<Recapture> chapman(std::uint64_t first, std::uint64_t second, std::uint64_t both, Confidence confidence);

}  // namespace svd::statistics
