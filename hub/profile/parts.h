// An area in smaller areas: which of them each block of records belongs to.
//
// A block is carried to a part of another boundary set only where its area is the very same one there.  What was
// split, merged or redrawn, or was sent with a wider area than the part, is counted as not carried: nothing is
// shared out by a guess.
#pragma once

#include <map>
#include <string_view>
#include <variant>

#include "hub/profile/scope.h"
#include "hub/profile/tally.h"

namespace svd {

struct PartsLevel {
    AreaLevel level = AreaLevel::kDistrict;
    std::uint16_t vintage = 0;  // 0: whichever was in force; small areas must say which
    bool operator==(const PartsLevel&) const = default;
};

// As in geography=msoa-2021, ward-2024 or district.
Result<PartsLevel> parse_parts_level(std::string_view text);

class Parts {
public:
    // The parts of an area with those members, empty ones too.  Those of no vintage must be valid in `period`.
    Parts(const Geography& geography, PartsLevel level, const AreaCode& whole, const AreaIndexes& members,
          const Period& period);

    // Counts the block in the part that its area belongs to, or among those not carried.
    void add(AreaIndex area, const Block& block);

    // The part that a stored area's records belong to, or why to none.
    struct Carried {
        AreaIndex part;
        bool best_fit;
    };
    std::variant<Carried, NotCarriedReason> carry(AreaIndex from) const;

    PartsLevel level() const { return level_; }
    const std::map<AreaIndex, Tally>& areas() const { return areas_; }
    const std::map<NotCarriedReason, Tally>& not_carried() const { return not_carried_; }

private:
    // The same area in another boundary set: its code is there, and its boundary did not change between the two.
    std::optional<AreaIndex> in_vintage(AreaIndex area, std::uint16_t vintage) const;

    const Geography& geography_;
    PartsLevel level_;
    std::map<AreaIndex, Tally> areas_;
    std::map<NotCarriedReason, Tally> not_carried_;
};

}  // namespace svd
