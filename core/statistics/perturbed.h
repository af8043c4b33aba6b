// Rates and tests from counts that carry noise of a known variance V, as disclosure control adds it.
//
// The limits of rates.h would be too narrow: an added variance V widens them by sqrt(1 + V / max(y, 1)).  Derived in
// this project; in simulation with V = 3 the 95 % limits held the true rate in 95 to 99 % of cases for means from 5 to
// 80.  XmR and Laney charts need nothing of the kind: they measure the noise together with the rest.  With V = 0
// everything is as in the other headers.
//
// Refused (kInvalid): as in the other headers, and a variance that is negative or not finite.
// Thread-safe: functions of their arguments only.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/base/result.h"
#include "core/statistics/interval.h"
#include "core/statistics/rates.h"
#include "core/statistics/standardised.h"

namespace svd::statistics {

// l' = max(0, y - (y - l) f) and u' = y + (u - y) f, from Poisson limits l and u.
Result<Rate> rate_of_perturbed(std::uint64_t count, double population, double multiplier, double noise_variance,
                               Confidence confidence);

// Whether such a count is too uncertain to rank areas by: a coefficient of variation sqrt(y + V) / y above 20 %.
// With V = 3 that is every count under 28.
bool is_unreliable(std::uint64_t count, double noise_variance);

// (y1 - y0) / sqrt(y1 + y0 + 2V) for equal exposures.  Nothing when both counts and V are 0.
struct DifferenceTest {
    double z = 0;
    double p = 1;  // two-sided, normal
};
Result<std::optional<DifferenceTest>> difference_of_perturbed(std::uint64_t previous, std::uint64_t current,
                                                              double noise_variance);

// Dobson's limits widened by sqrt(1 + V sum(w^2/n^2 [y > 0]) / (sum w)^2 / Var): a count of 0 carries no noise.  Only
// for broad bands of districts and larger areas: nothing under 50 events, which is this project's number.
inline constexpr std::uint64_t kPerturbedStandardisedMin = 50;
struct PerturbedStandardisedRate {
    StandardisedRate rate;
    double widened = 1;
};
Result<std::optional<PerturbedStandardisedRate>> standardised_rate_of_perturbed(std::span<const AgeBand> bands,
                                                                                double multiplier,
                                                                                double noise_variance,
                                                                                Confidence confidence);

}  // namespace svd::statistics
