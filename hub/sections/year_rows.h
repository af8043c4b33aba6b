// Rows of a count of the latest twelve months beside the twelve before.
//
// Pure functions; any thread.
#pragma once

#include "hub/sections/cross_table.h"

namespace svd {

struct YearRow {
    std::vector<std::string> keys;
    std::uint64_t now = 0, before = 0;
    Knowledge known_now, known_before;  // of the field that the row is of; all known where it is of none
    EnumSet<Field> fields;  // that the count looks at, for breaks in the series
};

// Its figure, share of what is known, and change.  Where the field is known of no record of a year there is no number of
// that year, and nothing is compared.
FigureRow make_year_row(const SectionInput& input, const Subject& subject, const YearRow& row, FigureTable& table);

}  // namespace svd
