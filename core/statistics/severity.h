// Incidents weighted with their harm, as ONS's Crime Severity Score does it.
//
// The weights are data (ONS publishes and revises them), never part of the program.  A score is ruled by its few
// heaviest incidents: `effective` says how many equal incidents would vary as much, and belongs beside every score.
// Never from counts that carry noise: noise on one homicide outweighs all the rest.  The limits take incidents to be
// Poisson and independent.
//
// Nothing happened: the score is 0 and there is no average, effective count or ratio.
// Refused (kInvalid): a population that is not positive, weights that are negative or not finite.
// Thread-safe: functions of their arguments only.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/base/result.h"
#include "core/statistics/interval.h"

namespace svd::statistics {

struct WeightedCount {
    std::uint64_t count = 0;
    double weight = 0;
};

struct Severity {
    double weighted_sum = 0;          // sum(w c)
    double variance = 0;              // of the sum: sum(w^2 c)
    double score = 0;                 // the sum over the population
    double standard_error = 0;        // of the score
    std::optional<double> average;    // weight of an incident
    std::optional<double> effective;  // sum(w c)^2 / sum(w^2 c)
};
Result<Severity> severity(std::span<const WeightedCount> counts, double population);

// One period's sum over another's, with log-normal limits from both effective counts.  Nothing when either sum is 0.
struct SeverityRatio {
    double value = 0;
    Interval limits;
};
Result<std::optional<SeverityRatio>> severity_ratio(std::span<const WeightedCount> latest,
                                                    std::span<const WeightedCount> previous, Confidence confidence);

}  // namespace svd::statistics
