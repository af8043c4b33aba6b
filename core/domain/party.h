// Who takes part: the identity a certificate proves, and what the partnership says of each party.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/domain/area.h"
#include "core/domain/month.h"

namespace svd {

enum class Role : std::uint8_t { kServer, kAgency, kAnalyst, kAuditor, kOperator };

std::string_view role_name(Role role);

// From exactly one URI subject alternative name, urn:svd:ROLE:ID.
struct Identity {
    Role role = Role::kAgency;
    std::string id;  // lower-case letters, digits and hyphens: kent-police

    static Result<Identity> parse(std::string_view uri);
    std::string uri() const;
    bool operator==(const Identity&) const = default;
};

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

// Section 16(4) bars a health or social care body's personal information, and people supervised are few: these
// send counts, unless their agreement says that they may send rows.
bool rows_by_default(AgencyKind kind);

struct Agreement {
    std::string id;
    Month valid_from;
    std::optional<Month> valid_to;
    bool rows_allowed = true;
};

struct Party {
    std::string id;
    std::string name;
    AgencyKind kind = AgencyKind::kPolice;
    std::vector<AreaCode> areas;  // what it may speak for: a force, a district, a county ...
    std::vector<Agreement> agreements;

    const Agreement* find_agreement(std::string_view agreement_id) const;
};

}  // namespace svd
