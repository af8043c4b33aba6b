#include "core/statistics/severity.h"

#include <cmath>

#include "core/statistics/numbers.h"

namespace svd::statistics {

Result<Severity> severity(std::span<const WeightedCount> counts, double population) {
    if (!is_positive(population)) return invalid("a severity score needs a population above zero");
    Severity result;
    double all = 0;
    for (const WeightedCount& each : counts) {
        if (!is_count(each.count)) return invalid("a count is beyond what can be shown");
        if (!is_non_negative(each.weight)) return invalid("a weight cannot be negative");
        result.weighted_sum += each.weight * real(each.count);
        result.variance += square(each.weight) * real(each.count);
        all += real(each.count);
    }
    result.score = result.weighted_sum / population;
    result.standard_error = std::sqrt(result.variance) / population;
    if (!std::isfinite(result.score) || !std::isfinite(square(result.weighted_sum)) ||
        !std::isfinite(result.standard_error)) {
        return invalid("a severity score is too large to be a number");
    }
    if (all > 0) result.average = result.weighted_sum / all;
    if (result.variance > 0) result.effective = square(result.weighted_sum) / result.variance;
    return result;
}

Result<std::optional<SeverityRatio>> severity_ratio(std::span<const WeightedCount> latest,
                                                    std::span<const WeightedCount> previous, Confidence confidence) {
    const Result<Severity> now = severity(latest, 1);
    if (!now) return now.error();
    const Result<Severity> before = severity(previous, 1);
    if (!before) return before.error();
    if (!now->effective || !before->effective) return std::optional<SeverityRatio>();
    const double value = now->weighted_sum / before->weighted_sum;
    const double factor = std::exp(z_of(confidence) * std::sqrt(1 / *now->effective + 1 / *before->effective));
    if (!is_positive(value) || !std::isfinite(value * factor)) return invalid("a ratio is too large to be a number");
    return std::optional(SeverityRatio{value, {value / factor, value * factor}});
}

}  // namespace svd::statistics
