#include "hub/profile/scope.h"

#include <algorithm>

namespace svd {

bool overlap(const AreaIndexes& a, const AreaIndexes& b) {
    const AreaIndexes& few = a.size() < b.size() ? a : b;
    const AreaIndexes& many = a.size() < b.size() ? b : a;
    return std::ranges::any_of(few, [&](AreaIndex index) { return std::ranges::binary_search(many, index); });
}

namespace {

// Districts and LSOAs are the ground; wider members, such as the area itself, have other names elsewhere.
bool is_ground(const Geography& geography, AreaIndex index) {
    const AreaLevel level = geography.area(index).level;
    return level == AreaLevel::kLsoa || level == AreaLevel::kDistrict;
}

}  // namespace

bool covers(const Geography& geography, const AreaIndexes& outer, const AreaIndexes& inner) {
    bool has_ground = false;
    for (const AreaIndex index : inner) {
        if (!is_ground(geography, index)) continue;
        has_ground = true;
        if (!std::ranges::binary_search(outer, index)) return false;
    }
    return has_ground || (!inner.empty() && std::ranges::includes(outer, inner));
}

Relation relation(const Geography& geography, const AreaIndexes& members, AreaIndex area) {
    if (std::ranges::binary_search(members, area)) return Relation::kInside;
    const AreaIndexes others = geography.members(geography.area(area).ref.code);
    if (covers(geography, members, others)) return Relation::kInside;
    return overlap(members, others) ? Relation::kWider : Relation::kElsewhere;
}

bool lies_exactly(const Geography& geography, AreaIndex area, AreaLevel level) {
    const AreaIndexes members = geography.members(geography.area(area).ref.code);
    return std::ranges::all_of(members, [&](AreaIndex index) {
        if (!is_ground(geography, index)) return true;
        // Where a whole district lies there, how its small areas were fitted to it is of no matter.
        const auto district = geography.ancestor(index, AreaLevel::kDistrict);
        const bool of_district = district && *district != index && std::ranges::binary_search(members, *district);
        return of_district || geography.exact_up_to(index, level);
    });
}

PartyReach::PartyReach(const Geography& geography, const Party& party) : geography_(geography) {
    for (const AreaCode& code : party.areas) {
        const auto index = geography.find(code);
        if (!index) continue;
        own_.push_back(*index);
        areas_.push_back(geography.members(code));
        members_.insert(members_.end(), areas_.back().begin(), areas_.back().end());
    }
    std::ranges::sort(members_);
    members_.erase(std::ranges::unique(members_).begin(), members_.end());
}

bool PartyReach::touches(AreaIndex area) const {
    if (std::ranges::binary_search(members_, area)) return true;
    const AreaCode& code = geography_.area(area).ref.code;
    if (std::ranges::any_of(own_, [&](AreaIndex own) { return geography_.lies_in(own, code); })) return true;
    // Only areas above the district overlap without one lying in the other.
    return geography_.area(area).level > AreaLevel::kDistrict && overlap(members_, geography_.members(code));
}

bool PartyReach::has_area_within(const AreaIndexes& members) const {
    return std::ranges::any_of(areas_, [&](const AreaIndexes& own) { return covers(geography_, members, own); });
}

}  // namespace svd
