#include "core/statistics/perturbed.h"

#include <algorithm>
#include <cmath>

#include "core/statistics/distributions.h"
#include "core/statistics/numbers.h"

namespace svd::statistics {
namespace {

// Above any noise that would leave a figure worth showing.
constexpr double kNoiseVarianceMax = 1e9;

bool is_variance(double value) { return is_non_negative(value) && value <= kNoiseVarianceMax; }

Interval widened(const Interval& limits, double value, double factor) {
    return {std::max(0.0, value - (value - limits.lower) * factor), value + (limits.upper - value) * factor};
}

}  // namespace

Result<Rate> rate_of_perturbed(std::uint64_t count, double population, double multiplier, double noise_variance,
                               Confidence confidence) {
    if (!is_variance(noise_variance)) return invalid("a noise variance is 0 or more");
    Result<Rate> rate = crude_rate(count, population, multiplier, confidence);
    if (!rate) return rate;
    rate->limits = widened(rate->limits, rate->value, std::sqrt(1 + noise_variance / std::max(1.0, real(count))));
    if (!std::isfinite(rate->limits.upper)) return invalid("a rate is too large to be a number");
    return rate;
}

bool is_unreliable(std::uint64_t count, double noise_variance) {
    return !is_variance(noise_variance) || std::sqrt(real(count) + noise_variance) > 0.2 * real(count) || count == 0;
}

Result<std::optional<DifferenceTest>> difference_of_perturbed(std::uint64_t previous, std::uint64_t current,
                                                              double noise_variance) {
    if (!is_variance(noise_variance)) return invalid("a noise variance is 0 or more");
    if (!is_count(previous) || !is_count(current)) return invalid("a count is beyond what can be shown");
    const double variance = real(current) + real(previous) + 2 * noise_variance;
    if (variance == 0) return std::optional<DifferenceTest>();
    const double z = (real(current) - real(previous)) / std::sqrt(variance);
    return std::optional(DifferenceTest{z, normal_two_sided(z)});
}

Result<std::optional<PerturbedStandardisedRate>> standardised_rate_of_perturbed(std::span<const AgeBand> bands,
                                                                                double multiplier,
                                                                                double noise_variance,
                                                                                Confidence confidence) {
    if (!is_variance(noise_variance)) return invalid("a noise variance is 0 or more");
    const auto exact = standardised_rate(bands, multiplier, confidence);
    if (!exact) return exact.error();
    if (!*exact || (*exact)->events < kPerturbedStandardisedMin) return std::optional<PerturbedStandardisedRate>();
    PerturbedStandardisedRate result{**exact, 1};
    double weights = 0;
    double noise = 0;
    for (const AgeBand& band : bands) {
        weights += band.standard;
        if (band.events > 0) noise += noise_variance * square(band.standard / band.population);
    }
    noise *= square(multiplier / weights);
    // All events in ages that the standard population does not have: a rate of exactly 0.
    if (result.rate.variance == 0) return std::optional(result);
    result.widened = std::sqrt(1 + noise / result.rate.variance);
    result.rate.limits = widened(result.rate.limits, result.rate.value, result.widened);
    if (!std::isfinite(result.rate.limits.upper)) return invalid("a standardised rate is too large to be a number");
    return std::optional(result);
}

}  // namespace svd::statistics
