// The joint profile with all its sections: what one request gives an analyst.
//
// A pure function of its arguments, as build_profile is: the same state, geography, parties, definitions, breaks and
// question give the same profile.  It reads records of up to three years before the last month asked for: whether the
// reader may be given them is for the caller to say in `withheld`, for all of months_read.
//
// Any thread that may read the state.
#pragma once

#include <vector>

#include "hub/definition/definition.h"
#include "hub/definition/series_breaks.h"
#include "hub/profile/profile_builder.h"

namespace svd {

struct JointRequest {
    ProfileRequest profile;
    std::vector<const Definition*> definitions;  // in the order asked for; none: tables of measures are left out
};

// The months whose records a profile of that period may show.
Period months_read(const Period& asked);

Result<AreaProfile> build_joint_profile(const JointRequest& request, const State& state, const Geography& geography,
                                        const std::vector<Party>& parties, const SeriesBreaks* breaks);

}  // namespace svd
