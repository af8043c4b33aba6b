#include "core/statistics/concentration.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/statistics/numbers.h"

namespace svd::statistics {
namespace {

Result<std::vector<std::uint64_t>> busiest_first(std::span<const std::uint64_t> areas) {
    if (areas.empty()) return invalid("concentration needs areas");
    if (!std::ranges::all_of(areas, is_count)) return invalid("a count is beyond what can be shown");
    std::vector<std::uint64_t> sorted(areas.begin(), areas.end());
    std::ranges::sort(sorted, std::greater());
    return sorted;
}

Result<std::size_t> how_many(std::size_t areas, double top) {
    if (!(top > 0 && top <= 1)) return invalid("a share of the areas is above 0 and at most 1");
    // 0.07 of 100 is 7, although 0.07 * 100 is a little more.
    const double exact = top * real(areas);
    const double nearest = std::round(exact);
    return static_cast<std::size_t>(std::fabs(exact - nearest) < 1e-9 * nearest ? nearest : std::ceil(exact));
}

}  // namespace

Result<std::optional<Concentration>> concentration(std::span<const std::uint64_t> areas) {
    const auto sorted = busiest_first(areas);
    if (!sorted) return sorted.error();
    const double all = sum_of(*sorted);
    if (all == 0) return std::optional<Concentration>();
    const double n = real(areas.size());
    Concentration result;
    double held = 0;
    double ranked = 0;  // ranks from the quietest area up, weighted with the shares
    for (std::size_t i = 0; i < sorted->size(); ++i) {
        if (held < all / 2) ++result.areas_with_half;
        held += real((*sorted)[i]);
        ranked += (n - real(i)) * real((*sorted)[i]) / all;
    }
    result.share_with_half = real(result.areas_with_half) / n;
    result.gini = std::max(0.0, (2 * ranked - n - 1) / n);
    result.gini_adjusted = all >= n ? result.gini : std::clamp((2 * ranked - n - 1) / all - n / all + 1, 0.0, 1.0);
    return std::optional(result);
}

Result<std::optional<double>> share_in_busiest(std::span<const std::uint64_t> areas, double top) {
    const auto sorted = busiest_first(areas);
    if (!sorted) return sorted.error();
    const Result<std::size_t> many = how_many(areas.size(), top);
    if (!many) return many.error();
    const double all = sum_of(*sorted);
    if (all == 0) return std::optional<double>();
    return std::optional(sum_of(std::span(*sorted).first(*many)) / all);
}

Result<std::vector<std::size_t>> persistence(std::span<const std::vector<std::uint64_t>> periods, double top) {
    if (periods.empty()) return invalid("persistence needs periods");
    std::vector<std::size_t> times(periods.front().size(), 0);
    for (const std::vector<std::uint64_t>& areas : periods) {
        if (areas.size() != times.size()) return invalid("periods have the same areas");
        const auto sorted = busiest_first(areas);
        if (!sorted) return sorted.error();
        const Result<std::size_t> many = how_many(areas.size(), top);
        if (!many) return many.error();
        const std::uint64_t least = std::max<std::uint64_t>(1, (*sorted)[*many - 1]);
        for (std::size_t i = 0; i < areas.size(); ++i) times[i] += areas[i] >= least ? 1 : 0;
    }
    return times;
}

}  // namespace svd::statistics
