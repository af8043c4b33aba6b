#include "agent/source/month_text.h"

#include <array>
#include <chrono>

namespace svd::agent {
namespace {

constexpr std::array<std::string_view, 12> kMonthNames = {"jan", "feb", "mar", "apr", "may", "jun",
                                                          "jul", "aug", "sep", "oct", "nov", "dec"};

struct Parts {
    int year = 0, month = 0, day = 1, hour = 0, minute = 0, second = 0;
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

bool take_month_name(std::string_view& text, int& month) {
    if (text.size() < 3) return false;
    for (std::size_t i = 0; i < kMonthNames.size(); ++i) {
        bool same = true;
        for (std::size_t c = 0; c < 3; ++c) same = same && (text[c] | 0x20) == kMonthNames[i][c];
        if (!same) continue;
        month = static_cast<int>(i) + 1;
        text.remove_prefix(3);
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
        case 'H': return take_number(text, 1, 2, parts.hour);
        case 'M': return take_number(text, 2, 2, parts.minute);
        case 'S': return take_number(text, 2, 2, parts.second);
        default: return false;
    }
}

std::optional<Month> read_as(std::string_view text, std::string_view format) {
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
    if (!text.empty() || parts.hour > 23 || parts.minute > 59 || parts.second > 60) return std::nullopt;
    const std::chrono::year_month_day day{std::chrono::year{parts.year},
                                          std::chrono::month{static_cast<unsigned>(parts.month)},
                                          std::chrono::day{static_cast<unsigned>(parts.day)}};
    if (!day.ok()) return std::nullopt;  // 31 February is no date, and so no February
    const auto month = Month::from_number(static_cast<std::uint32_t>(parts.year * 100 + parts.month));
    return month ? std::optional(*month) : std::nullopt;
}

}  // namespace

std::optional<Month> read_month(std::string_view text, std::span<const std::string> formats) {
    for (const std::string& format : formats) {
        if (auto month = read_as(text, format)) return month;
    }
    return std::nullopt;
}

}  // namespace svd::agent
