// A date, a month or a date and time out of a cell, by the formats that a mapping names.
//
// Times are the local clock's, as they stand in the cell: no zone is added, taken away or guessed.  What is read here
// is exact and stays in the agent; when.h says what of it may leave.  Pure; any thread.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace svd::agent {

struct ClockTime {
    int hour = 0, minute = 0, second = 0;
    bool is_midnight() const { return hour == 0 && minute == 0 && second == 0; }
};

struct LocalTime {
    std::chrono::year_month_day date{};  // the first of the month when has_day is false
    bool has_day = false;
    std::optional<ClockTime> clock;
};

// The first format that fits the whole text.  A day that does not exist, such as 29 February 2021, fits none.
std::optional<LocalTime> read_time(std::string_view text, std::span<const std::string> formats);
std::optional<ClockTime> read_clock(std::string_view text, std::span<const std::string> formats);

// What is wrong with a format, nothing when it is sound: of a time %Y and one of %m %b, a day before an hour; of a
// date %d too; of a clock only %H %M %S.
enum class FormatOf { kTime, kDate, kClock };
std::string problem_with_format(std::string_view format, FormatOf what);
bool format_has(std::span<const std::string> formats, char letter);

}  // namespace svd::agent
