// Which of many tests to believe, when one in twenty of them would be "significant" by chance.
//
// Source: Benjamini and Hochberg, J R Stat Soc B 1995;57:289-300.  Of what is marked, no more than `rate` is expected
// to be chance (for tests that are independent or, as those of neighbouring areas, depend on each other positively).
//
// Thread-safe: functions of their arguments only.
#pragma once

#include <span>
#include <vector>

#include "core/base/result.h"

namespace svd::statistics {

// One mark for each p.  Refused (kInvalid): a p outside 0 to 1, a rate that is not between 0 and 1.
Result<std::vector<bool>> false_discovery_marks(std::span<const double> p, double rate);

}  // namespace svd::statistics
