// What the rows of all sections have in common: whose figures they are, whether they are numbers, and how two periods
// are compared.
//
// Pure functions; any thread.
#pragma once

#include <functional>

#include "core/statistics/comparison.h"
#include "core/statistics/proportions.h"
#include "core/statistics/verdict.h"
#include "hub/sections/section.h"

namespace svd {

// A table of the definition has its name and version; one of all records none.
FigureTable start_table(const SectionInput& input, std::string id, std::string title, const Period& period,
                        bool by_measure);

// The two spans of a breakdown of the latest twelve months beside the twelve before.
inline constexpr std::size_t kBefore = 0, kNow = 1;
Spans year_beside_year(const Windows& windows);

FigureRow start_row(const SectionParty& party, CountUnit unit, std::string measure, std::vector<std::string> keys = {});

// Calls visit(party, unit, coverage of `period`) for each that could have a figure: of a party that has sent anything
// of that unit in the period, or should have.
void for_each_unit(const SectionInput& input, const Period& period,
                   const std::function<void(const SectionParty&, CountUnit, const Coverage&)>& visit);

// The same for each measure that applies to what the party counts.  Nothing without a definition.
void for_each_measure(
    const SectionInput& input, const Period& period,
    const std::function<void(const SectionParty&, CountUnit, const Coverage&, std::size_t measure)>& visit);

// Residents as published that rates of `period` use, the newest that are not later than it; nothing when the reference
// data has none.  Of an area wider than a district that has none itself: its districts', added.
struct Denominator {
    std::string name;  // ons-mid-2020, 2020-06-30
    double residents = 0;
    std::vector<const Residents*> of = {};  // as long as the geography
    // Of that sex and those ages.
    std::optional<Denominator> group(ResidentSex sex, unsigned from, std::optional<unsigned> to) const;
};
std::optional<Denominator> residents_of(const Geography& geography, AreaIndex area, const Period& period);

// kResidents and kRatePer1000 with its 95 % limits; why not, where there is no number, no population or a year is not
// covered.  A rate is of a year.
void add_rate(FigureRow& row, const Coverage& coverage, std::uint64_t count,
              const std::optional<Denominator>& denominator);

// kPreviousPeriod, kChange, kChangePercent and kRateRatio, with the word: "not compared" where either period is not
// covered or a break in the series lies between them.
struct Compared {
    const Coverage& now;
    const Coverage& before;
    std::uint64_t count = 0, count_before = 0;
    bool broken = false;
};
void add_change(FigureRow& row, const Compared& compared);

// kShareOfTotal in percent with Wilson's limits.
Statistic share(std::uint64_t part, std::uint64_t whole);

Comparison comparison_of(statistics::Verdict verdict);

// Whether a series breaks, and a note for each break.
bool add_breaks(const SectionInput& input, const Series& series, FigureTable& table);

}  // namespace svd
