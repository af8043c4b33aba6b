#include "core/domain/party.h"

#include <algorithm>
#include <array>

#include "core/base/limits.h"

namespace svd {
namespace {

constexpr std::array<std::string_view, 5> kRoleNames = {"server", "agency", "analyst", "auditor", "operator"};

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

bool is_id(std::string_view text) {
    const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    return !text.empty() && text.size() <= limits::kNameBytesMax && plain(text.front()) && plain(text.back()) &&
           std::ranges::all_of(text, [&](char c) { return plain(c) || c == '-'; });
}

}  // namespace

std::string_view role_name(Role role) { return kRoleNames[static_cast<std::size_t>(role)]; }

Result<Identity> Identity::parse(std::string_view uri) {
    static constexpr std::string_view kPrefix = "urn:svd:";
    if (!uri.starts_with(kPrefix)) return invalid("the certificate's URI name does not start with urn:svd:");
    const std::string_view rest = uri.substr(kPrefix.size());
    const std::size_t colon = rest.find(':');
    if (colon == std::string_view::npos) return invalid("the certificate's URI name is not urn:svd:ROLE:ID");
    const auto role = std::ranges::find(kRoleNames, rest.substr(0, colon));
    const std::string_view id = rest.substr(colon + 1);
    if (role == kRoleNames.end()) return invalid("the certificate's role is not one of ours");
    if (!is_id(id)) return invalid("the certificate's id is not lower-case letters, digits and hyphens");
    return Identity{static_cast<Role>(role - kRoleNames.begin()), std::string(id)};
}

std::string Identity::uri() const { return "urn:svd:" + std::string(role_name(role)) + ":" + id; }

std::string_view agency_kind_name(AgencyKind kind) { return row_of(kind).name; }

std::optional<AgencyKind> find_agency_kind(std::string_view name) {
    const auto found = std::ranges::find(kKinds, name, &KindRow::name);
    if (found == kKinds.end()) return std::nullopt;
    return static_cast<AgencyKind>(found - kKinds.begin());
}

bool may_count(AgencyKind kind, CountUnit unit) { return std::ranges::count(row_of(kind).units, unit) > 0; }

bool rows_by_default(AgencyKind kind) { return !row_of(kind).counts_only; }

const Agreement* Party::find_agreement(std::string_view agreement_id) const {
    const auto found = std::ranges::find(agreements, agreement_id, &Agreement::id);
    return found == agreements.end() ? nullptr : &*found;
}

}  // namespace svd
