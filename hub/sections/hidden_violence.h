// What health services and the police count, cut in the same slices: areas, months, ages, bands of hours.
//
// Only for the tables of hidden violence.  Pure functions; any thread.
#pragma once

#include "hub/sections/cross_table.h"
#include "hub/sections/districts.h"

namespace svd::hidden {

// Violence against people, as health services see it and as the police category has it that is not split.
const Codes& against_people();
// What the police call violence with injury, with homicide.
const Codes& with_injury();

// One service in one unit, and which of its kinds are compared.
struct Side {
    const SectionParty* party = nullptr;
    CountUnit unit{};
    Coverage coverage;  // of the year
    Codes kinds;
    UnitKey key() const { return {party->index, unit}; }
};

// Its records of one district, month, age or band of hours.
struct Slice {
    std::uint64_t count = 0;
    std::uint64_t told = 0, not_told = 0;  // the police, where that is recorded
    Knowledge knowledge;  // of the field that it is a slice by, in all slices; all is known where that is no field
    FigureStatus status = FigureStatus::kNotSupplied;
    std::uint32_t months_covered = 0;
    bool spoken_for = true;  // else there is no such row
};

struct Sides {
    std::vector<Side> health, police;
};
Sides sides_of(const SectionInput& input);

// The breakdowns, in the order of the functions that take them.
std::vector<Breakdown> breakdowns(const SectionInput& input);

Slice whole_slice(const Side& side, const BreakdownCounts& by_month);
std::vector<Slice> month_slices(const Side& side, const BreakdownCounts& by_month);

// The rows' names and slices of a field: of its values in full detail, or of bands of hours.
std::vector<std::string> age_names();
std::vector<Slice> age_slices(const Side& side, const BreakdownCounts& by_age);
std::vector<std::string> hours_names();
std::vector<Slice> hours_slices(const Side& side, const BreakdownCounts& by_hour);

// `by_area` has the districts' counts by kind and by whether the police were told.
std::vector<Slice> district_slices(const Side& side, Districts& districts, const AreaCounts& by_area);

}  // namespace svd::hidden
