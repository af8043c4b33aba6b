// How few areas hold how much, and whether they stay the same ones.
//
// Sources: the share of places with half of all incidents, Weisburd, Criminology 2015;53:133-157; Gini, and its form
// for fewer incidents than areas, Bernasco and Steenbeek, J Quant Criminol 2017;33:451-467.  Every area of the map
// belongs in, also those with nothing.  No figure here has limits: with few incidents it is mostly chance.
//
// Nothing happened: the answer is nothing, which is no error.
// Refused (kInvalid): no area, a share that is not above 0 and up to 1, periods of different length.
// Thread-safe: functions of their arguments only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/result.h"

namespace svd::statistics {

struct Concentration {
    std::size_t areas_with_half = 0;  // the fewest that hold at least half of all
    double share_with_half = 0;       // of all areas
    double gini = 0;                  // 0: spread evenly
    double gini_adjusted = 0;         // 0: spread as evenly as so few incidents can be
};
Result<std::optional<Concentration>> concentration(std::span<const std::uint64_t> areas);

// The share of all incidents in the busiest areas, of which there are `top` (0.05 for 5 %) of all, rounded up.
Result<std::optional<double>> share_in_busiest(std::span<const std::uint64_t> areas, double top);

// For each area in how many periods it was among the busiest `top`.  One with as many as the last of them is among them
// too; one with nothing never is.
Result<std::vector<std::size_t>> persistence(std::span<const std::vector<std::uint64_t>> periods, double top);

}  // namespace svd::statistics
