#include "agent/source/time_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace svd::agent {
namespace {

constexpr std::array<std::string_view, 12> kMonthNames = {"january",   "february", "march",    "april",
                                                          "may",       "june",     "july",     "august",
                                                          "september", "october",  "november", "december"};
constexpr std::size_t kShortName = 3;

constexpr int kFirstYear = 1850;  // of a date of birth; a month has its own limits
constexpr int kLastYear = 2199;

struct Parts {
    int year = 0, month = 0, day = 1;
    ClockTime clock;
};

bool take_number(std::string_view& text, std::size_t least, std::size_t most, int& number) {
    std::size_t count = 0;
    number = 0;
    while (count < most && count < text.size() && text[count] >= '0' && text[count] <= '9') {
        number = number * 10 + (text[count] - '0');
        ++count;
    }
    text.remove_prefix(count);
    return count >= least;
}

bool starts_with_name(std::string_view text, std::string_view name) {
    if (text.size() < name.size()) return false;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if ((text[i] | 0x20) != name[i]) return false;
    }
    return true;
}

// Apr or April.
bool take_month_name(std::string_view& text, int& month) {
    for (std::size_t i = 0; i < kMonthNames.size(); ++i) {
        const std::string_view name = kMonthNames[i];
        if (!starts_with_name(text, name.substr(0, kShortName))) continue;
        month = static_cast<int>(i) + 1;
        text.remove_prefix(starts_with_name(text, name) ? name.size() : kShortName);
        return true;
    }
    return false;
}

bool take(std::string_view& text, char letter, Parts& parts) {
    switch (letter) {
        case 'Y': return take_number(text, 4, 4, parts.year);
        case 'm': return take_number(text, 1, 2, parts.month);
        case 'b': return take_month_name(text, parts.month);
        case 'd': return take_number(text, 1, 2, parts.day);
        case 'H': return take_number(text, 1, 2, parts.clock.hour);
        case 'M': return take_number(text, 2, 2, parts.clock.minute);
        case 'S': return take_number(text, 2, 2, parts.clock.second);
        default: return false;
    }
}

std::optional<Parts> read_as(std::string_view text, std::string_view format) {
    Parts parts;
    while (!format.empty()) {
        if (format[0] == '%' && format.size() > 1) {
            if (!take(text, format[1], parts)) return std::nullopt;
            format.remove_prefix(2);
        } else {
            if (text.empty() || text[0] != format[0]) return std::nullopt;
            text.remove_prefix(1);
            format.remove_prefix(1);
        }
    }
    const ClockTime& clock = parts.clock;
    if (!text.empty() || clock.hour > 23 || clock.minute > 59 || clock.second > 60) return std::nullopt;
    return parts;
}

bool has(std::string_view format, char letter) {
    for (std::size_t at = format.find('%'); at != std::string_view::npos; at = format.find('%', at + 2)) {
        if (at + 1 < format.size() && format[at + 1] == letter) return true;
    }
    return false;
}

bool only(std::string_view format, std::string_view letters) {
    for (std::size_t at = format.find('%'); at != std::string_view::npos; at = format.find('%', at + 2)) {
        if (at + 1 >= format.size() || letters.find(format[at + 1]) == std::string_view::npos) return false;
    }
    return true;
}

}  // namespace

std::optional<LocalTime> read_time(std::string_view text, std::span<const std::string> formats) {
    for (const std::string& format : formats) {
        const auto parts = read_as(text, format);
        if (!parts || parts->year < kFirstYear || parts->year > kLastYear) continue;
        const std::chrono::year_month_day date{std::chrono::year{parts->year},
                                               std::chrono::month{static_cast<unsigned>(parts->month)},
                                               std::chrono::day{static_cast<unsigned>(parts->day)}};
        if (!date.ok()) continue;  // 31 February is no date, and so no February
        const bool has_clock = has(format, 'H');
        return LocalTime{date, has(format, 'd'), has_clock ? std::optional(parts->clock) : std::nullopt};
    }
    return std::nullopt;
}

std::optional<ClockTime> read_clock(std::string_view text, std::span<const std::string> formats) {
    for (const std::string& format : formats) {
        if (const auto parts = read_as(text, format)) return parts->clock;
    }
    return std::nullopt;
}

std::string problem_with_format(std::string_view format, FormatOf what) {
    if (what == FormatOf::kClock) {
        const bool sound = has(format, 'H') && only(format, "HMS");
        return sound ? "" : fmt::format("\"{}\" must hold %H, and else only %M %S.", format);
    }
    const bool month = has(format, 'Y') && (has(format, 'm') || has(format, 'b'));
    if (!month || !only(format, "YmdbHMS")) {
        return fmt::format("\"{}\" must hold %Y and %m or %b, and else only %d %H %M %S.", format);
    }
    const bool day_needed = what == FormatOf::kDate || has(format, 'H');
    return day_needed && !has(format, 'd') ? fmt::format("\"{}\" must hold %d.", format) : "";
}

bool format_has(std::span<const std::string> formats, char letter) {
    return std::ranges::any_of(formats, [letter](const std::string& format) { return has(format, letter); });
}

}  // namespace svd::agent
