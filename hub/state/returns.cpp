#include "hub/state/returns.h"

#include <algorithm>

namespace svd {
namespace {

template <class Value>
void add_list(std::vector<Held<Value>>& held, Sequence sequence, const std::vector<Value>& sent, RowKind list,
              const std::function<bool(RowKind, std::size_t)>& keep) {
    // Nearly always the end: only what is left of an erased submission comes after later ones.
    auto place = std::ranges::upper_bound(held, sequence, {}, &Held<Value>::sequence);
    for (std::size_t row = 0; row < sent.size(); ++row) {
        if (keep(list, row)) place = held.insert(place, {sequence, sent[row]}) + 1;
    }
}

template <class Value>
void remove_from(std::vector<Held<Value>>& held, Sequence sequence) {
    std::erase_if(held, [sequence](const Held<Value>& entry) { return entry.sequence == sequence; });
}

template <class Value>
bool same_sources(const std::vector<Held<Value>>& a, const std::vector<Held<Value>>& b) {
    return std::ranges::equal(a, b, {}, &Held<Value>::sequence, &Held<Value>::sequence);
}

}  // namespace

bool PartyReturns::empty() const {
    return nil_returns.empty() && not_available.empty() && aggregates.empty() && cohorts.empty();
}

void Returns::add(PartyIndex party, Sequence sequence, const Submission& submission,
                  const std::function<bool(RowKind, std::size_t)>& keep) {
    PartyReturns& held = by_party_[party];
    add_list(held.nil_returns, sequence, submission.nil_returns, RowKind::kNilReturn, keep);
    add_list(held.not_available, sequence, submission.not_available, RowKind::kNotAvailable, keep);
    add_list(held.aggregates, sequence, submission.aggregates, RowKind::kAggregate, keep);
    add_list(held.cohorts, sequence, submission.cohorts, RowKind::kCohort, keep);
    if (held.empty()) by_party_.erase(party);
}

void Returns::remove(PartyIndex party, Sequence sequence) {
    const auto found = by_party_.find(party);
    if (found == by_party_.end()) return;
    remove_from(found->second.nil_returns, sequence);
    remove_from(found->second.not_available, sequence);
    remove_from(found->second.aggregates, sequence);
    remove_from(found->second.cohorts, sequence);
    if (found->second.empty()) by_party_.erase(found);
}

const PartyReturns& Returns::of(PartyIndex party) const {
    static const PartyReturns kNone;
    const auto found = by_party_.find(party);
    return found == by_party_.end() ? kNone : found->second;
}

bool Returns::operator==(const Returns& other) const {
    return std::ranges::equal(by_party_, other.by_party_, [](const auto& a, const auto& b) {
        return a.first == b.first && same_sources(a.second.nil_returns, b.second.nil_returns) &&
               same_sources(a.second.not_available, b.second.not_available) &&
               same_sources(a.second.aggregates, b.second.aggregates) &&
               same_sources(a.second.cohorts, b.second.cohorts);
    });
}

}  // namespace svd
