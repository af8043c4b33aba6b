#include "core/statistics/series.h"

#include <algorithm>

#include "core/statistics/numbers.h"

namespace svd::statistics {
namespace {

constexpr std::size_t kYear = 12;
constexpr double kEventsPerYearMin = 60;

// Means over the years of what was seen in each calendar month, divided by their own mean.
std::array<double, 12> index_of(std::span<const double> values, std::size_t first_month) {
    std::array<double, 12> sums{};
    std::array<double, 12> years{};
    for (std::size_t i = 0; i < values.size(); ++i) {
        sums[(first_month + i) % kYear] += values[i];
        years[(first_month + i) % kYear] += 1;
    }
    for (std::size_t m = 0; m < kYear; ++m) sums[m] /= years[m];
    const double mean = sum_of(sums) / kYear;
    for (double& month : sums) month /= mean;
    return sums;
}

}  // namespace

Result<std::vector<std::optional<std::uint64_t>>> rolling_12_months(
    std::span<const std::optional<std::uint64_t>> months) {
    std::vector<std::optional<std::uint64_t>> totals;
    std::uint64_t sum = 0;
    std::size_t missing = 0;
    for (std::size_t i = 0; i < months.size(); ++i) {
        if (months[i] && !is_count(*months[i])) return invalid("a count is beyond what can be shown");
        sum += months[i].value_or(0);
        missing += months[i] ? 0 : 1;
        if (i >= kYear) {
            sum -= months[i - kYear].value_or(0);
            missing -= months[i - kYear] ? 0 : 1;
        }
        if (i + 1 >= kYear) totals.push_back(missing == 0 ? std::optional(sum) : std::nullopt);
    }
    return totals;
}

std::optional<YearOnYear> last_two_years(std::span<const std::optional<std::uint64_t>> totals) {
    if (totals.size() <= kYear) return std::nullopt;
    const auto& latest = totals.back();
    const auto& previous = totals[totals.size() - 1 - kYear];
    if (!latest || !previous) return std::nullopt;
    return YearOnYear{*previous, *latest};
}

Result<SeasonalIndex> seasonal_index(std::span<const std::uint64_t> months, std::span<const unsigned> days,
                                     unsigned first_month) {
    if (months.size() < 2 * kYear) return invalid("a seasonal index needs at least 24 months");
    if (days.size() != months.size()) return invalid("a seasonal index needs the days of every month");
    if (first_month < 1 || first_month > kYear) return invalid("a month of the year is 1 to 12");
    if (std::ranges::any_of(days, [](unsigned d) { return d == 0; })) return invalid("a month has days");
    if (!std::ranges::all_of(months, is_count)) return invalid("a count is beyond what can be shown");
    SeasonalIndex index;
    std::vector<double> daily(months.size());
    for (std::size_t i = 0; i < months.size(); ++i) daily[i] = real(months[i]) / real(days[i]);
    std::vector<double> ratios;
    for (std::size_t i = kYear / 2; i + kYear / 2 < months.size(); ++i) {
        // Two overlapping years, so that the average is centred on a month: the months half a year away count half.
        const double ends = (real(months[i - kYear / 2]) + real(months[i + kYear / 2])) / 2;
        const double trend = (ends + sum_of(months.subspan(i - kYear / 2 + 1, kYear - 1))) / kYear;
        if (trend == 0) return invalid("a seasonal index needs events in every twelve months");
        index.trend.push_back(trend);
        ratios.push_back(real(months[i]) / trend);
    }
    if (sum_of(ratios) == 0) return invalid("a seasonal index needs events in every twelve months");
    index.daily = index_of(daily, first_month - 1);
    index.to_trend = index_of(ratios, first_month - 1 + kYear / 2);
    index.unreliable = sum_of(months) * kYear / real(months.size()) < kEventsPerYearMin;
    return index;
}

}  // namespace svd::statistics
