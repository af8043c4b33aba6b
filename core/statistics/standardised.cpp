#include "core/statistics/standardised.h"

#include <algorithm>
#include <cmath>

#include "core/statistics/numbers.h"
#include "core/statistics/rates.h"

namespace svd::statistics {

Result<std::optional<StandardisedRate>> standardised_rate(std::span<const AgeBand> bands, double multiplier,
                                                          Confidence confidence) {
    if (bands.empty()) return invalid("a standardised rate needs age bands");
    if (!is_positive(multiplier)) return invalid("a rate needs a multiplier above zero");
    StandardisedRate rate;
    double weights = 0;
    double weighted = 0;
    double weighted_squares = 0;
    for (const AgeBand& band : bands) {
        if (!is_count(band.events)) return invalid("a count is beyond what can be shown");
        if (!is_positive(band.population)) return invalid("an age band needs a population above zero");
        if (!is_non_negative(band.standard)) return invalid("a standard population cannot be negative");
        const double each = band.standard / band.population;
        weights += band.standard;
        weighted += each * real(band.events);
        weighted_squares += each * each * real(band.events);
        rate.events += band.events;
        rate.population += band.population;
    }
    if (!is_positive(weights)) return invalid("a standard population needs people");
    if (rate.events < kFewEvents) return std::optional<StandardisedRate>();
    const Result<Interval> events = poisson_limits(rate.events, confidence);
    if (!events) return events.error();
    const double scale = multiplier / weights;
    const double observed = real(rate.events);
    rate.value = weighted * scale;
    rate.variance = weighted_squares * scale * scale;
    const double each = std::sqrt(rate.variance / observed);
    rate.limits = {rate.value + each * (events->lower - observed), rate.value + each * (events->upper - observed)};
    if (!std::isfinite(rate.limits.lower) || !std::isfinite(rate.limits.upper)) {
        return invalid("a standardised rate is too large to be a number");
    }
    rate.limits.lower = std::max(0.0, rate.limits.lower);
    return std::optional(rate);
}

}  // namespace svd::statistics
