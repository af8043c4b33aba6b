#include "core/statistics/comparison.h"

#include <algorithm>
#include <cmath>

#include "core/statistics/distributions.h"
#include "core/statistics/numbers.h"

namespace svd::statistics {
namespace {

// Likelihoods this close are equal: rounding must not decide whether an outcome counts as just as unlikely.
constexpr double kLikelihoodTie = 1 + 1e-7;

// The chance of all outcomes that are no likelier than k.  Towards the other end the likelihood only falls, so where
// it has fallen enough is found by halving.
double smallest_likelihood_p(std::uint64_t k, std::uint64_t n, double share) {
    const double most = binomial_exactly(k, n, share) * kLikelihoodTie;
    const double mean = real(n) * share;
    if (real(k) == mean) return 1;
    if (real(k) < mean) {
        auto low = static_cast<std::uint64_t>(std::ceil(mean));  // the first above, in [low, n + 1]
        std::uint64_t high = n + 1;
        while (low < high) {
            const std::uint64_t middle = low + (high - low) / 2;
            if (binomial_exactly(middle, n, share) <= most) high = middle;
            else low = middle + 1;
        }
        const double above = low > n ? 0 : binomial_at_least(low, n, share);
        return std::min(1.0, binomial_up_to(k, n, share) + above);
    }
    std::uint64_t low = 0;  // how many outcomes from 0 on are no likelier
    auto high = static_cast<std::uint64_t>(std::floor(mean)) + 1;
    while (low < high) {
        const std::uint64_t middle = low + (high - low) / 2;
        if (binomial_exactly(middle, n, share) > most) high = middle;
        else low = middle + 1;
    }
    const double below = low == 0 ? 0 : binomial_up_to(low - 1, n, share);
    return std::min(1.0, binomial_at_least(k, n, share) + below);
}

bool is_sound(const RateRatio& ratio) {
    const auto finite = [](std::optional<double> value) { return !value || is_non_negative(*value); };
    return is_non_negative(ratio.lower) && finite(ratio.value) && finite(ratio.upper) && is_non_negative(ratio.p) &&
           (!ratio.log_normal ||
            (is_non_negative(ratio.log_normal->limits.lower) && is_non_negative(ratio.log_normal->limits.upper)));
}

}  // namespace

Result<std::optional<RateRatio>> rate_ratio(const Observed& first, const Observed& second, Confidence confidence) {
    if (!is_positive(first.exposure) || !is_positive(second.exposure)) {
        return invalid("a comparison needs exposures above zero");
    }
    if (!is_count(first.count) || !is_count(second.count)) return invalid("a count is beyond what can be shown");
    const std::uint64_t total = first.count + second.count;
    if (total == 0) return std::optional<RateRatio>();
    const double share = first.exposure / (first.exposure + second.exposure);
    if (!(share > 0 && share < 1)) return invalid("the exposures are too unlike to be compared");
    const double scale = second.exposure / first.exposure;
    // Given the total, the first count is binomial, and the odds of its share are the ratio.
    RateRatio ratio;
    ratio.lower = binomial_odds_below(first.count, total, tail_of(confidence)) * scale;
    ratio.p = smallest_likelihood_p(first.count, total, share);
    if (second.count > 0) {
        ratio.value = real(first.count) / real(second.count) * scale;
        ratio.upper = binomial_odds_above(first.count, total, tail_of(confidence)) * scale;
    }
    if (first.count > 0 && second.count > 0) {
        const double error = std::sqrt(1 / real(first.count) + 1 / real(second.count));
        const double factor = std::exp(z_of(confidence) * error);
        ratio.log_normal = LogNormalLimits{error, {*ratio.value / factor, *ratio.value * factor}};
    }
    if (!is_sound(ratio)) return Error{Errc::kInternal, "a ratio could not be computed"};
    return std::optional(ratio);
}

Result<std::optional<Change>> change(const Observed& previous, const Observed& current, Confidence confidence,
                                     std::uint64_t percent_base_min) {
    const auto ratio = rate_ratio(current, previous, confidence);
    if (!ratio) return ratio.error();
    if (!*ratio) return std::optional<Change>();
    Change result;
    result.ratio = **ratio;
    const auto percent_of = [](double value) { return 100 * (value - 1); };
    if (previous.count >= percent_base_min && result.ratio.value && result.ratio.upper) {
        result.percent = percent_of(*result.ratio.value);
        result.percent_limits = Interval{percent_of(result.ratio.lower), percent_of(*result.ratio.upper)};
    }
    if (previous.exposure == current.exposure) {
        result.z = (real(current.count) - real(previous.count)) / std::sqrt(real(current.count) + real(previous.count));
    }
    return std::optional(result);
}

}  // namespace svd::statistics
