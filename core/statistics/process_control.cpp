#include "core/statistics/process_control.h"

#include <algorithm>
#include <cmath>

#include "core/statistics/numbers.h"

namespace svd::statistics {
namespace {

// d2 for ranges of two, and the factors of the XmR chart that follow from it: 3 / d2 and D4.
constexpr double kD2 = 1.128;
constexpr double kXmrFactor = 2.66;
constexpr double kMovingRangeFactor = 3.267;

Result<bool> check_counts(std::span<const std::uint64_t> counts) {
    if (counts.size() < 2) return invalid("a control chart needs at least two points");
    if (!std::ranges::all_of(counts, is_count)) return invalid("a count is beyond what can be shown");
    return true;
}

double mean_moving_range(std::span<const double> values) {
    double sum = 0;
    for (std::size_t i = 1; i < values.size(); ++i) sum += std::fabs(values[i] - values[i - 1]);
    return sum / real(values.size() - 1);
}

void mark_signals(ControlChart& chart, std::span<const double> values) {
    std::size_t run = 0;
    int run_side = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i] < chart.limits[i].lower || values[i] > chart.limits[i].upper) chart.beyond.push_back(i);
        const int side = (values[i] > chart.centre) - (values[i] < chart.centre);
        run = side == 0 ? 0 : side == run_side ? run + 1 : 1;
        run_side = side;
        if (run >= kRunLength) chart.in_runs.push_back(i);
    }
}

// Rates, their centre and the standard deviation of each, which u and u' share.
struct Rates {
    std::vector<double> values;
    std::vector<double> deviations;
    double centre = 0;
};

Result<Rates> rates_of(std::span<const std::uint64_t> counts, std::span<const double> exposures) {
    if (const auto checked = check_counts(counts); !checked) return checked.error();
    if (counts.size() != exposures.size()) return invalid("a chart of rates needs one exposure for each count");
    if (!std::ranges::all_of(exposures, is_positive)) return invalid("a rate needs an exposure above zero");
    Rates rates;
    rates.centre = sum_of(counts) / sum_of(exposures);
    for (std::size_t i = 0; i < counts.size(); ++i) {
        rates.values.push_back(real(counts[i]) / exposures[i]);
        rates.deviations.push_back(std::sqrt(rates.centre / exposures[i]));
        if (!std::isfinite(rates.values[i]) || !std::isfinite(rates.deviations[i])) {
            return invalid("the exposures are too unlike for a chart");
        }
    }
    return rates;
}

ControlChart chart_of(const Rates& rates, double sigma_z) {
    ControlChart chart;
    chart.centre = rates.centre;
    for (const double deviation : rates.deviations) {
        const double spread = 3 * sigma_z * deviation;
        chart.limits.push_back({std::max(0.0, rates.centre - spread), rates.centre + spread});
    }
    mark_signals(chart, rates.values);
    return chart;
}

}  // namespace

Result<ControlChart> c_chart(std::span<const std::uint64_t> counts, double noise_variance) {
    if (const auto checked = check_counts(counts); !checked) return checked.error();
    if (!is_non_negative(noise_variance)) return invalid("a variance cannot be negative");
    ControlChart chart;
    chart.centre = sum_of(counts) / real(counts.size());
    const double spread = 3 * std::sqrt(chart.centre + noise_variance);
    chart.limits.assign(counts.size(), {std::max(0.0, chart.centre - spread), chart.centre + spread});
    mark_signals(chart, std::vector<double>(counts.begin(), counts.end()));
    return chart;
}

Result<ControlChart> u_chart(std::span<const std::uint64_t> counts, std::span<const double> exposures) {
    const Result<Rates> rates = rates_of(counts, exposures);
    if (!rates) return rates.error();
    return chart_of(*rates, 1);
}

Result<LaneyChart> laney_u_chart(std::span<const std::uint64_t> counts, std::span<const double> exposures) {
    const Result<Rates> rates = rates_of(counts, exposures);
    if (!rates) return rates.error();
    LaneyChart laney;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        // Without a single event nothing deviates.
        laney.z.push_back(rates->centre == 0 ? 0 : (rates->values[i] - rates->centre) / rates->deviations[i]);
    }
    laney.mean_moving_range = mean_moving_range(laney.z);
    laney.sigma_z = laney.mean_moving_range / kD2;
    laney.chart = chart_of(*rates, laney.sigma_z);
    return laney;
}

Result<XmrChart> xmr_chart(std::span<const double> values) {
    if (values.size() < 2) return invalid("a control chart needs at least two points");
    XmrChart xmr;
    xmr.mean_moving_range = mean_moving_range(values);
    xmr.moving_range_limit = kMovingRangeFactor * xmr.mean_moving_range;
    xmr.chart.centre = sum_of(values) / real(values.size());
    const double spread = kXmrFactor * xmr.mean_moving_range;
    const Interval limits{xmr.chart.centre - spread, xmr.chart.centre + spread};
    if (!std::isfinite(limits.lower) || !std::isfinite(limits.upper))
        return invalid("a chart's values must be numbers");
    xmr.chart.limits.assign(values.size(), limits);
    mark_signals(xmr.chart, values);
    return xmr;
}

}  // namespace svd::statistics
