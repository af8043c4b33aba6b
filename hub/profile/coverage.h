// What a party has supplied of one unit, month by month, over all its areas: what may be read as a number, and
// what may not.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "core/domain/area_profile.h"
#include "core/domain/party.h"
#include "hub/profile/tally.h"
#include "hub/state/state.h"

namespace svd {

// Whether a month of that status is wholly known, so that none counted is a true zero.
bool is_covered(FigureStatus status);

// A number where the status says that there is one: none counted in a month or period with a gap is no number.
Figure figure_of(FigureStatus status, std::uint64_t count);

struct Coverage {
    std::vector<MonthCoverage> months;  // of the period; without their records
    FigureStatus status = FigureStatus::kNotSupplied;
    std::uint32_t months_covered = 0;
};

// The months that were supplied had none: that is a number, though not of the whole period.
Figure figure_of(const Coverage& coverage, std::uint64_t count);

Coverage coverage_of(const State& state, PartyIndex party, CountUnit unit, const Period& period);

// The units its kind of agency may count in, and those it has said anything in.
std::set<CountUnit> units_of(const State& state, const Party& party, const Period& period);

// A figure for each kind that the party reports in the period, anywhere; `tally` is nothing when no record is in
// the area.  Its slots are the months of the period, or one for all of it, and then there is no series.
std::vector<KindFigures> kind_figures(const std::set<Code>& kinds, const Coverage& coverage, const UnitTally* tally,
                                      bool with_series);

}  // namespace svd
