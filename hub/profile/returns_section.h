// The parts of a profile that list what parties sent ready-made: aggregates and cohorts.
#pragma once

#include <string>

#include "core/domain/area_profile.h"
#include "hub/profile/scope.h"
#include "hub/state/returns.h"

namespace svd {

// Adds to `profile` those of party `id` that lie in the area of those members and in the profile's period, and how
// many others there are that could concern it.
void add_returns(const PartyReturns& returns, const std::string& id, const Geography& geography,
                 const AreaIndexes& members, AreaProfile& profile);

}  // namespace svd
