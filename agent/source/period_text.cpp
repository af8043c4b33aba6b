#include "agent/source/period_text.h"

#include <algorithm>
#include <charconv>

#include "agent/source/time_text.h"
#include "core/base/limits.h"

namespace svd::agent {
namespace {

constexpr std::size_t kDigitsMax = 12;

std::optional<int> number(std::string_view text, std::size_t digits) {
    int value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = failed == std::errc{} && end == text.data() + text.size() && text.size() == digits;
    return whole && value >= 0 ? std::optional(value) : std::nullopt;
}

std::optional<Period> period(int year, int month, int months) {
    const auto from = Month::from_number(static_cast<std::uint32_t>(year * 100 + month));
    if (!from) return std::nullopt;
    return Period{*from, *from + (months - 1)};
}

// The first year of 2021-22, 2021/2022 or 202122; of 2021 as the rule says.
std::optional<int> first_year(std::string_view text, YearNamed named) {
    if (const auto only = number(text, 4)) {
        if (named == YearNamed::kBoth) return std::nullopt;
        return named == YearNamed::kFirst ? *only : *only - 1;
    }
    const auto first = number(text.substr(0, std::min<std::size_t>(4, text.size())), 4);
    if (!first) return std::nullopt;
    std::string_view rest = text.substr(4);
    if (rest.starts_with('-') || rest.starts_with('/')) rest.remove_prefix(1);
    const auto last_short = number(rest, 2);
    const auto last_long = number(rest, 4);
    const bool follows = (last_short && *last_short == (*first + 1) % 100) || (last_long && *last_long == *first + 1);
    return follows ? first : std::nullopt;
}

std::string_view without_separators(std::string_view text) {
    constexpr std::string_view kSeparators = " -/,";
    const std::size_t first = text.find_first_not_of(kSeparators);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kSeparators) - first + 1);
}

// "2021 Q2", "2021-q2", "Q2 2021/22".
std::optional<Period> read_quarter(std::string_view text, const PeriodRule& rule) {
    const std::size_t at = text.find_first_of("Qq");
    if (at == std::string_view::npos || at + 1 >= text.size()) return std::nullopt;
    const int quarter = text[at + 1] - '0';
    if (quarter < 1 || quarter > 4) return std::nullopt;
    if (at > 0 && at + 2 < text.size()) return std::nullopt;  // the year stands before or behind, not both
    const std::string_view year_text = without_separators(at > 0 ? text.substr(0, at) : text.substr(2));
    const bool financial = rule.kind == PeriodKind::kFinancialQuarter;
    const auto year = financial ? first_year(year_text, rule.year_named) : number(year_text, 4);
    if (!year) return std::nullopt;
    const auto start = period(*year, financial ? 4 : 1, 1);
    if (!start) return std::nullopt;
    const Month from = start->from + 3 * (quarter - 1);
    return Period{from, from + 2};
}

std::optional<Month> month_of(std::chrono::year_month_day date) {
    const auto year = static_cast<std::uint32_t>(static_cast<int>(date.year()));
    const auto month = Month::from_number(year * 100 + static_cast<unsigned>(date.month()));
    return month ? std::optional(*month) : std::nullopt;
}

bool is_last_day(std::chrono::year_month_day date) {
    return date == std::chrono::year_month_day{date.year() / date.month() / std::chrono::last};
}

}  // namespace

std::optional<Period> read_period(std::string_view text, const PeriodRule& rule) {
    switch (rule.kind) {
        case PeriodKind::kMonth: {
            const auto time = read_time(text, rule.formats);
            if (!time || (rule.last_day && time->has_day && !is_last_day(time->date))) return std::nullopt;
            const auto month = month_of(time->date);
            return month ? std::optional(Period{*month, *month}) : std::nullopt;
        }
        case PeriodKind::kQuarter:
        case PeriodKind::kFinancialQuarter: return read_quarter(text, rule);
        case PeriodKind::kCalendarYear: {
            const auto year = number(text, 4);
            return year ? period(*year, 1, 12) : std::nullopt;
        }
        case PeriodKind::kFinancialYear:
        case PeriodKind::kAcademicYear: {
            const auto year = first_year(text, rule.year_named);
            return year ? period(*year, rule.kind == PeriodKind::kFinancialYear ? 4 : 9, 12) : std::nullopt;
        }
    }
    return std::nullopt;
}

std::optional<Period> read_range(std::string_view from, std::string_view to, const PeriodRule& rule) {
    const auto first = read_time(from, rule.formats);
    const auto last = read_time(to, rule.formats);
    if (!first || !last) return std::nullopt;
    const bool whole_months =
        (!first->has_day || first->date.day() == std::chrono::day{1}) && (!last->has_day || is_last_day(last->date));
    const auto from_month = month_of(first->date);
    const auto to_month = month_of(last->date);
    if (!whole_months || !from_month || !to_month || *to_month < *from_month) return std::nullopt;
    if (*to_month - *from_month >= static_cast<int>(limits::kSubmissionMonthsMax)) return std::nullopt;
    return Period{*from_month, *to_month};
}

std::optional<std::uint64_t> read_count(std::string_view text) {
    std::string digits;
    std::size_t since_comma = 0;
    bool commas = false;
    for (const char c : text) {
        if (c == ',') {
            const bool fits = commas ? since_comma == 3 : since_comma >= 1 && since_comma <= 3;
            if (!fits) return std::nullopt;
            commas = true;
            since_comma = 0;
        } else if (c >= '0' && c <= '9') {
            digits += c;
            ++since_comma;
        } else {
            return std::nullopt;
        }
        if (digits.size() > kDigitsMax) return std::nullopt;
    }
    if (digits.empty() || (commas && since_comma != 3)) return std::nullopt;
    std::uint64_t count = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), count);
    return count;
}

}  // namespace svd::agent
