#include "hub/profile/tally.h"

#include <algorithm>
#include <numeric>

namespace svd {
namespace {

constexpr std::size_t kNotGiven = 0;
constexpr std::size_t kKnown = 4;

// Codes 0 to 3 are the absences, in every vocabulary.  A gravity is a number: 0 is none, and all others are
// values.
std::size_t quality_slot(Field field, Code code) {
    if (field == Field::kGravity) return code == 0 ? kNotGiven : kKnown;
    return std::min<std::size_t>(code, kKnown);
}

// The unit and the precision are always given, every record in an area has a location, and a second or third
// reason for an exclusion is not a gap.
bool has_quality(Field field) {
    switch (field) {
        case Field::kCountUnit:
        case Field::kTimePrecision:
        case Field::kLocation:
        case Field::kExclusionReason2:
        case Field::kExclusionReason3: return false;
        default: return true;
    }
}

std::uint64_t sum(const std::vector<std::uint64_t>& numbers) {
    return std::accumulate(numbers.begin(), numbers.end(), std::uint64_t{0});
}

}  // namespace

std::uint64_t UnitTally::kind_total(Code kind) const {
    const auto found = kinds.find(kind);
    return found == kinds.end() ? 0 : sum(found->second);
}

std::uint64_t UnitTally::total() const { return sum(records); }

void Tally::add(const Block& block, std::size_t slot, bool best_fit) {
    add_rows(block, slot, best_fit, [](std::size_t) { return true; }, [](UnitTally&, std::size_t, std::uint64_t) {});
}

void Tally::add_with_quality(const Block& block, std::size_t slot, bool best_fit) {
    std::vector<std::pair<Field, Column<Code>>> fields;
    for (const Field field : all_fields()) {
        if (has_quality(field)) fields.emplace_back(field, block.codes(field));
    }
    add_rows(
        block, slot, best_fit, [](std::size_t) { return true; },
        [&](UnitTally& unit, std::size_t row, std::uint64_t count) {
            unit.quality.resize(kFieldCount);
            for (const auto& [field, codes] : fields) {
                unit.quality[index_of(field)][quality_slot(field, codes[row])] += count;
            }
        });
}

const UnitTally* Tally::find(UnitKey key) const {
    const auto found = units_.find(key);
    return found == units_.end() ? nullptr : &found->second;
}

bool Tally::has(PartyIndex party) const {
    const auto first = units_.lower_bound({party, CountUnit{}});
    return first != units_.end() && first->first.first == party;
}

UnitTally& Tally::unit_of(UnitKey key) { return units_.try_emplace(key, slots_).first->second; }

std::vector<FieldQuality> field_quality(const UnitTally& tally) {
    std::vector<FieldQuality> all;
    if (tally.quality.empty()) return all;
    for (const Field field : all_fields()) {
        if (!has_quality(field)) continue;
        const auto& numbers = tally.quality[index_of(field)];
        const bool extra = index_of(field) >= kFirstExtraField;
        if (extra && numbers[kNotGiven] == tally.total()) continue;
        all.push_back({field, numbers[kKnown], numbers[kUnknown], numbers[kNotCollected], numbers[kWithheld],
                       numbers[kNotGiven]});
    }
    return all;
}

}  // namespace svd
