#include "agent/source/row.h"

#include <fmt/format.h>

namespace svd::agent {
namespace {

Period months(std::uint32_t from, std::uint32_t to) {
    return {Month::from_number(from).value(), Month::from_number(to).value()};
}

}  // namespace

Period period_of(const Row& row) {
    if (const auto* counted = std::get_if<AggregateReturn>(&row)) return months(counted->from_month, counted->to_month);
    if (const auto* cohort = std::get_if<CohortSnapshot>(&row)) return months(cohort->as_at_month, cohort->as_at_month);
    const Month month = std::get<Incident>(row).month;
    return {month, month};
}

Code unit_of(const Row& row) {
    if (const auto* counted = std::get_if<AggregateReturn>(&row)) return counted->count_unit;
    if (std::holds_alternative<CohortSnapshot>(row)) return static_cast<Code>(CountUnit::kPerson);
    return std::get<Incident>(row)[Field::kCountUnit];
}

const Place& place_of(const Row& row) {
    return std::visit([](const auto& each) -> const Place& { return each.place; }, row);
}

namespace {

Code code_in(const AggregateReturn& row, Field field) {
    switch (field) {
        case Field::kCountUnit: return row.count_unit;
        case Field::kKind: return row.kind;
        case Field::kWeapon: return row.weapon;
        case Field::kSetting: return row.setting;
        case Field::kVictimAge: return row.victim_age;
        case Field::kVictimSex: return row.victim_sex;
        case Field::kReportedToPolice: return row.reported_to_police;
        case Field::kLocation: return row.place.location;
        case Field::kPlaceBasis: return row.place.basis;
        default: return kUnspecified;
    }
}

Code code_in(const CohortSnapshot& row, Slot slot) {
    if (slot == Slot::order_type()) return row.order_type;
    if (slot == Slot::risk_band()) return row.risk_band;
    if (slot == Field::kVictimAge) return row.age_band;
    if (slot == Field::kKind) return row.offence;
    if (slot == Field::kLocation) return row.place.location;
    return slot == Field::kPlaceBasis ? row.place.basis : kUnspecified;
}

}  // namespace

Code code_at(const Row& row, Slot slot) {
    if (const auto* cohort = std::get_if<CohortSnapshot>(&row)) return code_in(*cohort, slot);
    const auto field = slot.field();
    if (!field) return kUnspecified;
    if (const auto* counted = std::get_if<AggregateReturn>(&row)) return code_in(*counted, *field);
    return std::get<Incident>(row)[*field];
}

void append(const Row& row, Submission& submission) {
    if (const auto* incident = std::get_if<Incident>(&row)) submission.incidents.push_back(*incident);
    if (const auto* counted = std::get_if<AggregateReturn>(&row)) submission.aggregates.push_back(*counted);
    if (const auto* cohort = std::get_if<CohortSnapshot>(&row)) submission.cohorts.push_back(*cohort);
}

std::string period_text(const Period& period) {
    if (period.from == period.to) return period.from.text();
    return fmt::format("{} to {}", period.from.text(), period.to.text());
}

}  // namespace svd::agent
