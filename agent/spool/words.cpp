#include "agent/spool/words.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace svd::agent {

std::string grouped(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (std::size_t at = digits.size(); at > 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    return digits;
}

std::string counted(std::uint64_t number, std::string_view one) {
    return fmt::format("{} {}{}", grouped(number), one, number == 1 ? "" : "s");
}

std::string plain_day(std::string_view rfc3339) {
    constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                          "May",       "June",     "July",     "August",
                                                          "September", "October",  "November", "December"};
    const auto number = [&](std::size_t at, std::size_t length) {
        unsigned value = 0;
        const std::string_view digits = rfc3339.size() < at + length ? std::string_view{} : rfc3339.substr(at, length);
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return value;
    };
    const unsigned month = number(5, 2);
    const unsigned day = number(8, 2);
    if (month < 1 || month > kMonths.size() || day == 0) return std::string(rfc3339);
    return fmt::format("{} {} {}", day, kMonths[month - 1], rfc3339.substr(0, 4));
}

}  // namespace svd::agent
