#include "hub/state/state.h"

#include <algorithm>

#include "hub/state/plan.h"

namespace svd {

Result<void> State::apply(const wire::Receipt& receipt, const Submission& submission, const HeldSubmissions& held) {
    const RefusedRows refused(receipt.refused);
    Result<Plan> planned = Planner(*this, receipt, submission, refused, held).plan();
    if (!planned) return planned.error();
    Plan& plan = *planned;
    const Sequence sequence = next_sequence();

    // From here on nothing fails.
    if (plan.party == parties_.size()) {
        party_indexes_.emplace(receipt.party, plan.party);
        parties_.push_back(receipt.party);
    }
    for (const Sequence superseded : plan.superseded) drop_superseded(superseded, sequence);
    for (const auto& [row, change] : plan.rows) changed_rows_[row.first][row.second] = change;
    supplies_.count(plan.cells);
    cells_.apply(std::move(plan.cells));
    supplies_.add(plan.party, plan.kept.notes);
    returns_.add(plan.party, sequence, submission,
                 [&](RowKind list, std::size_t row) { return !refused.contains(list, row); });
    by_digest_.emplace(receipt.submission, sequence);
    submissions_.push_back(std::move(plan.kept));
    return {};
}

// All of a superseded submission but its rows, which the plan subtracts with everything else.
void State::drop_superseded(Sequence sequence, Sequence by) {
    Kept& kept = submissions_[sequence];
    const PartyIndex party = party_index(kept.record.receipt.party);
    kept.record.superseded_by = by;
    supplies_.remove(party, kept.notes);
    kept.notes = {};
    returns_.remove(party, sequence);
    changed_rows_.erase(sequence);
}

std::optional<Sequence> State::find(const Digest& submission) const {
    const auto found = by_digest_.find(submission);
    if (found == by_digest_.end()) return std::nullopt;
    return found->second;
}

RowStanding State::standing(const RowAddress& row) const {
    const std::optional<Sequence> sequence = find(row.submission);
    if (!sequence) return RowStanding::kNotHeld;
    const Kept& kept = submissions_[*sequence];
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
           cells_ == other.cells_ && supplies_ == other.supplies_ && returns_ == other.returns_;
}

}  // namespace svd
