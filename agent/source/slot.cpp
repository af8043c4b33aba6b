#include "agent/source/slot.h"

#include <algorithm>

namespace svd::agent {
namespace {

std::vector<Slot> incident_slots() {
    std::vector<Slot> slots;
    for (const Field field : all_fields()) {
        if (field != Field::kLocation) slots.emplace_back(field);
    }
    return slots;
}

}  // namespace

std::optional<Field> Slot::field() const {
    return index_ < kFieldCount ? std::optional(static_cast<Field>(index_)) : std::nullopt;
}

std::optional<Vocabulary> vocabulary_of(Slot slot) {
    if (slot == Slot::order_type()) return Vocabulary::kOrderType;
    if (slot == Slot::risk_band()) return Vocabulary::kRiskBand;
    return svd::vocabulary_of(*slot.field());
}

const std::vector<Slot>& slots_of(RowKind rows) {
    static const std::vector<Slot> kIncidents = incident_slots();
    static const std::vector<Slot> kAggregates = {
        Field::kCountUnit, Field::kKind,      Field::kPlaceBasis, Field::kWeapon,
        Field::kSetting,   Field::kVictimAge, Field::kVictimSex,  Field::kReportedToPolice};
    static const std::vector<Slot> kCohorts = {Slot::order_type(), Slot::risk_band(), Field::kVictimAge, Field::kKind,
                                               Field::kPlaceBasis};
    return rows == RowKind::kAggregate ? kAggregates : rows == RowKind::kCohort ? kCohorts : kIncidents;
}

std::string_view slot_name(RowKind rows, Slot slot) {
    if (slot == Slot::order_type()) return "order_type";
    if (slot == Slot::risk_band()) return "risk_band";
    if (rows == RowKind::kCohort && slot == Field::kVictimAge) return "age_band";
    if (rows == RowKind::kCohort && slot == Field::kKind) return "offence";
    return field_name(*slot.field());
}

std::optional<Slot> find_slot(RowKind rows, std::string_view name) {
    const auto& slots = slots_of(rows);
    const auto found = std::ranges::find_if(slots, [&](Slot slot) { return slot_name(rows, slot) == name; });
    return found == slots.end() ? std::nullopt : std::optional(*found);
}

Code Draft::operator[](Slot slot) const {
    const auto field = slot.field();
    return field ? incident[*field] : of_cohort[slot.index() - kFieldCount];
}

Code& Draft::operator[](Slot slot) {
    const auto field = slot.field();
    return field ? incident[*field] : of_cohort[slot.index() - kFieldCount];
}

}  // namespace svd::agent
