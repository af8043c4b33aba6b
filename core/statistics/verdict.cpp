#include "core/statistics/verdict.h"

#include <cmath>

namespace svd::statistics {
namespace {

bool is_usable(const std::optional<Interval>& limits) {
    return limits && std::isfinite(limits->lower) && std::isfinite(limits->upper) && limits->lower <= limits->upper;
}

}  // namespace

std::string_view verdict_word(Verdict verdict) {
    switch (verdict) {
        case Verdict::kLower: return "lower";
        case Verdict::kSimilar: return "similar";
        case Verdict::kHigher: return "higher";
        case Verdict::kNoClearChange: return "no clear change";
        case Verdict::kNotCompared: break;
    }
    return "not compared";
}

Verdict against_benchmark(const std::optional<Interval>& area, const std::optional<double>& benchmark) {
    if (!benchmark) return Verdict::kNotCompared;
    return against_area(area, Interval{*benchmark, *benchmark});
}

Verdict against_area(const std::optional<Interval>& area, const std::optional<Interval>& other) {
    if (!is_usable(area) || !is_usable(other)) return Verdict::kNotCompared;
    if (area->lower > other->upper) return Verdict::kHigher;
    if (area->upper < other->lower) return Verdict::kLower;
    return Verdict::kSimilar;
}

Verdict over_time(const std::optional<RateRatio>& ratio) {
    if (!ratio || !std::isfinite(ratio->lower)) return Verdict::kNotCompared;
    if (ratio->upper && !(*ratio->upper >= ratio->lower && std::isfinite(*ratio->upper))) return Verdict::kNotCompared;
    if (ratio->lower > 1) return Verdict::kHigher;
    if (ratio->upper && *ratio->upper < 1) return Verdict::kLower;
    return Verdict::kNoClearChange;
}

}  // namespace svd::statistics
