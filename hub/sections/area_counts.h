// Counts by the area that records were placed in: what leagues and hot spots are made from.
//
// The areas are those that were sent, of any level and vintage; whoever asks folds them into districts or small areas.
// Not thread-safe.
#pragma once

#include <map>
#include <optional>

#include "core/geography/geography.h"
#include "hub/sections/breakdown.h"

namespace svd {

class AreaCounts {
public:
    AreaCounts(Breakdown breakdown, std::size_t measures) : nothing_(std::move(breakdown), measures) {}

    void add(AreaIndex area, Month month, const Block& block, std::span<const Matches> matches) {
        areas_.try_emplace(area, nothing_).first->second.add(block, month, matches);
    }

    const BreakdownCounts* find(AreaIndex area) const {
        const auto found = areas_.find(area);
        return found == areas_.end() ? nullptr : &found->second;
    }

    // Of each area that part(AreaIndex) gives for some of those counted; what it gives nothing for is in none.
    template <class Part>
    std::map<AreaIndex, BreakdownCounts> folded(Part part) const {
        std::map<AreaIndex, BreakdownCounts> made;
        for (const auto& [area, counts] : areas_) {
            const std::optional<AreaIndex> to = part(area);
            if (to) made.try_emplace(*to, nothing_).first->second.merge(counts);
        }
        return made;
    }

    std::size_t spans() const { return nothing_.breakdown().spans.size(); }

private:
    BreakdownCounts nothing_;
    std::map<AreaIndex, BreakdownCounts> areas_;
};

}  // namespace svd
