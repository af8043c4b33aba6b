// The small world's parties with one agreement that says everything; the others say nothing.
#pragma once

#include <vector>

#include "tests/support/small_world.h"

namespace svd::test {

inline std::vector<Party> full_partnership() {
    std::vector<Party> parties = small_parties();
    parties[0].name = "Test \"Police\" of Llanfair-ym-Muallt (Dyfed\xE2\x80\x93Powys)";
    Agreement& agreement = parties[0].agreements[0];
    agreement.valid_to = month("2026-03");
    agreement.messages.erase(RowKind::kCohort);
    agreement.fields.erase(Field::kVictimSex);
    agreement.fields.erase(Field::kHour);
    agreement.finest_geography = AreaLevel::kMsoa;
    agreement.recipients = {false, {{Role::kAnalyst, "vru"}, {Role::kAgency, "test-ed"}}};
    agreement.purposes = {Purpose::kIdentifyKinds, Purpose::kMonitor, Purpose::kSupplyToLocalPolicingBody};
    agreement.retain_months = 84;
    agreement.display_threshold = 5;
    return parties;
}

}  // namespace svd::test
