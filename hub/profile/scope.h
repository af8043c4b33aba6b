// Which areas lie in the one asked for, and how the areas a party speaks for stand to it.
//
// Overlap is judged by the members that areas have in common, so that it holds for any two kinds of area: a named
// group of districts and a police force need no link to each other.  Pure reading; any thread.
#pragma once

#include <vector>

#include "core/domain/party.h"
#include "core/geography/geography.h"

namespace svd {

using AreaIndexes = std::vector<AreaIndex>;  // ascending, as Geography::members gives them

bool overlap(const AreaIndexes& a, const AreaIndexes& b);
// Whether all the ground of `inner` lies in `outer`.
bool covers(const Geography& geography, const AreaIndexes& outer, const AreaIndexes& inner);

// How another area stands to the one asked for: the same for rows, aggregates and cohorts.
enum class Relation {
    kElsewhere,
    kInside,  // a member, or all its ground is: no link puts a county into a police force, and yet it lies there
    kWider    // it shares ground, and reaches beyond
};
Relation relation(const Geography& geography, const AreaIndexes& members, AreaIndex area);
// Whether the ground of that area lies in the one of `level` that was asked for by exact links alone.
bool lies_exactly(const Geography& geography, AreaIndex area, AreaLevel level);

class PartyReach {
public:
    PartyReach(const Geography& geography, const Party& party);

    // Whether the party speaks for any of the ground of that area.
    bool touches(AreaIndex area) const;
    // Whether it speaks for all of it.
    bool speaks_for_all(const AreaIndexes& members) const { return covers(geography_, members_, members); }
    // Whether the whole of any one of its areas lies there.
    bool has_area_within(const AreaIndexes& members) const;

private:
    const Geography& geography_;
    std::vector<AreaIndexes> areas_;  // members of each of its areas
    AreaIndexes members_;             // of all of them
    AreaIndexes own_;                 // its areas themselves
};

}  // namespace svd
