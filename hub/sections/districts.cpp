#include "hub/sections/districts.h"

#include "hub/profile/scope.h"

namespace svd {

std::vector<AreaIndex> districts_of(const Geography& geography, AreaIndex whole, const Period& period) {
    std::vector<AreaIndex> districts;
    for (const AreaIndex member : geography.members(geography.area(whole).ref.code)) {
        const Area& area = geography.area(member);
        const bool gone = area.valid_to && *area.valid_to < period.from;
        const bool to_come = area.valid_from && *area.valid_from > period.to;
        if (area.level == AreaLevel::kDistrict && !gone && !to_come) districts.push_back(member);
    }
    return districts;
}

Districts::Districts(const SectionInput& input, AreaIndex whole)
    : input_(input), districts_(districts_of(input.geography, whole, input.windows.latest)) {}

std::string Districts::code(std::size_t at) const {
    return std::string(input_.geography.area(districts_[at]).ref.code.text());
}

bool Districts::speaks_for(const SectionParty& party, std::size_t at) {
    const auto [found, added] = spoken_for_.try_emplace(party.id, districts_.size(), false);
    if (added && party.configured != nullptr) {
        const PartyReach reach(input_.geography, *party.configured);
        for (std::size_t i = 0; i < districts_.size(); ++i) {
            found->second[i] =
                reach.speaks_for_all(input_.geography.members(input_.geography.area(districts_[i]).ref.code));
        }
    }
    return found->second[at];
}

}  // namespace svd
