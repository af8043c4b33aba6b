#include "hub/state/supplies.h"

#include "core/base/check.h"

namespace svd {

void Supplies::add(PartyIndex party, std::span<const SupplyNote> notes) {
    for (const SupplyNote& note : notes) {
        Supply& held = supplies_[{party, note.unit, note.month}];
        ++held.submissions;
        for (std::size_t form = 0; form < kSupplyForms; ++form) {
            held.by_form[form] += note.has(static_cast<SupplyForm>(form)) ? 1 : 0;
        }
    }
}

void Supplies::remove(PartyIndex party, std::span<const SupplyNote> notes) {
    for (const SupplyNote& note : notes) {
        const auto found = supplies_.find({party, note.unit, note.month});
        SVD_CHECK(found != supplies_.end());
        Supply& held = found->second;
        --held.submissions;
        for (std::size_t form = 0; form < kSupplyForms; ++form) {
            const std::uint32_t gone = note.has(static_cast<SupplyForm>(form)) ? 1 : 0;
            SVD_CHECK(held.by_form[form] >= gone);
            held.by_form[form] -= gone;
        }
        if (held.submissions == 0) supplies_.erase(found);
    }
}

void Supplies::count(std::span<const CellChange> changes) {
    std::map<SupplyKey, std::map<Code, std::int64_t>> net;
    for (const CellChange& change : changes) {
        const SupplyKey key{change.key.party, static_cast<CountUnit>(change.key[Field::kCountUnit]), change.month};
        net[key][change.key[Field::kKind]] += change.change;
    }
    for (const auto& [key, kinds] : net) {
        auto& held = records_[key];
        for (const auto& [kind, change] : kinds) {
            const std::int64_t count = static_cast<std::int64_t>(held[kind]) + change;
            SVD_CHECK(count >= 0);
            held[kind] = static_cast<std::uint64_t>(count);
            if (count == 0) held.erase(kind);
        }
        if (held.empty()) records_.erase(key);
    }
}

Supply Supplies::of(const SupplyKey& key) const {
    const auto held = supplies_.find(key);
    return held == supplies_.end() ? Supply{} : held->second;
}

std::set<CountUnit> Supplies::units(PartyIndex party, const Period& period) const {
    std::set<CountUnit> units;
    const auto collect = [&](const auto& map) {
        for (auto at = map.lower_bound(SupplyKey{party, CountUnit{}, Month{}}); at != map.end(); ++at) {
            if (at->first.party != party) break;
            if (period.contains(at->first.month)) units.insert(at->first.unit);
        }
    };
    collect(supplies_);
    collect(records_);
    return units;
}

std::set<Code> Supplies::kinds(PartyIndex party, CountUnit unit, const Period& period) const {
    std::set<Code> kinds;
    for (auto at = records_.lower_bound(SupplyKey{party, unit, period.from}); at != records_.end(); ++at) {
        if (at->first.party != party || at->first.unit != unit || at->first.month > period.to) break;
        for (const auto& [kind, count] : at->second) kinds.insert(kind);
    }
    return kinds;
}

std::uint64_t Supplies::records(const SupplyKey& key) const {
    const auto held = records_.find(key);
    if (held == records_.end()) return 0;
    std::uint64_t records = 0;
    for (const auto& [kind, count] : held->second) records += count;
    return records;
}

}  // namespace svd
