// Counting blocks by party and unit.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "core/domain/area_profile.h"
#include "hub/state/cells.h"

namespace svd {

using UnitKey = std::pair<PartyIndex, CountUnit>;

struct UnitTally {
    explicit UnitTally(std::size_t slots) : records(slots) {}
    std::map<Code, std::vector<std::uint64_t>> kinds;  // one number for each slot
    std::vector<std::uint64_t> records;
    std::uint64_t best_fit = 0;
    // By field, then by the codes 0 to 3 and, last, every value; empty unless quality was asked for.
    std::vector<std::array<std::uint64_t, 5>> quality;

    std::uint64_t kind_total(Code kind) const;
    std::uint64_t total() const;
};

// A slot is a month of the period, or the whole of it where months are not told apart.
class Tally {
public:
    explicit Tally(std::size_t slots) : slots_(slots) {}

    void add(const Block& block, std::size_t slot, bool best_fit);
    // As `add`, and how well each field is known.
    void add_with_quality(const Block& block, std::size_t slot, bool best_fit);
    // Only the rows of the block for which keep(row) says so.
    template <class Keep>
    void add_some(const Block& block, std::size_t slot, Keep keep) {
        add_rows(block, slot, false, keep, [](UnitTally&, std::size_t, std::uint64_t) {});
    }

    const UnitTally* find(UnitKey key) const;
    const std::map<UnitKey, UnitTally>& units() const { return units_; }
    bool has(PartyIndex party) const;

private:
    UnitTally& unit_of(UnitKey key);

    template <class Keep, class More>
    void add_rows(const Block& block, std::size_t slot, bool best_fit, Keep keep, More more) {
        const auto parties = block.parties();
        const auto units = block.codes(Field::kCountUnit);
        const auto kinds = block.codes(Field::kKind);
        const auto counts = block.counts();
        for (std::size_t row = 0, rows = block.rows(); row < rows; ++row) {
            if (!keep(row)) continue;
            UnitTally& unit = unit_of({parties[row], static_cast<CountUnit>(units[row])});
            auto& by_slot = unit.kinds[kinds[row]];
            by_slot.resize(slots_);
            by_slot[slot] += counts[row];
            unit.records[slot] += counts[row];
            if (best_fit) unit.best_fit += counts[row];
            more(unit, row, counts[row]);
        }
    }

    std::size_t slots_;
    std::map<UnitKey, UnitTally> units_;
};

// What a tally says of its fields, in their order; extras that no record has are left out.
std::vector<FieldQuality> field_quality(const UnitTally& tally);

}  // namespace svd
