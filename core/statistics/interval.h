// The limits between which a true value is expected, and how surely.
//
// 95 % for comparing one area with a benchmark or with itself, 99.8 % for funnels and control charts that look at many
// areas or months at once (Spiegelhalter 2005).  Both limits leave out the same share.  Never NaN or infinite.
//
// Values; any thread.
#pragma once

#include <cstdint>

namespace svd::statistics {

enum class Confidence : std::uint8_t { k95, k998 };

// How many standard deviations: the quantile of the normal distribution in full, not 1.96 or 3.
constexpr double z_of(Confidence confidence) {
    return confidence == Confidence::k95 ? 1.959963984540054 : 3.090232306167813;
}

// The chance that the truth lies above the upper limit, which is also that of its lying below the lower one.
constexpr double tail_of(Confidence confidence) { return confidence == Confidence::k95 ? 0.025 : 0.001; }

struct Interval {
    double lower = 0;
    double upper = 0;

    bool operator==(const Interval&) const = default;
};

}  // namespace svd::statistics
