#include "core/rules/place_rules.h"

#include <algorithm>

#include "core/base/limits.h"

namespace svd {
namespace {

void check_area(const Place& place, const RuleContext& context, std::optional<Month> month, RowFindings& findings) {
    const Geography& geography = context.geography;
    const auto index = place.code_well_formed ? geography.find(place.area) : std::nullopt;
    if (!index) return findings.add(FindingCode::kAreaUnknown, "place.area");
    const Area& area = geography.area(*index);
    if (static_cast<Code>(area.level) != place.level) findings.add(FindingCode::kAreaLevelMismatch, "place.level");
    const bool own = std::ranges::any_of(context.party.areas,
                                         [&](const AreaCode& within) { return geography.lies_in(*index, within); });
    if (!own) findings.add(FindingCode::kAreaOutsideParty, "place.area");
    const bool too_early = month && area.valid_from && *month < *area.valid_from;
    const bool too_late = month && area.valid_to && *month > *area.valid_to;
    if (too_early || too_late) findings.add(FindingCode::kAreaNotValidThen, "place.area");
}

}  // namespace

void RowFindings::add(FindingCode code, std::string_view field) {
    const bool warns = text_of(code).severity == Severity::kWarning;
    auto& list = warns ? verdict_.warnings : verdict_.refused;
    // Rows come one after another, so a row is full when the finding so many places back is its own.
    const auto is_own = [this](const Finding& finding) { return finding.rows == rows_ && finding.row == row_; };
    if (list.size() >= limits::kRowFindingsMax && is_own(list[list.size() - limits::kRowFindingsMax])) return;
    if (warns || list.size() < limits::kSubmissionFindingsMax) return list.push_back({code, rows_, row_, field});
    // Two bytes on the wire can be a row with two dozen errors: what is remembered of them must have an end.
    if (verdict_.accepts_file()) verdict_.file.push_back({FindingCode::kTooManyFindings, RowKind::kIncident, 0, ""});
}

void RowFindings::expect_term(Vocabulary vocabulary, Code code, std::string_view field) {
    if (is_term(vocabulary, code)) return;
    add(code == kUnspecified ? FindingCode::kTermMissing : FindingCode::kTermUnknown, field);
}

void check_place(const Place& place, const RuleContext& context, std::optional<Month> month, RowFindings& findings) {
    findings.expect_term(Vocabulary::kLocation, place.location, "place.location");
    findings.expect_term(Vocabulary::kPlaceBasis, place.basis, "place.basis");
    const bool says_area = place.location == term::kLocationArea;
    if (says_area && place.has_area) return check_area(place, context, month, findings);
    const bool names_something = place.has_area || place.level != kUnspecified || place.area.vintage != 0;
    if (says_area || names_something) findings.add(FindingCode::kAreaGivenWithoutLocation, "place.area");
}

}  // namespace svd
