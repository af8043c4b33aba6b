#include "agent/source/personal_data.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "agent/source/coordinates.h"
#include "agent/source/letters.h"
#include "agent/source/personal_names.h"

namespace svd::agent {
namespace {

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

// Something that starts at a word's start, skips single spaces and hyphens, and ends at a word's end.
class Scanner {
public:
    Scanner(std::string_view text, std::size_t at) : text_(text), at_(at) {}

    template <class Test>
    bool one(Test test) {
        if (at_ >= text_.size() || !test(upper(text_[at_]))) return false;
        ++at_;
        return true;
    }
    template <class Test>
    bool exactly(int count, Test test) {
        for (int i = 0; i < count; ++i) {
            if (!one(test)) return false;
        }
        return true;
    }
    void gap() {
        if (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '-')) ++at_;
    }
    bool at_word_end() const { return at_ >= text_.size() || !is_word(text_[at_]); }
    std::size_t at() const { return at_; }

private:
    std::string_view text_;
    std::size_t at_;
};

bool in(std::string_view set, char c) { return set.find(c) != std::string_view::npos; }

// Area, district, then a digit and two letters: TN9 1AB, SW1A1AA.
bool postcode_at(std::string_view text, std::size_t start) {
    for (const int area_letters : {1, 2}) {
        for (const bool third : {false, true}) {
            Scanner scan(text, start);
            if (!scan.exactly(area_letters, is_letter) || !scan.one(is_digit)) continue;
            if (third && !scan.one(is_word)) continue;
            scan.gap();
            const auto inward = [](char c) { return is_letter(c) && !in("CIKMOV", c); };
            if (scan.one(is_digit) && scan.exactly(2, inward) && scan.at_word_end()) return true;
        }
    }
    return false;
}

bool national_insurance_at(std::string_view text, std::size_t start) {
    Scanner scan(text, start);
    const auto first = [](char c) { return is_letter(c) && !in("DFIQUV", c); };
    const auto second = [](char c) { return is_letter(c) && !in("DFIQUVO", c); };
    if (!scan.one(first) || !scan.one(second)) return false;
    for (int pair = 0; pair < 3; ++pair) {
        scan.gap();
        if (!scan.exactly(2, is_digit)) return false;
    }
    scan.gap();
    return scan.one([](char c) { return c >= 'A' && c <= 'D'; }) && scan.at_word_end();
}

// A run of digits with single gaps between, as people write numbers.
struct Digits {
    std::string digits;
    bool plus = false;
    bool whole_word = false;
};

Digits digits_at(std::string_view text, std::size_t start) {
    Digits found;
    std::size_t at = start;
    if (text[at] == '+') {
        found.plus = true;
        ++at;
    }
    while (at < text.size() && found.digits.size() < 20) {
        if (is_digit(text[at])) {
            found.digits += text[at];
        } else if (!((in(" -()", text[at])) && at + 1 < text.size() && in(" -()0123456789", text[at + 1]))) {
            break;
        }
        ++at;
    }
    found.whole_word = at >= text.size() || !is_word(text[at]);
    return found;
}

// Ten digits whose weighted sum, check digit included, is a multiple of eleven.
bool is_nhs_number(const Digits& found) {
    if (found.plus || !found.whole_word || found.digits.size() != 10) return false;
    int sum = 0;
    for (int i = 0; i < 10; ++i) sum += (i == 9 ? 1 : 10 - i) * (found.digits[static_cast<std::size_t>(i)] - '0');
    const bool all_same = found.digits.find_first_not_of(found.digits[0]) == std::string::npos;
    return sum % 11 == 0 && !all_same;
}

bool is_phone(const Digits& found) {
    if (!found.whole_word) return false;
    const std::string_view digits = found.digits;
    if (found.plus) return digits.size() >= 10 && digits.size() <= 15;
    if (digits.starts_with("0044")) return digits.size() >= 13 && digits.size() <= 14;
    return (digits.starts_with("01") || digits.starts_with("02") || digits.starts_with("03") ||
            digits.starts_with("07") || digits.starts_with("08")) &&
           digits.size() >= 10 && digits.size() <= 11;
}

bool has_email(std::string_view text) {
    for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
        if (at == 0 || !(is_word(text[at - 1]) || in("._%+-", text[at - 1]))) continue;
        std::size_t end = at + 1;
        while (end < text.size() && (is_word(text[end]) || text[end] == '.' || text[end] == '-')) ++end;
        const std::string_view domain = text.substr(at + 1, end - at - 1);
        const std::size_t dot = domain.rfind('.');
        if (dot != std::string_view::npos && dot > 0 && domain.size() - dot > 2) return true;
    }
    return false;
}

int number_at(std::string_view text, std::size_t& at, int most) {
    int number = 0;
    int count = 0;
    while (at < text.size() && is_digit(text[at]) && count < most) {
        number = number * 10 + (text[at++] - '0');
        ++count;
    }
    return count == 0 ? -1 : number;
}

// 24/12/1987, 1987-12-24, 24.12.87, and the same without separators as YYYYMMDD.
bool date_at(std::string_view text, std::size_t start) {
    std::size_t at = start;
    const int first = number_at(text, at, 4);
    const std::size_t first_digits = at - start;
    if (at >= text.size() || !in("/-.", text[at])) return false;
    const char separator = text[at++];
    const int second = number_at(text, at, 2);
    if (at >= text.size() || text[at] != separator) return false;
    const std::size_t third_start = ++at;
    const int third = number_at(text, at, 4);
    const std::size_t third_digits = at - third_start;
    if (at < text.size() && is_digit(text[at])) return false;
    const auto day = [](int n) { return n >= 1 && n <= 31; };
    const auto month = [](int n) { return n >= 1 && n <= 12; };
    if (first_digits == 4) return first >= 1900 && first < 2100 && month(second) && day(third) && third_digits <= 2;
    const bool year = (third_digits == 4 && third >= 1900 && third < 2100) || third_digits == 2;
    return year && ((day(first) && month(second)) || (month(first) && day(second)));
}

// A month by its first three letters, with no letters behind but the rest of its name or a few.
bool month_word_at(std::string_view text, std::size_t& at) {
    constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                          "may",       "june",     "july",     "august",
                                                          "september", "october",  "november", "december"};
    std::string word;
    std::size_t end = at;
    while (end < text.size() && is_letter(text[end]) && word.size() < 10) {
        word += static_cast<char>(text[end++] | 0x20);
    }
    const bool month = word.size() >= 3 && std::ranges::any_of(kMonths, [&](std::string_view each) {
                           return each.starts_with(word) || (word == "sept" && each[0] == 's');
                       });
    if (month) at = end;
    return month;
}

void pass(std::string_view text, std::size_t& at, std::string_view set) {
    while (at < text.size() && in(set, text[at])) ++at;
}

bool year_at(std::string_view text, std::size_t at) {
    const std::size_t start = at;
    const int year = number_at(text, at, 4);
    const bool whole = at >= text.size() || !is_word(text[at]);
    return whole && ((at - start == 4 && year >= 1900 && year < 2100) || at - start == 2);
}

// 3 March 1987, 03-Mar-87, 3rd of March, 1987.
bool long_date_at(std::string_view text, std::size_t start) {
    std::size_t at = start;
    const int day = number_at(text, at, 2);
    if (day < 1 || day > 31) return false;
    for (const std::string_view ending : {"st", "nd", "rd", "th"}) {
        if (text.substr(at).starts_with(ending)) at += 2;
    }
    pass(text, at, " -/.");
    if (text.substr(at).starts_with("of ")) at += 3;
    if (!month_word_at(text, at)) return false;
    pass(text, at, " -/.,");
    return year_at(text, at);
}

// March 3, 1987
bool month_first_date_at(std::string_view text, std::size_t start) {
    std::size_t at = start;
    if (!month_word_at(text, at)) return false;
    const std::size_t month_end = at;
    pass(text, at, " -.");
    if (at == month_end) return false;
    const int day = number_at(text, at, 2);
    if (day < 1 || day > 31 || (at < text.size() && is_digit(text[at]))) return false;
    const std::size_t day_end = at;
    pass(text, at, " -,.stndrh");
    return at > day_end && year_at(text, at);
}

}  // namespace

std::string_view personal_kind_name(PersonalKind kind) {
    switch (kind) {
        case PersonalKind::kNhsNumber: return "an NHS number";
        case PersonalKind::kPostcode: return "a full postcode";
        case PersonalKind::kNationalInsurance: return "a National Insurance number";
        case PersonalKind::kEmail: return "an e-mail address";
        case PersonalKind::kPhone: return "a phone number";
        case PersonalKind::kDate: return "a full date";
        case PersonalKind::kName: return "a person's name";
        case PersonalKind::kCoordinates: return "a point on the ground";
    }
    return "?";
}

std::optional<PersonalKind> find_personal(std::string_view text) {
    if (has_email(text)) return PersonalKind::kEmail;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool word_start = at == 0 || !is_word(text[at - 1]);
        if (!word_start) continue;
        if (is_letter(text[at])) {
            if (national_insurance_at(text, at)) return PersonalKind::kNationalInsurance;
            if (postcode_at(text, at)) return PersonalKind::kPostcode;
            if (month_first_date_at(text, at)) return PersonalKind::kDate;
        } else if (is_digit(text[at]) || text[at] == '+' || text[at] == '(') {
            if (is_digit(text[at]) && (date_at(text, at) || long_date_at(text, at))) return PersonalKind::kDate;
            const Digits found = digits_at(text, at);
            if (is_nhs_number(found)) return PersonalKind::kNhsNumber;
            if (is_phone(found)) return PersonalKind::kPhone;
        }
    }
    if (has_coordinates(text)) return PersonalKind::kCoordinates;
    if (has_person_name(text)) return PersonalKind::kName;
    return std::nullopt;
}

std::optional<PersonalKind> find_personal_in_table(std::string_view key) {
    const auto found = find_personal(key);
    const bool only_alike = found == PersonalKind::kName || found == PersonalKind::kCoordinates;
    return only_alike ? std::nullopt : found;
}

}  // namespace svd::agent
