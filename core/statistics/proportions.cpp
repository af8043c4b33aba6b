#include "core/statistics/proportions.h"

#include <algorithm>
#include <cmath>

#include "core/statistics/numbers.h"

namespace svd::statistics {

Result<Proportion> proportion(double part, double whole, double multiplier, Confidence confidence) {
    if (!is_positive(whole)) return invalid("a share needs a whole above zero");
    if (!is_non_negative(part) || part > whole) return invalid("a share needs a part between nothing and its whole");
    if (!is_positive(multiplier)) return invalid("a share needs a multiplier above zero");
    const double z = z_of(confidence);
    const double share = part / whole;
    // Divided by n from the start, so that no whole is too large to be squared.
    const double spread = z * std::sqrt(z * z / whole / whole + 4 * (share / whole) * (1 - share));
    const double centre = 2 * share + z * z / whole;
    const double below = 2 * (1 + z * z / whole);
    const double lower = std::clamp((centre - spread) / below, 0.0, share);
    const double upper = std::clamp((centre + spread) / below, share, 1.0);
    if (!std::isfinite(lower) || !std::isfinite(upper)) return invalid("a share's whole is too small to be a number");
    return Proportion{share * multiplier, {lower * multiplier, upper * multiplier}};
}

}  // namespace svd::statistics
