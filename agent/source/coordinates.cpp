#include "agent/source/coordinates.h"

#include <charconv>
#include <optional>

#include "agent/source/letters.h"

namespace svd::agent {
namespace {

constexpr double kSouth = 49.8, kNorth = 60.9;  // of the United Kingdom, in degrees
constexpr double kWest = -8.7, kEast = 1.8;
constexpr std::size_t kDecimalsAlone = 4;
constexpr std::size_t kDecimalsInPair = 3;

struct Number {
    double value = 0;
    std::size_t whole = 0;     // digits before the point
    std::size_t decimals = 0;  // and behind it
    std::size_t end = 0;
};

std::optional<Number> number_at(std::string_view text, std::size_t start) {
    Number number;
    std::size_t at = start;
    if (at < text.size() && text[at] == '-') ++at;
    while (at < text.size() && is_digit(text[at])) ++number.whole, ++at;
    if (number.whole == 0) return std::nullopt;
    if (at + 1 < text.size() && text[at] == '.' && is_digit(text[at + 1])) {
        ++at;
        while (at < text.size() && is_digit(text[at])) ++number.decimals, ++at;
    }
    if (at < text.size() && is_word(text[at])) return std::nullopt;
    number.end = at;
    const auto [end, failed] = std::from_chars(text.data() + start, text.data() + at, number.value);
    return failed == std::errc{} ? std::optional(number) : std::nullopt;
}

bool is_latitude(const Number& number) { return number.value >= kSouth && number.value <= kNorth; }
bool is_longitude(const Number& number) { return number.value >= kWest && number.value <= kEast; }

std::size_t past_gap(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && end < at + 3 && (text[end] == ' ' || text[end] == ',' || text[end] == ';')) ++end;
    return end;
}

bool point_at(std::string_view text, std::size_t start) {
    const auto first = number_at(text, start);
    if (!first) return false;
    if (is_latitude(*first) && first->decimals >= kDecimalsAlone) return true;
    const std::size_t next = past_gap(text, first->end);
    if (next == first->end) return false;
    const auto second = number_at(text, next);
    if (!second) return false;
    const bool fine = first->decimals >= kDecimalsInPair && second->decimals >= kDecimalsInPair;
    if (fine && ((is_latitude(*first) && is_longitude(*second)) || (is_longitude(*first) && is_latitude(*second)))) {
        return true;
    }
    // Metres: the grid is 700 km wide and 1,300 km high.
    return first->whole == 6 && first->value < 700'000 && (second->whole == 6 || second->whole == 7) &&
           second->value < 1'300'000;
}

// TQ 758 556, TQ758556, TQ 75800 55600: as many digits for the easting as for the northing.
bool grid_reference_at(std::string_view text, std::size_t start) {
    if (text.size() < start + 8) return false;
    const auto upper = [&](std::size_t at) { return static_cast<char>(text[at] & ~0x20); };
    constexpr std::string_view kFirst = "HNOST";
    if (!is_letter(text[start]) || kFirst.find(upper(start)) == std::string_view::npos) return false;
    if (!is_letter(text[start + 1]) || upper(start + 1) == 'I') return false;
    std::size_t at = start + 2;
    std::size_t digits = 0;
    std::size_t gap_after = 0;
    while (at < text.size() && digits <= 10 && (is_digit(text[at]) || text[at] == ' ')) {
        if (is_digit(text[at])) ++digits;
        if (text[at] == ' ' && digits > 0 && gap_after == 0 && at + 1 < text.size() && is_digit(text[at + 1])) {
            gap_after = digits;
        }
        ++at;
    }
    const bool whole = at >= text.size() || !is_word(text[at]);
    const bool halves = gap_after == 0 || gap_after * 2 == digits;
    return whole && halves && (digits == 6 || digits == 8 || digits == 10);
}

// ///filled.count.soap
bool three_words_at(std::string_view text, std::size_t start) {
    if (!text.substr(start).starts_with("///")) return false;
    std::size_t at = start + 3;
    for (int word = 0; word < 3; ++word) {
        const std::size_t begin = at;
        while (at < text.size() && is_letter(text[at])) ++at;
        if (at == begin) return false;
        if (word < 2 && (at >= text.size() || text[at++] != '.')) return false;
    }
    return true;
}

}  // namespace

bool has_coordinates(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '/' && three_words_at(text, at)) return true;
        if (at > 0 && (is_word(text[at - 1]) || text[at - 1] == '.')) continue;
        const bool number = is_digit(text[at]) || text[at] == '-';
        if (number && point_at(text, at)) return true;
        if (is_letter(text[at]) && grid_reference_at(text, at)) return true;
    }
    return false;
}

}  // namespace svd::agent
