#include "core/statistics/clustering.h"

#include <algorithm>
#include <cmath>

#include "core/statistics/distributions.h"
#include "core/statistics/false_discovery.h"
#include "core/statistics/numbers.h"

namespace svd::statistics {
namespace {

constexpr std::size_t kAreasMin = 4;  // with three the variance of Moran's I is not defined
constexpr double kFalseDiscoveryRate = 0.05;

struct Deviations {
    std::vector<double> values;  // from the mean
    double m2 = 0;               // mean of the squares
    double b2 = 0;               // mean of the fourth powers, divided by m2 squared
};

Result<Deviations> deviations_of(std::span<const double> values, const Neighbours& neighbours) {
    if (values.size() < kAreasMin) return invalid("clustering needs at least four areas");
    if (neighbours.size() != values.size()) return invalid("clustering needs the neighbours of every area");
    if (!std::ranges::all_of(values, [](double v) { return std::isfinite(v); })) return invalid("a value is no number");
    std::vector<std::size_t> named_by(values.size(), values.size());
    for (std::size_t i = 0; i < neighbours.size(); ++i) {
        for (const std::size_t j : neighbours[i]) {
            if (j >= values.size() || j == i) return invalid("a neighbour is not another area");
            if (named_by[j] == i) return invalid("a neighbour is named twice");
            named_by[j] = i;
        }
    }
    if (std::ranges::adjacent_find(values, std::ranges::not_equal_to()) == values.end()) {
        return invalid("clustering needs values that differ");
    }
    const double mean = sum_of(values) / real(values.size());
    Deviations result;
    double fourth = 0;
    for (const double value : values) {
        result.values.push_back(value - mean);
        result.m2 += square(value - mean) / real(values.size());
    }
    for (const double z : result.values) fourth += square(square(z) / result.m2) / real(values.size());
    result.b2 = fourth;
    if (!is_positive(result.m2) || !std::isfinite(result.b2))
        return invalid("the values differ too much or too little");
    return result;
}

double sum_around(const Deviations& deviations, const std::vector<std::size_t>& neighbours) {
    double sum = 0;
    for (const std::size_t j : neighbours) sum += deviations.values[j];
    return sum;
}

// A variance that rounding has left where there should be none is no variance.
std::optional<double> standardised(double value, double expected, double variance) {
    if (!(variance > 1e-12 * square(value - expected))) return std::nullopt;
    return (value - expected) / std::sqrt(variance);
}

void mark(std::vector<GiStar>& areas) {
    std::vector<double> p;
    for (const GiStar& area : areas) {
        if (area.p) p.push_back(*area.p);
    }
    const Result<std::vector<bool>> marks = false_discovery_marks(p, kFalseDiscoveryRate);
    if (!marks) return;
    std::size_t at = 0;
    for (GiStar& area : areas) {
        if (area.p) area.marked = (*marks)[at++];
    }
}

Quadrant quadrant_of(double own, double around) {
    if (own > 0) return around > 0 ? Quadrant::kHighHigh : Quadrant::kHighLow;
    return around > 0 ? Quadrant::kLowHigh : Quadrant::kLowLow;
}

}  // namespace

Result<std::vector<GiStar>> gi_star(std::span<const double> values, const Neighbours& neighbours) {
    const Result<Deviations> deviations = deviations_of(values, neighbours);
    if (!deviations) return deviations.error();
    const double n = real(values.size());
    std::vector<GiStar> areas(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double weights = real(neighbours[i].size() + 1);
        if (weights == n) continue;  // everyone: nothing to stand out from
        const double sum = deviations->values[i] + sum_around(*deviations, neighbours[i]);
        areas[i].z = sum / std::sqrt(deviations->m2 * weights * (n - weights) / (n - 1));
        areas[i].p = normal_two_sided(*areas[i].z);
    }
    mark(areas);
    return areas;
}

std::string_view quadrant_name(Quadrant quadrant) {
    switch (quadrant) {
        case Quadrant::kHighHigh: return "HH";
        case Quadrant::kHighLow: return "HL";
        case Quadrant::kLowHigh: return "LH";
        case Quadrant::kLowLow: break;
    }
    return "LL";
}

Result<std::vector<LocalMoran>> local_moran(std::span<const double> values, const Neighbours& neighbours) {
    const Result<Deviations> deviations = deviations_of(values, neighbours);
    if (!deviations) return deviations.error();
    const double n = real(values.size());
    const double m2 = deviations->m2;
    const double b2 = deviations->b2;
    std::vector<LocalMoran> areas(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (neighbours[i].empty()) continue;
        LocalMoran& area = areas[i];
        const double own = deviations->values[i];
        const double squares = 1 / real(neighbours[i].size());  // of the weights, which sum to 1
        const double around = sum_around(*deviations, neighbours[i]) * squares;
        area.i = own / m2 * around;
        area.quadrant = quadrant_of(own, around);
        area.total.expected = -1 / (n - 1);
        area.total.variance =
            squares * (n - b2) / (n - 1) + (1 - squares) * (2 * b2 - n) / ((n - 1) * (n - 2)) - 1 / square(n - 1);
        area.total.z = standardised(area.i, area.total.expected, area.total.variance);
        area.conditional.expected = -square(own) / ((n - 1) * m2);
        area.conditional.variance =
            square(own / m2) * (n / (n - 2)) * (squares - 1 / (n - 1)) * (m2 - square(own) / (n - 1));
        area.conditional.z = standardised(area.i, area.conditional.expected, area.conditional.variance);
    }
    return areas;
}

Result<GlobalMoran> global_moran(std::span<const double> values, const Neighbours& neighbours) {
    const Result<Deviations> deviations = deviations_of(values, neighbours);
    if (!deviations) return deviations.error();
    const double n = real(values.size());
    // s0, s1 and s2 as in Cliff and Ord: of the weights, of the squared sums of both directions, of the squared totals.
    std::vector<double> named(values.size(), 0);  // by others, with their weights
    double s0 = 0;
    double s1 = 0;
    double product = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (neighbours[i].empty()) continue;
        const double weight = 1 / real(neighbours[i].size());
        s0 += 1;
        product += deviations->values[i] * sum_around(*deviations, neighbours[i]) * weight;
        for (const std::size_t j : neighbours[i]) {
            named[j] += weight;
            const bool mutual = std::ranges::find(neighbours[j], i) != neighbours[j].end();
            // Half of (w_ij + w_ji)^2 over both orders; where only i names j, both orders are counted here.
            const double both = weight + (mutual ? 1 / real(neighbours[j].size()) : 0);
            s1 += square(both) * (mutual ? 0.5 : 1);
        }
    }
    if (s0 == 0) return invalid("clustering needs neighbours");
    double s2 = 0;
    for (std::size_t i = 0; i < values.size(); ++i) s2 += square(named[i] + (neighbours[i].empty() ? 0 : 1));
    GlobalMoran moran;
    moran.i = product / s0 / deviations->m2;
    moran.expected = -1 / (n - 1);
    const double from_shape = n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0 * s0);
    const double from_tails = deviations->b2 * ((n * n - n) * s1 - 2 * n * s2 + 6 * s0 * s0);
    moran.variance = (from_shape - from_tails) / ((n - 1) * (n - 2) * (n - 3) * s0 * s0) - square(moran.expected);
    const std::optional<double> z = standardised(moran.i, moran.expected, moran.variance);
    moran.z = z.value_or(0);
    moran.p = normal_two_sided(moran.z);
    return moran;
}

}  // namespace svd::statistics
