// The districts of an area, and which of them each party speaks for.
//
// Not thread-safe: it remembers what it was asked.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "hub/sections/section.h"

namespace svd {

// Those in force in some month of the period; by their place in the geography.
std::vector<AreaIndex> districts_of(const Geography& geography, AreaIndex whole, const Period& period);

class Districts {
public:
    // Of the latest twelve months.
    Districts(const SectionInput& input, AreaIndex whole);

    const std::vector<AreaIndex>& all() const { return districts_; }
    std::string code(std::size_t at) const;
    // Whether the party speaks for all of that district: of others it may know only a part, and none there is no zero.
    bool speaks_for(const SectionParty& party, std::size_t at);

private:
    const SectionInput& input_;
    std::vector<AreaIndex> districts_;
    std::map<std::string, std::vector<bool>> spoken_for_;
};

}  // namespace svd
