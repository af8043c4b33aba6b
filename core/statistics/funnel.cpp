#include "core/statistics/funnel.h"

#include <algorithm>
#include <cmath>

#include "core/statistics/distributions.h"
#include "core/statistics/numbers.h"
#include "core/statistics/rates.h"

namespace svd::statistics {
namespace {

Result<double> expected_events(const FunnelTarget& target, double population) {
    if (!is_positive(target.rate) || !is_positive(target.multiplier))
        return invalid("a funnel needs a rate above zero");
    if (!is_positive(population)) return invalid("a funnel needs a population above zero");
    const double expected = target.rate / target.multiplier * population;
    if (!is_positive(expected) || expected > real(limits::kProfileCountMax)) {
        return invalid("a funnel's expected count is beyond what can be shown");
    }
    return expected;
}

// The count below which that share of the distribution lies, between two whole ones.
double interpolated_quantile(double share, double mean) {
    const std::uint64_t count = poisson_quantile(share, mean);
    const double up_to = poisson_up_to(count, mean);
    const double before = count == 0 ? 0 : poisson_up_to(count - 1, mean);
    return std::max(0.0, real(count) - (up_to - share) / (up_to - before));
}

// Quantile of type 7, which is what most programs do when not told otherwise.
double quantile_of(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    const double at = share * real(values.size() - 1);
    const auto low = static_cast<std::size_t>(at);
    const std::size_t high = std::min(low + 1, values.size() - 1);
    return values[low] + (at - real(low)) * (values[high] - values[low]);
}

}  // namespace

Result<Interval> funnel_normal(const FunnelTarget& target, double population, Confidence confidence, double phi) {
    const Result<double> expected = expected_events(target, population);
    if (!expected) return expected.error();
    if (!is_non_negative(phi)) return invalid("over-dispersion cannot be negative");
    const double spread = z_of(confidence) * std::sqrt(std::max(1.0, phi) * *expected);
    const double scale = target.multiplier / population;
    return Interval{std::max(0.0, *expected - spread) * scale, (*expected + spread) * scale};
}

Result<Interval> funnel_exact(const FunnelTarget& target, double population, Confidence confidence) {
    const Result<double> expected = expected_events(target, population);
    if (!expected) return expected.error();
    const double tail = tail_of(confidence);
    const double scale = target.multiplier / population;
    const Interval limits{interpolated_quantile(tail, *expected) * scale,
                          interpolated_quantile(1 - tail, *expected) * scale};
    if (!is_non_negative(limits.lower) || !is_non_negative(limits.upper)) {
        return Error{Errc::kInternal, "a funnel's limits could not be computed"};
    }
    return limits;
}

Result<Interval> funnel_expected(std::uint64_t observed, Confidence confidence) {
    return exact_poisson_limits(observed, confidence);
}

Result<OverDispersion> over_dispersion(std::span<const FunnelArea> areas) {
    if (areas.size() < 2) return invalid("over-dispersion needs at least two areas");
    double events = 0;
    double people = 0;
    for (const FunnelArea& area : areas) {
        if (!is_positive(area.population)) return invalid("a funnel needs a population above zero");
        if (!is_count(area.observed)) return invalid("a count is beyond what can be shown");
        events += real(area.observed);
        people += area.population;
    }
    OverDispersion result;
    result.rate = events / people;
    if (!is_positive(result.rate)) return invalid("over-dispersion needs events");
    for (const FunnelArea& area : areas) {
        const double expected = result.rate * area.population;
        result.z.push_back((real(area.observed) - expected) / std::sqrt(expected));
    }
    result.winsor = {quantile_of(result.z, 0.1), quantile_of(result.z, 0.9)};
    for (const double z : result.z) result.phi += square(std::clamp(z, result.winsor.lower, result.winsor.upper));
    result.phi /= real(areas.size());
    if (!std::isfinite(result.phi)) return invalid("the populations are too unlike for a funnel");
    return result;
}

std::string_view funnel_place_name(FunnelPlace place) {
    switch (place) {
        case FunnelPlace::kHigh95: return "above the 95 % limit";
        case FunnelPlace::kHigh998: return "above the 99.8 % limit";
        case FunnelPlace::kLow95: return "below the 95 % limit";
        case FunnelPlace::kLow998: return "below the 99.8 % limit";
        case FunnelPlace::kInside: break;
    }
    return "within the limits";
}

FunnelPlace funnel_place(double rate, const Interval& limits95, const Interval& limits998) {
    if (rate > limits998.upper) return FunnelPlace::kHigh998;
    if (rate < limits998.lower) return FunnelPlace::kLow998;
    if (rate > limits95.upper) return FunnelPlace::kHigh95;
    if (rate < limits95.lower) return FunnelPlace::kLow95;
    return FunnelPlace::kInside;
}

}  // namespace svd::statistics
