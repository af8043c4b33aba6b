// What a rule of a mapping fills: a field of the vocabulary's records, or an order type or a risk band, which only
// cohorts have.  Which of them there are depends on what the records of the export become.
//
// Pure; any thread.
#pragma once

#include <array>
#include <vector>

#include "core/domain/row_kind.h"
#include "core/domain/submission.h"

namespace svd::agent {

class Slot {
public:
    constexpr Slot(Field field) : index_(svd::index_of(field)) {}  // implicit: a field is one
    static constexpr Slot order_type() { return Slot(kFieldCount); }
    static constexpr Slot risk_band() { return Slot(kFieldCount + 1); }

    constexpr std::size_t index() const { return index_; }
    std::optional<Field> field() const;
    bool operator==(const Slot&) const = default;

private:
    explicit constexpr Slot(std::size_t index) : index_(index) {}
    std::size_t index_;
};
inline constexpr std::size_t kSlotCount = kFieldCount + 2;

std::optional<Vocabulary> vocabulary_of(Slot slot);

// `rows` is kIncident, kAggregate or kCohort.  The location follows from the area and is none of them.
const std::vector<Slot>& slots_of(RowKind rows);
// As a mapping names it there: what is victim_age of an incident is age_band of a cohort, and kind is offence.
std::string_view slot_name(RowKind rows, Slot slot);
std::optional<Slot> find_slot(RowKind rows, std::string_view name);

// A record while its cells are looked up.
struct Draft {
    Incident incident;  // all that incidents have, and the place
    std::array<Code, 2> of_cohort{};
    Code operator[](Slot slot) const;
    Code& operator[](Slot slot);
};

}  // namespace svd::agent
