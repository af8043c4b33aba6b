// Who takes part: what the partnership says of each party.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/agreement.h"
#include "core/domain/area.h"
#include "core/domain/identity.h"

namespace svd {

// The kinds of body that contribute (domain.md part 5).  The kind comes from the hub's configuration.
// clang-format off
enum class AgencyKind : std::uint8_t {
    kPolice, kProbation, kYouthJustice, kFireRescue, kEmergencyDepartment, kAmbulance, kHospital, kIntegratedCare,
    kDistrictCouncil, kUpperTierCouncil, kEducation, kPrison, kYouthCustody,
};
// clang-format on

std::string_view agency_kind_name(AgencyKind kind);  // district_council
std::optional<AgencyKind> find_agency_kind(std::string_view name);

// Which units a kind of agency may count in.
bool may_count(AgencyKind kind, CountUnit unit);

// Which fields: all that every record has, and of the extras those of this kind of agency.
bool may_give(AgencyKind kind, Field field);

// What an agreement comes to for that kind of agency: every field means every field that it has.
EnumSet<Field> allowed_fields(const Agreement& agreement, AgencyKind kind);

// Section 16(4) bars a health or social care body's personal information, and people supervised are few: these
// send counts, unless their agreement names incidents among its messages.
bool rows_by_default(AgencyKind kind);

struct Party {
    std::string id;
    std::string name;
    AgencyKind kind = AgencyKind::kPolice;
    std::vector<AreaCode> areas;  // what it may speak for: a force, a district, a county ...
    std::vector<Agreement> agreements;

    const Agreement* find_agreement(std::string_view agreement_id) const;
};

}  // namespace svd
