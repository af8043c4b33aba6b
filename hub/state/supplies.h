// Who has supplied what for which month, and how much of it, over all areas.
//
// For each (party, unit, month): how many live submissions speak of it, by what they hold, so that "none were
// sent" is never mistaken for "there were none".  Beside that the live records by kind, wherever they are: which
// kinds a party reports at all, and its party-wide figures.
//
// A row that an amendment moves into another month is counted there, but does not make that month supplied.
//
// Not thread-safe.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <span>

#include "core/domain/month.h"
#include "core/domain/vocabulary.h"
#include "hub/state/cells.h"

namespace svd {

struct SupplyKey {
    PartyIndex party = kNoParty;
    CountUnit unit{};
    Month month;
    auto operator<=>(const SupplyKey&) const = default;
};

// How a submission can speak of a month.
enum class SupplyForm : std::uint8_t { kRows, kAggregates, kCohorts, kNilReturn, kNotAvailable };
inline constexpr std::size_t kSupplyForms = 5;

// That a submission speaks of `unit` in `month`, and in which forms: small, because it is kept for each one.
struct SupplyNote {
    Month month;
    CountUnit unit{};
    std::uint8_t forms = 0;  // one bit for each SupplyForm
    bool has(SupplyForm form) const { return (forms >> static_cast<unsigned>(form) & 1U) != 0; }
    bool operator==(const SupplyNote&) const = default;
};

// How many live submissions speak of it at all, and in each form.
struct Supply {
    std::uint32_t submissions = 0;
    std::array<std::uint32_t, kSupplyForms> by_form{};
    std::uint32_t in(SupplyForm form) const { return by_form[static_cast<std::size_t>(form)]; }
    bool operator==(const Supply&) const = default;
};

class Supplies {
public:
    // What one submission of `party` speaks of: each month and unit once.
    void add(PartyIndex party, std::span<const SupplyNote> notes);
    void remove(PartyIndex party, std::span<const SupplyNote> notes);
    void count(std::span<const CellChange> changes);

    Supply of(const SupplyKey& key) const;  // all 0 when nobody spoke of it
    // The units that `party` says anything about in `period`, and the kinds it has live records of there.
    std::set<CountUnit> units(PartyIndex party, const Period& period) const;
    std::set<Code> kinds(PartyIndex party, CountUnit unit, const Period& period) const;
    // Live records, of all kinds and wherever they are.
    std::uint64_t records(const SupplyKey& key) const;

    bool operator==(const Supplies&) const = default;

private:
    std::map<SupplyKey, Supply> supplies_;                        // none of them all 0
    std::map<SupplyKey, std::map<Code, std::uint64_t>> records_;  // by kind, none of them 0
};

}  // namespace svd
