#include "core/statistics/ascertainment.h"

#include <algorithm>
#include <cmath>

#include "core/statistics/numbers.h"

namespace svd::statistics {

Result<std::optional<HealthToPolice>> health_to_police(std::uint64_t health, std::uint64_t police,
                                                       Confidence confidence) {
    const auto ratio = rate_ratio({health, 1}, {police, 1}, confidence);
    if (!ratio) return ratio.error();
    if (!*ratio) return std::optional<HealthToPolice>();
    return std::optional(HealthToPolice{**ratio, real(health) / (real(health) + real(police))});
}

Result<Recapture> chapman(std::uint64_t first, std::uint64_t second, std::uint64_t both, Confidence confidence) {
    if (!is_count(first) || !is_count(second)) return invalid("a count is beyond what can be shown");
    if (both > std::min(first, second)) return invalid("no more can be in both than in either");
    const double n1 = real(first);
    const double n2 = real(second);
    const double m = real(both);
    Recapture result;
    result.total = (n1 + 1) * (n2 + 1) / (m + 1) - 1;
    result.variance = (n1 + 1) * (n2 + 1) * (n1 - m) * (n2 - m) / (square(m + 1) * (m + 2));
    const double z = z_of(confidence);
    const double spread = z * std::sqrt(result.variance);
    result.normal = {result.total - spread, result.total + spread};
    // Chao takes the number not seen to be log-normal.  When one source is within the other there is none.
    const double seen = n1 + n2 - m;
    const double unseen = result.total - seen;
    result.log_normal = {result.total, result.total};
    if (result.variance > 0 && unseen > 0) {
        const double factor = std::exp(z * std::sqrt(std::log1p(result.variance / square(unseen))));
        result.log_normal = {seen + unseen / factor, seen + unseen * factor};
    }
    return result;
}

}  // namespace svd::statistics
