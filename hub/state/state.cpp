#include "hub/state/state.h"

#include <algorithm>

#include "hub/state/plan.h"

namespace svd {

Result<void> State::apply(const wire::Receipt& receipt, const Submission& submission, const HeldSubmissions& held) {
    const Result<PlanPtr> planned = plan(receipt, submission, held);
    if (!planned) return planned.error();
    commit(*planned);
    return {};
}

Result<State::PlanPtr> State::plan(const wire::Receipt& receipt, const Submission& submission,
                                   const HeldSubmissions& held) const {
    return Planner(*this, receipt, submission, held).plan();
}

void State::commit(const PlanPtr& planned) {
    Plan& plan = *planned;
    const wire::Receipt& receipt = *plan.receipt;
    const Sequence sequence = receipt.sequence;
    if (plan.party == parties_.size()) {
        party_indexes_.emplace(receipt.party, plan.party);
        parties_.push_back(receipt.party);
    }
    for (const Sequence superseded : plan.superseded) drop_superseded(superseded, sequence);
    for (const auto& [row, change] : plan.rows) changed_rows_[row.first][row.second] = change;
    supplies_.count(plan.cells);
    cells_.apply(std::move(plan.cells));
    supplies_.add(plan.party, plan.kept.notes);
    returns_.add(plan.party, sequence, *plan.submission,
                 [&](RowKind list, std::size_t row) { return !plan.refused.contains(list, row); });
    arrivals_.add(receipt);
    by_digest_[receipt.submission].push_back(sequence);
    submissions_.emplace_hint(submissions_.end(), sequence, std::move(plan.kept));
}

Result<State::PlanPtr> State::plan_erasure(const wire::Receipt& left_receipt, const Submission& left,
                                           const HeldSubmissions& held) const {
    return Planner(*this, left_receipt, left, held).plan_erasure();
}

void State::commit_erasure(const PlanPtr& planned, Sequence by) {
    Plan& plan = *planned;
    const Sequence sequence = plan.receipt->sequence;
    Kept& kept = submissions_.at(sequence);
    supplies_.count(plan.cells);
    cells_.apply(std::move(plan.cells));
    if (!kept.record.superseded_by) {
        supplies_.remove(plan.party, kept.notes);
        supplies_.add(plan.party, plan.kept.notes);
        returns_.remove(plan.party, sequence);
        returns_.add(plan.party, sequence, *plan.submission, [](RowKind, std::size_t) { return true; });
        changed_rows_.erase(sequence);
    } else {
        plan.kept.notes = {};
    }
    plan.kept.record.superseded_by = kept.record.superseded_by;
    plan.kept.record.erased_by = by;
    kept = std::move(plan.kept);
    last_erasure_ = by;
}

Sequence State::snapshot() const {
    const Sequence submissions = submissions_.empty() ? 0 : submissions_.rbegin()->first + 1;
    return last_erasure_ ? std::max(submissions, *last_erasure_ + 1) : submissions;
}

std::set<Sequence> State::corrected_by(Sequence correction) const {
    std::set<Sequence> found;
    for (const auto& [sequence, rows] : changed_rows_) {
        const bool corrected =
            std::ranges::any_of(rows, [&](const auto& changed) { return changed.second.by == correction; });
        if (corrected) found.insert(sequence);
    }
    return found;
}

// All of a superseded submission but its rows, which the plan subtracts with everything else.
void State::drop_superseded(Sequence sequence, Sequence by) {
    Kept& kept = submissions_.at(sequence);
    const PartyIndex party = party_index(kept.record.receipt.party);
    kept.record.superseded_by = by;
    supplies_.remove(party, kept.notes);
    kept.notes = {};
    arrivals_.remove(kept.record.receipt);
    returns_.remove(party, sequence);
    changed_rows_.erase(sequence);
}

std::vector<Sequence> State::find_all(const Digest& submission) const {
    const auto found = by_digest_.find(submission);
    return found == by_digest_.end() ? std::vector<Sequence>{} : found->second;
}

std::optional<Sequence> State::find(std::string_view party, const Digest& submission) const {
    const auto found = by_digest_.find(submission);
    if (found == by_digest_.end()) return std::nullopt;
    for (const Sequence sequence : found->second) {
        if (submissions_.at(sequence).record.receipt.party == party) return sequence;
    }
    return std::nullopt;
}

std::optional<Sequence> State::next_submission(Sequence sequence) const {
    const auto found = submissions_.lower_bound(sequence);
    if (found == submissions_.end()) return std::nullopt;
    return found->first;
}

RowStanding State::standing(std::string_view party, const RowAddress& row) const {
    const std::optional<Sequence> sequence = find(party, row.submission);
    if (!sequence) return RowStanding::kNotHeld;
    const Kept& kept = submissions_.at(*sequence);
    if (kept.record.superseded_by || row.row >= kept.rows ||
        std::ranges::binary_search(kept.record.refused_rows, row.row)) {
        return RowStanding::kNotHeld;
    }
    const RowChange* change = change_of(*sequence, row.row);
    return change != nullptr && change->withdrawn ? RowStanding::kWithdrawn : RowStanding::kHeld;
}

std::size_t State::supplies(std::string_view party, CountUnit unit, Month month) const {
    const PartyIndex index = party_index(party);
    return index == kNoParty ? 0 : supplies_.of({index, unit, month}).submissions;
}

PartyIndex State::party_index(std::string_view party) const {
    const auto found = party_indexes_.find(party);
    return found == party_indexes_.end() ? kNoParty : found->second;
}

const State::RowChange* State::change_of(Sequence sequence, std::uint32_t row) const {
    const auto rows = changed_rows_.find(sequence);
    if (rows == changed_rows_.end()) return nullptr;
    const auto found = rows->second.find(row);
    return found == rows->second.end() ? nullptr : &found->second;
}

bool State::operator==(const State& other) const {
    // The two indexes follow from these.
    return submissions_ == other.submissions_ && parties_ == other.parties_ && changed_rows_ == other.changed_rows_ &&
           cells_ == other.cells_ && supplies_ == other.supplies_ && returns_ == other.returns_ &&
           arrivals_ == other.arrivals_ && last_erasure_ == other.last_erasure_;
}

}  // namespace svd
