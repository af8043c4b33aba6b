#include "agent/spool/words.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "agent/source/file_facts.h"

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

std::string printable(std::string_view name) {
    std::string text(name);
    if (is_utf8(text)) return text;
    for (char& c : text) {
        if (static_cast<unsigned char>(c) >= 0x80) c = '?';
    }
    return text;
}

std::string short_digest(const Digest& digest) { return to_hex(digest).substr(0, kShortDigest); }

std::string derived_name(std::string_view stem, std::string_view ending) {
    constexpr std::size_t kLongestName = 255;
    constexpr std::size_t kRoom = std::string_view(".tmp").size() + 1;
    const std::size_t longest = kLongestName - kRoom - ending.size();
    if (stem.size() <= longest) return fmt::format("{}{}", stem, ending);
    const auto inside_letter = [&](std::size_t at) { return (static_cast<unsigned char>(stem[at]) & 0xC0) == 0x80; };
    std::size_t front = longest / 2;
    while (front > 0 && inside_letter(front)) --front;
    std::size_t back = stem.size() - longest / 2;
    while (back < stem.size() && inside_letter(back)) ++back;
    return fmt::format("{}~{}{}", stem.substr(0, front), stem.substr(back), ending);
}

}  // namespace svd::agent
