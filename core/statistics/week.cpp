#include "core/statistics/week.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/statistics/distributions.h"
#include "core/statistics/numbers.h"

namespace svd::statistics {
namespace {

constexpr std::size_t kWeekdays = 7;
constexpr std::size_t kHours = 24;

Result<bool> check_table(const WeekTable& table) {
    if (table.bands < 2 || table.bands > kHours || kHours % table.bands != 0) {
        return invalid("a day is divided into 2, 3, 4, 6, 8, 12 or 24 bands");
    }
    if (table.counts.size() != kWeekdays * table.bands) return invalid("a week has seven days of bands");
    if (!std::ranges::all_of(table.counts, is_count)) return invalid("a count is beyond what can be shown");
    if (!std::ranges::all_of(table.days, is_positive)) return invalid("a period has every weekday");
    return true;
}

struct Margins {
    std::vector<double> days;
    std::vector<double> bands;
    double all = 0;
};

Margins margins_of(const WeekTable& table) {
    Margins margins{std::vector<double>(kWeekdays), std::vector<double>(table.bands), 0};
    for (std::size_t i = 0; i < table.counts.size(); ++i) {
        margins.days[i / table.bands] += real(table.counts[i]);
        margins.bands[i % table.bands] += real(table.counts[i]);
        margins.all += real(table.counts[i]);
    }
    return margins;
}

std::size_t busy(const std::vector<double>& sums) {
    return static_cast<std::size_t>(std::ranges::count_if(sums, [](double sum) { return sum > 0; }));
}

std::optional<WeekTest> test_of(const WeekTable& table, const Margins& margins) {
    if (busy(margins.days) < 2 || busy(margins.bands) < 2) return std::nullopt;
    WeekTest test;
    for (std::size_t i = 0; i < table.counts.size(); ++i) {
        const double day = margins.days[i / table.bands];
        const double band = margins.bands[i % table.bands];
        const double expected = day * band / margins.all;
        const double difference = real(table.counts[i]) - expected;
        test.expected.push_back(expected);
        if (expected == 0) {
            test.residuals.push_back(0);
            continue;
        }
        test.residuals.push_back(difference / std::sqrt(expected * (1 - day / margins.all) * (1 - band / margins.all)));
        test.chi_squared += square(difference) / expected;
        test.small_expected += expected < 5 ? 1 : 0;
    }
    test.degrees = (busy(margins.days) - 1) * (busy(margins.bands) - 1);
    test.p = chi_squared_above(test.chi_squared, real(test.degrees));
    return test;
}

void set_middle(WeekProfile& profile, const Margins& margins) {
    const double hours = real(kHours) / real(margins.bands.size());
    double east = 0;
    double north = 0;
    for (std::size_t band = 0; band < margins.bands.size(); ++band) {
        const double angle = 2 * std::numbers::pi * (real(band) + 0.5) * hours / real(kHours);
        east += margins.bands[band] * std::sin(angle);
        north += margins.bands[band] * std::cos(angle);
    }
    const double turn = std::atan2(east, north) / (2 * std::numbers::pi);
    profile.mean_hour = (turn < 0 ? turn + 1 : turn) * real(kHours);
    profile.agreement = std::hypot(east, north) / margins.all;
}

}  // namespace

Result<std::optional<WeekProfile>> week_profile(const WeekTable& table) {
    if (const auto checked = check_table(table); !checked) return checked.error();
    const Margins margins = margins_of(table);
    if (margins.all == 0) return std::optional<WeekProfile>();
    WeekProfile profile;
    for (std::size_t i = 0; i < table.counts.size(); ++i) {
        profile.per_day.push_back(real(table.counts[i]) / table.days[i / table.bands]);
        profile.percent.push_back(100 * real(table.counts[i]) / margins.all);
        if (!std::isfinite(profile.per_day.back())) return invalid("a period has whole days");
    }
    set_middle(profile, margins);
    profile.test = test_of(table, margins);
    return std::optional(profile);
}

Result<std::optional<double>> share_of_week(const WeekTable& table, std::span<const WeekSpan> spans) {
    if (const auto checked = check_table(table); !checked) return checked.error();
    const std::size_t hours = kHours / table.bands;
    std::vector<bool> counted(table.counts.size(), false);
    double part = 0;
    for (const WeekSpan& span : spans) {
        if (span.weekday >= kWeekdays || span.from_hour >= span.to_hour || span.to_hour > kHours) {
            return invalid("a span is hours of one weekday");
        }
        if (span.from_hour % hours != 0 || span.to_hour % hours != 0)
            return invalid("a span begins and ends with a band");
        for (std::size_t band = span.from_hour / hours; band < span.to_hour / hours; ++band) {
            const std::size_t cell = span.weekday * table.bands + band;
            if (counted[cell]) return invalid("spans overlap");
            counted[cell] = true;
            part += real(table.counts[cell]);
        }
    }
    const double all = sum_of(table.counts);
    if (all == 0) return std::optional<double>();
    return std::optional(part / all);
}

}  // namespace svd::statistics
