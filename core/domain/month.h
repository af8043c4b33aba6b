// A calendar month: the finest time that leaves an agency beside a weekday and an hour.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/result.h"

namespace svd {

class Month {
public:
    Month() = default;  // January 1970, for containers only

    static Result<Month> parse(std::string_view text);      // 2021-04
    static Result<Month> from_number(std::uint32_t number);  // 202104, as the wire has it; 1970 to 2199
    static Month of(UtcTime time);

    int year() const { return 1970 + index_ / 12; }
    int month_of_year() const { return index_ % 12 + 1; }
    std::uint32_t number() const { return static_cast<std::uint32_t>(year() * 100 + month_of_year()); }
    int days() const;  // how many it has
    int index() const { return index_; }  // months since January 1970
    std::string text() const;             // 2021-04

    Month operator+(int months) const { return Month(index_ + months); }
    int operator-(Month earlier) const { return index_ - earlier.index_; }
    auto operator<=>(const Month&) const = default;

private:
    explicit Month(int index) : index_(static_cast<std::int16_t>(index)) {}
    std::int16_t index_ = 0;
};

// Both ends belong to it.
struct Period {
    Month from;
    Month to;
    bool contains(Month month) const { return from <= month && month <= to; }
    int months() const { return to - from + 1; }
    bool operator==(const Period&) const = default;
};

}  // namespace svd
