#include "core/domain/entry_time.h"

#include <charconv>

namespace svd {
namespace {

// Digits only, all of them.
bool read(std::string_view digits, int& number) {
    if (digits.front() == '-') return false;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc() && end == digits.data() + digits.size();
}

}  // namespace

std::optional<UtcTime> parse_time(std::string_view text) {
    constexpr std::string_view kForm = "dddd-dd-ddTdd:dd:ddZ";
    if (text.size() != kForm.size()) return std::nullopt;
    for (std::size_t i = 0; i < kForm.size(); ++i) {
        if (kForm[i] != 'd' && text[i] != kForm[i]) return std::nullopt;
    }
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    const bool numbers = read(text.substr(0, 4), year) && read(text.substr(5, 2), month) &&
                         read(text.substr(8, 2), day) && read(text.substr(11, 2), hour) &&
                         read(text.substr(14, 2), minute) && read(text.substr(17, 2), second);
    if (!numbers || hour > 23 || minute > 59 || second > 59) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
           std::chrono::seconds{second};
}

}  // namespace svd
