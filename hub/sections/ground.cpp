#include "hub/sections/ground.h"

#include <algorithm>

namespace svd {

Ground::Ground(const Geography& geography, const Cells& cells, AreaIndex whole, const Period& period)
    : geography_(geography), cells_(cells), whole_(whole), members_(geography.members(geography.area(whole).ref.code)) {
    const auto holds = [&](AreaIndex area) {
        bool any = false;
        cells.visit(geography.area(area).ref, period, [&](Month, const Block&) { any = true; });
        return any;
    };
    for (const AreaIndex member : members_) {
        if (holds(member)) held_.push_back(member);
    }
    for (AreaIndex other = 0; other < geography.areas().size(); ++other) {
        // Small areas are members or lie elsewhere.
        if (geography.area(other).level == AreaLevel::kLsoa || !holds(other)) continue;
        if (std::ranges::binary_search(members_, other)) continue;
        if (relation(geography, members_, other) == Relation::kInside) held_.push_back(other);
    }
    std::ranges::sort(held_);
}

}  // namespace svd
