// Rates as they would be if an area had the ages of a standard population.
//
// Source: Dobson, Kuulasmaa, Eberle and Scherer, Stat Med 1991;10:457-62, with Byar's limits; OHID technical guide.
// Events are taken to be independent, as in rates.h.
//
// Under ten events there is no standardised rate: the answer then is nothing, which is no error.
// Refused (kInvalid): no band, a band without people, a weight that is negative or not finite, weights that are all 0.
// Thread-safe: functions of their arguments only.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/base/result.h"
#include "core/statistics/interval.h"

namespace svd::statistics {

struct AgeBand {
    std::uint64_t events = 0;
    double population = 0;
    double standard = 0;  // people of that age in the standard population
};

// The European Standard Population 2013 (Eurostat), to 90 and over.
struct StandardBand {
    std::string_view ages;
    double people;
};
inline constexpr std::array<StandardBand, 19> kEuropeanStandard2013{{
    {"0-4", 5000},   {"5-9", 5500},   {"10-14", 5500}, {"15-19", 5500}, {"20-24", 6000},
    {"25-29", 6000}, {"30-34", 6500}, {"35-39", 7000}, {"40-44", 7000}, {"45-49", 7000},
    {"50-54", 7000}, {"55-59", 6500}, {"60-64", 6000}, {"65-69", 5500}, {"70-74", 5000},
    {"75-79", 4000}, {"80-84", 2500}, {"85-89", 1500}, {"90+", 1000},
}};

struct StandardisedRate {
    std::uint64_t events = 0;
    double population = 0;
    double value = 0;
    double variance = 0;  // of the value, so in its unit squared
    Interval limits;
};

// sum(w x/n) / sum(w), with limits DSR + sqrt(Var/O) (O_limit - O) from all O events.  Where a few events carry most of
// the weight the formula goes below 0; the lower limit is 0 then.
Result<std::optional<StandardisedRate>> standardised_rate(std::span<const AgeBand> bands, double multiplier,
                                                          Confidence confidence);

}  // namespace svd::statistics
