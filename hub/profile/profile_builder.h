// Builds the joint profile of an area from what the hub holds.
//
// A pure function of its arguments: the same state, geography, parties and question give the same profile.  It
// walks the blocks of the area's own members and months, those of no location, and the few of wider areas; never
// all that is held.  It reads no clock and writes nothing.
//
// Any thread that may read the state.
#pragma once

#include <optional>
#include <vector>

#include "core/domain/area_profile.h"
#include "core/domain/party.h"
#include "core/geography/geography.h"
#include "hub/profile/parts.h"
#include "hub/profile/sharing.h"
#include "hub/state/state.h"

namespace svd {

struct ProfileRequest {
    AreaCode area;
    Period period;
    // Which smaller areas to break it down into.  Nothing: districts, for an area wider than a district.
    std::optional<PartsLevel> parts;
    Withheld withheld = {};  // parties whose data this reader may not be given: see sharing.h
};

// kNotFound for an area that the geography does not have, kInvalid for a period or parts that make no sense.
Result<AreaProfile> build_profile(const ProfileRequest& request, const State& state, const Geography& geography,
                                  const std::vector<Party>& parties);

}  // namespace svd
