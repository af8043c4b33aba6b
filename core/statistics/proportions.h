// Shares of a whole with Wilson's limits, such as the share of crimes with a knife.
//
// Source: Wilson 1927; Newcombe and Altman in "Statistics with confidence" (2000); OHID technical guide.  The limits
// never leave 0 to 1.  Parts and wholes need not be whole numbers, so weighted counts can be used.
//
// Refused (kInvalid): what is negative or not finite, a whole of zero, a part larger than its whole.
// Thread-safe: functions of their arguments only.
#pragma once

#include "core/base/result.h"
#include "core/statistics/interval.h"

namespace svd::statistics {

struct Proportion {
    double value = 0;
    Interval limits;
};

// (2x + z^2 -/+ z sqrt(z^2 + 4x(1 - x/n))) / 2(n + z^2), times `multiplier`: 1 for a share, 100 for a percentage.
Result<Proportion> proportion(double part, double whole, double multiplier, Confidence confidence);

}  // namespace svd::statistics
