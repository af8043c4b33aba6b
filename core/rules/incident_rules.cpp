#include <algorithm>

#include "core/rules/place_rules.h"

namespace svd {
namespace {

bool is_value(Code code) { return code >= kFirstValue; }

void check_terms(const Incident& incident, RowFindings& findings) {
    for (const Field field : all_fields()) {
        if (field == Field::kLocation || field == Field::kPlaceBasis) continue;  // check_place does these
        const auto vocabulary = vocabulary_of(field);
        const bool absent_extra = index_of(field) >= kFirstExtraField && incident[field] == kUnspecified;
        if (vocabulary && !absent_extra) findings.expect_term(*vocabulary, incident[field], field_name(field));
    }
}

void check_month(const Incident& incident, const RuleContext& context, const std::vector<Month>& months,
                 RowFindings& findings) {
    if (!Month::from_number(incident.month_number)) return findings.add(FindingCode::kMonthInvalid, "time.month");
    if (incident.month > context.current_month) findings.add(FindingCode::kMonthInFuture, "time.month");
    if (!months.empty() && !std::ranges::binary_search(months, incident.month)) {
        findings.add(FindingCode::kMonthNotDeclared, "time.month");
    }
}

// Each precision says which of weekday and hour are values and which are absent.
void check_precision(const Incident& incident, RowFindings& findings) {
    const Code weekday = incident[Field::kWeekday];
    const Code hour = incident[Field::kHour];
    const bool clock_hour = hour >= term::kHourFirst && hour <= term::kHourLast;
    const bool band = hour >= term::kHourBandFirst;
    bool fits = true;
    switch (incident[Field::kTimePrecision]) {
        case term::kPrecisionMonth: fits = !is_value(weekday) && !is_value(hour); break;
        case term::kPrecisionWeekday: fits = is_value(weekday) && !is_value(hour); break;
        case term::kPrecisionBand: fits = band; break;
        case term::kPrecisionHour: fits = clock_hour; break;
        default: break;  // check_terms has said so
    }
    if (!fits) findings.add(FindingCode::kTimePrecisionMismatch, "time.precision");
}

void check_unit(const Incident& incident, const RuleContext& context, RowFindings& findings) {
    const Code kind = incident[Field::kKind];
    const bool antisocial = kind >= term::kAsbFirst && kind <= term::kAsbLast;
    if (!is_term(Vocabulary::kCountUnit, incident[Field::kCountUnit])) return;
    if (!may_count(context.party.kind, incident.unit())) findings.add(FindingCode::kUnitNotForAgency, "count_unit");
    if (incident.unit() == CountUnit::kPerson || (antisocial && incident.unit() == CountUnit::kRecordedCrime)) {
        findings.add(FindingCode::kUnitDoesNotFitKind, "count_unit");
    }
}

void check_extras(const Incident& incident, const RuleContext& context, RowFindings& findings) {
    for (std::size_t i = kFirstExtraField; i < kFieldCount; ++i) {
        const auto field = static_cast<Field>(i);
        if (incident[field] != kUnspecified && !may_give(context.party.kind, field)) {
            findings.add(FindingCode::kExtraNotForAgency, field_name(field));
        }
    }
    static constexpr Code kYjbSeriousness = 10;
    const Code scale = incident[Field::kGravityScale];
    const Code gravity = incident[Field::kGravity];
    const Code highest = !is_value(scale) ? 0 : scale == kYjbSeriousness ? 8 : 4;
    if (gravity > highest || (highest > 0 && gravity == 0)) findings.add(FindingCode::kGravityInvalid, "gravity");
}

void check_weapon(const Incident& incident, RowFindings& findings) {
    static constexpr Code kUseNotApplicable = 14;
    const Code use = incident[Field::kWeaponUse];
    if (incident[Field::kWeapon] == term::kWeaponNone && is_value(use) && use != kUseNotApplicable) {
        findings.add(FindingCode::kWeaponUseMismatch, "weapon_use");
    }
}

}  // namespace

void check_incident(const Incident& incident, const RuleContext& context, RowKind rows, std::uint32_t row,
                    const std::vector<Month>& months, Verdict& verdict) {
    RowFindings findings(verdict, rows, row);
    check_terms(incident, findings);
    check_month(incident, context, months, findings);
    check_precision(incident, findings);
    check_unit(incident, context, findings);
    check_extras(incident, context, findings);
    check_weapon(incident, findings);
    check_place(incident.place, context, incident.month, findings);
}

}  // namespace svd
