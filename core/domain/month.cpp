#include "core/domain/month.h"

#include <fmt/format.h>

#include <charconv>
#include <date/date.h>

namespace svd {

Result<Month> Month::from_number(std::uint32_t number) {
    const int year = static_cast<int>(number / 100);
    const int month = static_cast<int>(number % 100);
    if (year < 1970 || year > 2199 || month < 1 || month > 12) return invalid("not a month");
    return Month((year - 1970) * 12 + month - 1);
}

Result<Month> Month::parse(std::string_view text) {
    if (text.size() != 7 || text[4] != '-') return invalid("a month is written YYYY-MM");
    std::uint32_t year = 0;
    std::uint32_t month = 0;
    const char* start = text.data();
    const auto year_read = std::from_chars(start, start + 4, year);
    const auto month_read = std::from_chars(start + 5, start + 7, month);
    if (year_read.ptr != start + 4 || month_read.ptr != start + 7) return invalid("a month is written YYYY-MM");
    return from_number(year * 100 + month);
}

Month Month::of(UtcTime time) {
    const date::year_month_day day{date::floor<date::days>(time)};
    return Month((static_cast<int>(day.year()) - 1970) * 12 + static_cast<int>(static_cast<unsigned>(day.month())) - 1);
}

int Month::days() const {
    const date::year_month month{date::year{year()}, date::month{static_cast<unsigned>(month_of_year())}};
    return static_cast<int>(static_cast<unsigned>((month / date::last).day()));
}

std::string Month::text() const { return fmt::format("{:04}-{:02}", year(), month_of_year()); }

}  // namespace svd
