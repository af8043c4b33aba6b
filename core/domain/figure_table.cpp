#include "core/domain/figure_table.h"

#include <array>
#include <cmath>

namespace svd {
namespace {

// By their numbers, from 1.
constexpr std::array<std::string_view, kStatisticKinds> kStatisticNames{
    "rate_per_1000",  "rate_per_100000", "residents",      "previous_period", "change",   "change_percent",
    "rate_ratio",     "share_of_total",  "cannot_be_told", "funnel_position", "rank",     "usual_month",
    "seasonal_index", "residual",        "per_day",        "concentration",   "gini",     "persistence",
    "harm",           "ratio",           "not_reported",   "known",           "lateness", "expected"};

std::optional<double> rounded(std::optional<double> value) {
    if (!value) return std::nullopt;
    return svd::rounded(*value);
}

}  // namespace

double rounded(double value) {
    if (value == 0 || !std::isfinite(value)) return value;
    const int digits = 5 - static_cast<int>(std::floor(std::log10(std::fabs(value))));
    // Both factors are whole powers of ten, so that what has six digits already stays as it is.
    const double scale = std::pow(10.0, std::abs(digits));
    return digits >= 0 ? std::round(value * scale) / scale : std::round(value / scale) * scale;
}

std::string_view statistic_name(StatisticKind kind) {
    const auto number = static_cast<std::size_t>(kind);
    return number >= 1 && number <= kStatisticNames.size() ? kStatisticNames[number - 1] : "?";
}

std::string_view comparison_name(Comparison word) {
    switch (word) {
        case Comparison::kNone: return "";
        case Comparison::kNotCompared: return "not_compared";
        case Comparison::kLower: return "lower";
        case Comparison::kSimilar: return "similar";
        case Comparison::kHigher: return "higher";
        case Comparison::kNoClearChange: return "no_clear_change";
    }
    return "?";
}

std::string_view statistic_absence_name(StatisticAbsence absence) {
    switch (absence) {
        case StatisticAbsence::kNone: return "";
        case StatisticAbsence::kNotCovered: return "not_covered";
        case StatisticAbsence::kTooFew: return "too_few";
        case StatisticAbsence::kNoPopulation: return "no_population";
        case StatisticAbsence::kNothingCounted: return "nothing_counted";
        case StatisticAbsence::kSeriesBreak: return "series_break";
    }
    return "?";
}

Statistic Statistic::of(StatisticKind kind, double value) { return within(kind, value, std::nullopt, std::nullopt); }

Statistic Statistic::within(StatisticKind kind, double value, std::optional<double> lower,
                            std::optional<double> upper) {
    Statistic made;
    made.kind = kind;
    made.value = svd::rounded(value);
    made.lower = rounded(lower);
    made.upper = rounded(upper);
    return made;
}

Statistic Statistic::absent(StatisticKind kind, StatisticAbsence why) {
    Statistic made;
    made.kind = kind;
    made.absence = why;
    return made;
}

}  // namespace svd
