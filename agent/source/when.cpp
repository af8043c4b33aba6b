#include "agent/source/when.h"

#include <array>

namespace svd::agent {
namespace {

constexpr Code kMonday = 10;

struct Band {
    int from;  // hour, or age in years
    Code code;
};

// HOUR_BAND_NIGHT and on.
constexpr std::array<Band, 6> kHourBands = {{{0, 50}, {6, 51}, {12, 52}, {15, 53}, {18, 54}, {22, 55}}};
// AGE_BAND_UNDER_10 and on.
constexpr std::array<Band, 9> kAgeBands = {
    {{0, 10}, {10, 11}, {15, 12}, {18, 13}, {25, 14}, {35, 15}, {45, 16}, {55, 17}, {65, 18}}};

template <std::size_t count>
Code band_of(const std::array<Band, count>& bands, int value) {
    Code code = bands[0].code;
    for (const Band& band : bands) {
        if (value >= band.from) code = band.code;
    }
    return code;
}

// Why a finer part of the time is not there: it is kept back, or this row has none, or no row has one.
Code absence(bool kept_back, bool others_have) {
    return kept_back ? kWithheld : others_have ? kUnknown : kNotCollected;
}

Code weekday_code(std::chrono::year_month_day date) {
    return static_cast<Code>(kMonday + std::chrono::weekday(std::chrono::sys_days(date)).iso_encoding() - 1);
}

int years_between(std::chrono::year_month_day born, std::chrono::year_month_day day) {
    const bool had_birthday = std::pair(day.month(), day.day()) >= std::pair(born.month(), born.day());
    return static_cast<int>(day.year()) - static_cast<int>(born.year()) - (had_birthday ? 0 : 1);
}

std::optional<Code> band_on(std::chrono::year_month_day born, std::chrono::year_month_day day) {
    const int years = years_between(born, day);
    return years < 0 || years > kOldestYears ? std::nullopt : std::optional(age_band(years));
}

}  // namespace

void set_time(const TimeRule& rule, const LocalTime& time, Incident& incident) {
    const auto year = static_cast<std::uint32_t>(static_cast<int>(time.date.year()));
    const auto month = Month::from_number(year * 100 + static_cast<unsigned>(time.date.month()));
    incident.month = *month;
    incident.month_number = month->number();
    if (!rule.sets_precision) return;
    const bool gives_weekday = rule.finest >= term::kPrecisionWeekday;
    const bool gives_hour = rule.finest >= term::kPrecisionBand;
    const bool clocks = !rule.clock_columns.empty() || format_has(rule.formats, 'H');
    incident[Field::kTimePrecision] = term::kPrecisionMonth;
    incident[Field::kWeekday] = absence(!gives_weekday, format_has(rule.formats, 'd'));
    incident[Field::kHour] = absence(!gives_hour && clocks, clocks);
    if (!time.has_day || !gives_weekday) return;
    incident[Field::kTimePrecision] = term::kPrecisionWeekday;
    incident[Field::kWeekday] = weekday_code(time.date);
    if (!time.clock || !gives_hour || (rule.midnight_is_unknown && time.clock->is_midnight())) return;
    const bool whole = rule.finest == term::kPrecisionHour;
    incident[Field::kTimePrecision] = whole ? term::kPrecisionHour : term::kPrecisionBand;
    incident[Field::kHour] =
        whole ? static_cast<Code>(term::kHourFirst + time.clock->hour) : band_of(kHourBands, time.clock->hour);
}

Code age_band(int years) { return band_of(kAgeBands, years); }

std::optional<Code> age_band_at(std::chrono::year_month_day born, const LocalTime& incident) {
    if (incident.has_day) return band_on(born, incident.date);
    const std::chrono::year_month_day last{incident.date.year() / incident.date.month() / std::chrono::last};
    const auto at_last = band_on(born, last);
    if (!at_last) return std::nullopt;
    // Born within the month: the child is under ten on every day on which it can have been a victim.
    const auto at_first = years_between(born, incident.date) < 0 ? at_last : band_on(born, incident.date);
    return at_first == at_last ? at_last : std::optional(kUnknown);
}

}  // namespace svd::agent
