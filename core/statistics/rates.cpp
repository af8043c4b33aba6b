#include "core/statistics/rates.h"

#include <cmath>

#include "core/statistics/distributions.h"
#include "core/statistics/numbers.h"

namespace svd::statistics {

std::optional<double> byar_lower(std::uint64_t count, Confidence confidence) {
    if (count == 0) return 0;
    const double x = real(count);
    const double base = 1 - 1 / (9 * x) - z_of(confidence) / (3 * std::sqrt(x));
    if (base < 0) return std::nullopt;
    return x * base * base * base;
}

double byar_upper(std::uint64_t count, Confidence confidence) {
    const double x = real(count) + 1;
    const double base = 1 - 1 / (9 * x) + z_of(confidence) / (3 * std::sqrt(x));
    return x * base * base * base;
}

Result<Interval> exact_poisson_limits(std::uint64_t count, Confidence confidence) {
    if (!is_count(count)) return invalid("a count is beyond what can be shown");
    const double tail = tail_of(confidence);
    const Interval limits{poisson_mean_below(count, tail), poisson_mean_above(count, tail)};
    if (!is_non_negative(limits.lower) || !is_positive(limits.upper)) {
        return Error{Errc::kInternal, "the limits of a count could not be computed"};
    }
    return limits;
}

LimitsMethod limits_method(std::uint64_t count) {
    return count < kFewEvents ? LimitsMethod::kExact : LimitsMethod::kByar;
}

Result<Interval> poisson_limits(std::uint64_t count, Confidence confidence) {
    if (limits_method(count) == LimitsMethod::kExact) return exact_poisson_limits(count, confidence);
    if (!is_count(count)) return invalid("a count is beyond what can be shown");
    // From ten events on Byar's lower limit exists at both confidences.
    return Interval{byar_lower(count, confidence).value_or(0), byar_upper(count, confidence)};
}

Result<Rate> crude_rate(std::uint64_t events, double population, double multiplier, Confidence confidence) {
    if (!is_positive(population)) return invalid("a rate needs a population above zero");
    if (!is_positive(multiplier)) return invalid("a rate needs a multiplier above zero");
    const Result<Interval> limits = poisson_limits(events, confidence);
    if (!limits) return limits.error();
    const double scale = multiplier / population;
    const Rate rate{real(events) * scale, {limits->lower * scale, limits->upper * scale}, limits_method(events)};
    if (!std::isfinite(rate.limits.upper)) return invalid("a rate is too large to be a number");
    return rate;
}

}  // namespace svd::statistics
