// The stored areas whose records are an area's own: its members, and what lies in it without being linked to it.
//
// Found once for each question; the records themselves are walked as often as needed.  Pure reading; any thread.
#pragma once

#include <algorithm>
#include <vector>

#include "core/geography/geography.h"
#include "hub/profile/scope.h"
#include "hub/state/cells.h"

namespace svd {

class Ground {
public:
    // Of members with no records in `period` nothing is kept.
    Ground(const Geography& geography, const Cells& cells, AreaIndex whole, const Period& period);

    AreaIndex whole() const { return whole_; }
    const AreaIndexes& members() const { return members_; }
    // Whether it has records, and they are of this area.
    bool has(AreaIndex area) const { return std::ranges::binary_search(held_, area); }

    // Calls visit(AreaIndex, Month, const Block&) for what the months of `period` hold.
    template <class Visit>
    void visit(const Period& period, Visit&& visit) const {
        for (const AreaIndex area : held_) {
            cells_.visit(geography_.area(area).ref, period,
                         [&](Month month, const Block& block) { visit(area, month, block); });
        }
    }

private:
    const Geography& geography_;
    const Cells& cells_;
    AreaIndex whole_;
    AreaIndexes members_;
    std::vector<AreaIndex> held_;  // with records; ascending
};

}  // namespace svd
