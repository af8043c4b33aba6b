#include "core/domain/party.h"

#include <algorithm>
#include <array>

namespace svd {
namespace {

struct KindRow {
    std::string_view name;
    bool counts_only;
    std::array<CountUnit, 3> units;  // the last is repeated where there are fewer
};

// In the order of enum AgencyKind.
constexpr std::array<KindRow, 13> kKinds = {{
    {"police", false, {CountUnit::kRecordedCrime, CountUnit::kIncidentReport, CountUnit::kIncidentReport}},
    {"probation", true, {CountUnit::kPerson, CountUnit::kPerson, CountUnit::kPerson}},
    {"youth_justice", false, {CountUnit::kProvenOffence, CountUnit::kPerson, CountUnit::kPerson}},
    {"fire_rescue", false, {CountUnit::kFireIncident, CountUnit::kFireIncident, CountUnit::kFireIncident}},
    {"emergency_department", true, {CountUnit::kAttendance, CountUnit::kAttendance, CountUnit::kAttendance}},
    {"ambulance", true, {CountUnit::kDispatch, CountUnit::kDispatch, CountUnit::kDispatch}},
    {"hospital", true, {CountUnit::kAdmission, CountUnit::kAttendance, CountUnit::kAttendance}},
    {"integrated_care", true, {CountUnit::kAttendance, CountUnit::kAdmission, CountUnit::kDispatch}},
    {"district_council", false, {CountUnit::kCouncilReport, CountUnit::kIncidentReport, CountUnit::kIncidentReport}},
    {"upper_tier_council", true, {CountUnit::kExclusion, CountUnit::kPerson, CountUnit::kCouncilReport}},
    {"education", false, {CountUnit::kExclusion, CountUnit::kExclusion, CountUnit::kExclusion}},
    {"prison", false, {CountUnit::kIncidentReport, CountUnit::kPerson, CountUnit::kPerson}},
    {"youth_custody", false, {CountUnit::kIncidentReport, CountUnit::kPerson, CountUnit::kPerson}},
}};

const KindRow& row_of(AgencyKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

}  // namespace

std::string_view agency_kind_name(AgencyKind kind) { return row_of(kind).name; }

std::optional<AgencyKind> find_agency_kind(std::string_view name) {
    const auto found = std::ranges::find(kKinds, name, &KindRow::name);
    if (found == kKinds.end()) return std::nullopt;
    return static_cast<AgencyKind>(found - kKinds.begin());
}

bool may_count(AgencyKind kind, CountUnit unit) { return std::ranges::count(row_of(kind).units, unit) > 0; }

bool may_give(AgencyKind kind, Field field) {
    if (index_of(field) < kFirstExtraField) return true;
    switch (field) {
        case Field::kPoliceOutcome:
        case Field::kKnifeFlagSource: return kind == AgencyKind::kPolice;
        case Field::kEdDisposal: return kind == AgencyKind::kEmergencyDepartment || kind == AgencyKind::kHospital;
        case Field::kFireClass: return kind == AgencyKind::kFireRescue;
        case Field::kGravityScale:
        case Field::kGravity: return kind == AgencyKind::kYouthJustice;
        default: return kind == AgencyKind::kEducation || kind == AgencyKind::kUpperTierCouncil;
    }
}

EnumSet<Field> allowed_fields(const Agreement& agreement, AgencyKind kind) {
    EnumSet<Field> fields = agreement.fields;
    for (const Field field : all_fields()) {
        if (!may_give(kind, field)) fields.erase(field);
    }
    return fields;
}

bool rows_by_default(AgencyKind kind) { return !row_of(kind).counts_only; }

const Agreement* Party::find_agreement(std::string_view agreement_id) const {
    const auto found = std::ranges::find(agreements, agreement_id, &Agreement::id);
    return found == agreements.end() ? nullptr : &*found;
}

}  // namespace svd
