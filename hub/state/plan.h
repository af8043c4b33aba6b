// What applying one entry will change, worked out in full before anything is changed: all that can fail, fails
// here.  Private to hub/state.
#pragma once

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "hub/state/accepted.h"
#include "hub/state/state.h"

namespace svd {

// A row by the sequence number of the submission that introduced it.
using RowId = std::pair<Sequence, std::uint32_t>;

struct State::Plan {
    Plan(const wire::Receipt& of, const Submission& from) : receipt(&of), submission(&from), refused(of.refused) {}
    const wire::Receipt* receipt;
    const Submission* submission;
    RefusedRows refused;
    PartyIndex party = kNoParty;
    Kept kept;
    std::set<Sequence> superseded;
    std::vector<CellChange> cells;
    std::map<RowId, RowChange> rows;  // of submissions that stay live
};

class State::Planner {
public:
    Planner(const State& state, const wire::Receipt& receipt, const Submission& submission,
            const HeldSubmissions& held);
    Result<PlanPtr> plan();
    Result<PlanPtr> plan_erasure();

private:
    Result<void> begin();
    Result<void> keep();
    Result<void> supersede();
    Result<void> subtract_submission(Sequence sequence);
    Result<void> add_rows();
    Result<void> amend();
    Result<void> withdraw();
    Result<void> change_cell(const Incident& incident, std::int64_t change, KeySum key);

    // A row that may be amended or withdrawn; nothing where it has been erased, which happens only when the past is
    // applied again.  And that row as it is counted now.
    Result<std::optional<RowId>> correctable(const std::optional<RowAddress>& address) const;
    Result<const Incident*> counted(const RowId& row);
    const RowChange* change_of(const RowId& row) const;
    std::vector<KeySum> keys_of(const wire::Receipt& receipt, std::uint32_t first, std::size_t rows) const;
    KeySum key_of(const RowId& row) const;
    Result<const Submission*> fetch(Sequence sequence);

    const State& state_;
    const wire::Receipt& receipt_;
    const Submission& submission_;
    const HeldSubmissions& held_;
    std::map<Sequence, Submission> fetched_;
    Plan plan_;
    const RefusedRows& refused_ = plan_.refused;
};

}  // namespace svd
