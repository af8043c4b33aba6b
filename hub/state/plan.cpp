#include "hub/state/plan.h"

#include <algorithm>

namespace svd {
namespace {

Error conflict(std::string detail) { return {Errc::kConflict, std::move(detail)}; }
Error not_held(std::string detail) { return {Errc::kNotFound, std::move(detail)}; }
Error corrupt(std::string detail) { return {Errc::kCorrupt, std::move(detail)}; }

}  // namespace

State::Planner::Planner(const State& state, const wire::Receipt& receipt, const Submission& submission,
                        const HeldSubmissions& held)
    : state_(state), receipt_(receipt), submission_(submission), held_(held), plan_(receipt, submission) {}

Result<State::PlanPtr> State::Planner::plan() {
    // In this order: what is superseded cannot be amended by the same entry, and of an amendment and a withdrawal
    // of one row the withdrawal comes last.
    for (const auto step :
         {&Planner::begin, &Planner::supersede, &Planner::add_rows, &Planner::amend, &Planner::withdraw}) {
        if (Result<void> done = (this->*step)(); !done) return done.error();
    }
    return std::make_shared<Plan>(std::move(plan_));
}

Result<State::PlanPtr> State::Planner::plan_erasure() {
    const Sequence sequence = receipt_.sequence;
    const auto found = state_.submissions_.find(sequence);
    if (found == state_.submissions_.end()) return not_held("a submission to be erased is not held");
    const SubmissionRecord& record = found->second.record;
    if (record.erased_by) return conflict("a submission to be erased already is");
    if (record.receipt.submission != receipt_.submission) return corrupt("what is left is of another submission");
    plan_.party = state_.party_index(receipt_.party);
    if (Result<void> kept = keep(); !kept) return kept.error();
    if (!record.superseded_by) {
        if (Result<void> gone = subtract_submission(sequence); !gone) return gone.error();
    }
    return std::make_shared<Plan>(std::move(plan_));
}

Result<void> State::Planner::begin() {
    if (receipt_.sequence < state_.snapshot()) return conflict("the entry is not after those applied before");
    if (state_.find(receipt_.party, receipt_.submission)) return conflict("the submission is already held");
    if (!fits(receipt_, submission_, refused_)) return corrupt("the receipt does not fit its submission");
    plan_.party = state_.party_index(receipt_.party);
    if (plan_.party == kNoParty) {
        if (state_.parties_.size() >= kNoParty) return conflict("there are as many parties as can be");
        plan_.party = static_cast<PartyIndex>(state_.parties_.size());
    }
    return keep();
}

Result<void> State::Planner::keep() {
    Result<std::vector<SupplyNote>> notes = supply_notes(submission_, refused_);
    if (!notes) return notes.error();
    Kept& kept = plan_.kept;
    kept.notes = *std::move(notes);
    kept.rows = static_cast<std::uint32_t>(submission_.incidents.size());
    kept.record.receipt = receipt_;
    kept.record.receipt.refused.clear();
    kept.record.receipt.warnings.clear();
    kept.record.refused_rows = refused_.of(RowKind::kIncident);
    std::set<CountUnit> units;
    for (const SupplyNote& note : kept.notes) units.insert(note.unit);
    kept.record.units.assign(units.begin(), units.end());
    return {};
}

Result<void> State::Planner::supersede() {
    for (const std::optional<Digest>& digest : submission_.supersedes) {
        const std::optional<Sequence> sequence = digest ? state_.find(receipt_.party, *digest) : std::nullopt;
        if (!sequence) return not_held("a submission to be superseded is not held");
        const SubmissionRecord& record = state_.submission(*sequence);
        if (record.superseded_by) return conflict("a submission to be superseded already is");
        if (!plan_.superseded.insert(*sequence).second) return conflict("it supersedes a submission twice");
        if (Result<void> gone = subtract_submission(*sequence); !gone) return gone;
    }
    return {};
}

Result<void> State::Planner::subtract_submission(Sequence sequence) {
    const Kept& kept = state_.submissions_.at(sequence);
    const std::vector<KeySum> keys = keys_of(kept.record.receipt, 0, kept.rows);
    for (std::uint32_t row = 0; row < kept.rows; ++row) {
        if (std::ranges::binary_search(kept.record.refused_rows, row)) continue;
        if (const RowChange* change = change_of({sequence, row}); change != nullptr && change->withdrawn) continue;
        const Result<const Incident*> incident = counted({sequence, row});
        if (!incident) return incident.error();
        if (Result<void> changed = change_cell(**incident, -1, keys[row]); !changed) return changed;
    }
    fetched_.erase(sequence);  // it may be large, and nothing can ask for its rows any more
    return {};
}

Result<void> State::Planner::add_rows() {
    const std::vector<KeySum> keys = keys_of(receipt_, 0, submission_.incidents.size());
    for (std::size_t row = 0; row < submission_.incidents.size(); ++row) {
        if (refused_.contains(RowKind::kIncident, row)) continue;
        if (Result<void> changed = change_cell(submission_.incidents[row], 1, keys[row]); !changed) return changed;
    }
    return {};
}

Result<void> State::Planner::amend() {
    for (std::size_t i = 0; i < submission_.amendments.size(); ++i) {
        if (refused_.contains(RowKind::kAmendment, i)) continue;
        const Amendment& amendment = submission_.amendments[i];
        const auto found = correctable(amendment.row);
        if (!found) return found.error();
        if (!*found) continue;
        const RowId row = **found;
        const Result<const Incident*> before = counted(row);
        if (!before) return before.error();
        const KeySum key = key_of(row);
        if (Result<void> changed = change_cell(**before, -1, key); !changed) return changed;
        if (Result<void> changed = change_cell(amendment.replacement, 1, key); !changed) return changed;
        plan_.rows[row] = RowChange{false, receipt_.sequence, static_cast<std::uint32_t>(i)};
    }
    return {};
}

Result<void> State::Planner::withdraw() {
    for (std::size_t i = 0; i < submission_.withdrawals.size(); ++i) {
        if (refused_.contains(RowKind::kWithdrawal, i)) continue;
        const Withdrawal& withdrawal = submission_.withdrawals[i];
        const auto found = correctable(withdrawal.row);
        if (!found) return found.error();
        if (!*found) continue;
        const RowId row = **found;
        const Result<const Incident*> before = counted(row);
        if (!before) return before.error();
        if (Result<void> changed = change_cell(**before, -1, key_of(row)); !changed) return changed;
        plan_.rows[row] = RowChange{true, receipt_.sequence, static_cast<std::uint32_t>(i)};
    }
    return {};
}

std::vector<KeySum> State::Planner::keys_of(const wire::Receipt& receipt, std::uint32_t first, std::size_t rows) const {
    std::vector<KeySum> keys(rows);
    held_.keys().read(receipt.party, receipt.submission, first, keys);
    return keys;
}

KeySum State::Planner::key_of(const RowId& row) const {
    return keys_of(state_.submission(row.first).receipt, row.second, 1).front();
}

Result<void> State::Planner::change_cell(const Incident& incident, std::int64_t change, KeySum key) {
    Result<CellChange> changed = cell_change(incident, plan_.party, change, key);
    if (!changed) return changed.error();
    plan_.cells.push_back(*changed);
    return {};
}

Result<std::optional<RowId>> State::Planner::correctable(const std::optional<RowAddress>& address) const {
    if (!address) return corrupt("an accepted correction names no row");
    const std::optional<Sequence> sequence = state_.find(receipt_.party, address->submission);
    if (!sequence) return not_held("the submission of a row to be corrected is not held");
    const RowId row{*sequence, address->row};
    const Kept& kept = state_.submissions_.at(*sequence);
    if (kept.record.erased_by) return std::optional<RowId>();
    if (kept.record.superseded_by || plan_.superseded.contains(*sequence)) {
        return conflict("a row to be corrected is of a superseded submission");
    }
    if (address->row >= kept.rows || std::ranges::binary_search(kept.record.refused_rows, address->row)) {
        return not_held("a row to be corrected is not held");
    }
    if (const RowChange* change = change_of(row); change != nullptr && change->withdrawn) {
        return conflict("a row to be corrected has been withdrawn");
    }
    return std::optional(row);
}

const State::RowChange* State::Planner::change_of(const RowId& row) const {
    if (const auto planned = plan_.rows.find(row); planned != plan_.rows.end()) return &planned->second;
    return state_.change_of(row.first, row.second);
}

Result<const Incident*> State::Planner::counted(const RowId& row) {
    const RowChange* change = change_of(row);
    if (change != nullptr && change->by == receipt_.sequence) {
        return &submission_.amendments[change->item].replacement;
    }
    const Result<const Submission*> source = fetch(change == nullptr ? row.first : change->by);
    if (!source) return source.error();
    if (change == nullptr) {
        if (row.second >= (*source)->incidents.size()) return corrupt("a stored submission has lost a row");
        return &(*source)->incidents[row.second];
    }
    if (change->item >= (*source)->amendments.size()) return corrupt("a stored submission has lost an amendment");
    return &(*source)->amendments[change->item].replacement;
}

Result<const Submission*> State::Planner::fetch(Sequence sequence) {
    if (const auto found = fetched_.find(sequence); found != fetched_.end()) return &found->second;
    Result<Submission> stored = held_.submission(sequence);
    if (!stored) return stored.error();
    return &fetched_.emplace(sequence, *std::move(stored)).first->second;
}

}  // namespace svd
