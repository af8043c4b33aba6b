#include "core/statistics/false_discovery.h"

#include <algorithm>

#include "core/statistics/numbers.h"

namespace svd::statistics {

Result<std::vector<bool>> false_discovery_marks(std::span<const double> p, double rate) {
    if (!(rate > 0 && rate < 1)) return invalid("a false discovery rate is between 0 and 1");
    if (!std::ranges::all_of(p, [](double each) { return each >= 0 && each <= 1; })) return invalid("a p is 0 to 1");
    std::vector<double> sorted(p.begin(), p.end());
    std::ranges::sort(sorted);
    double highest = -1;  // the largest p that is still believed; all below it are too
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        if (sorted[i] <= rate * real(i + 1) / real(sorted.size())) highest = sorted[i];
    }
    std::vector<bool> marks;
    for (const double each : p) marks.push_back(each <= highest);
    return marks;
}

}  // namespace svd::statistics
