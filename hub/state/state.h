// What the hub holds, computed from nothing but its one ordered sequence of entries.
//
// `apply` reads no clock, no random number and no configuration: a second hub fed the same sequence, with the same
// keys of records, holds an equal State.  Geography and the parties' particulars come in only when a question is asked.
//
// Rows are kept as counted cells: columns of codes, one block for each (area as sent, month), a row of the block
// for each distinct (party, codes) with how many records are like it and the sum of their keys.  A profile therefore costs what its own
// areas and months hold.  Which records were amended or withdrawn is a small overlay; the records themselves are
// in the stored submissions, through HeldSubmissions.
//
// Not thread-safe: the ledger's writer changes it under an exclusive lock, readers hold a shared one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/domain/submission.h"
#include "core/wire/receipt_codec.h"
#include "hub/state/arrivals.h"
#include "hub/state/cells.h"
#include "hub/state/record_keys.h"
#include "hub/state/returns.h"
#include "hub/state/supplies.h"

namespace svd {

// What the state does not keep in memory: the accepted submissions of earlier entries, decoded from their stored
// bytes, and the keys of all records.
class HeldSubmissions {
public:
    HeldSubmissions() : keys_(without_keys()) {}
    explicit HeldSubmissions(const RecordKeys& keys) : keys_(keys) {}  // which outlive it
    HeldSubmissions(const HeldSubmissions&) = delete;
    HeldSubmissions& operator=(const HeldSubmissions&) = delete;
    virtual ~HeldSubmissions() = default;
    virtual Result<Submission> submission(Sequence sequence) const = 0;
    const RecordKeys& keys() const { return keys_; }

private:
    const RecordKeys& keys_;
};

// What is kept in memory of each submission.
struct SubmissionRecord {
    wire::Receipt receipt;  // without its findings: those are on disk
    std::vector<std::uint32_t> refused_rows;  // incidents not held, ascending
    std::vector<CountUnit> units;  // of the rows, aggregates and statements held
    std::optional<Sequence> superseded_by;
    std::optional<Sequence> erased_by;  // then the receipt is that of what is left: see hub/ledger/erasure.h
    bool operator==(const SubmissionRecord&) const = default;
};

enum class RowStanding { kNotHeld, kHeld, kWithdrawn };

class State {
public:
    // The next submission of the log, which need not be the next entry: the receipt says where it stands.
    // Afterwards the state is either advanced by it, or, on an error, unchanged.  Refused rows are those the receipt
    // names.
    Result<void> apply(const wire::Receipt& receipt, const Submission& submission, const HeldSubmissions& held);

    // The same in two steps.  `plan` may read and decode earlier submissions, and changes nothing, so that others may
    // ask meanwhile; `commit` is short and cannot fail.  Nothing may be committed between the two, and what the plan
    // was made from must live until then.
    struct Plan;  // in plan.h
    using PlanPtr = std::shared_ptr<Plan>;
    Result<PlanPtr> plan(const wire::Receipt& receipt, const Submission& submission, const HeldSubmissions& held) const;
    void commit(const PlanPtr& plan);

    // Puts what is left of a submission in its place, in the same two steps.  Its rows go as those of a superseded
    // one do, with all amendments of them.
    Result<PlanPtr> plan_erasure(const wire::Receipt& left_receipt, const Submission& left,
                                 const HeldSubmissions& held) const;
    void commit_erasure(const PlanPtr& plan, Sequence by);
    // When the past is applied again, what is left has taken the place from the start: these say when it did.
    void mark_erased(Sequence submission, Sequence by) { submissions_.at(submission).record.erased_by = by; }
    void note_erasure(Sequence by) { last_erasure_ = by; }

    // All that the state holds comes from entries before this one; entries since have changed nothing in it.
    Sequence snapshot() const;
    // The submissions with rows that count as this one amended or withdrew them.
    std::set<Sequence> corrected_by(Sequence correction) const;
    const SubmissionRecord& submission(Sequence sequence) const { return submissions_.at(sequence).record; }
    // What that submission spoke of.
    const std::vector<SupplyNote>& notes(Sequence sequence) const { return submissions_.at(sequence).notes; }
    // Calls visit(const SubmissionRecord&, const std::vector<SupplyNote>&) for each, in their order.
    template <class Visit>
    void visit_submissions(Visit&& visit) const {
        for (const auto& [sequence, kept] : submissions_) visit(kept.record, kept.notes);
    }
    // The first submission at or after `sequence`.
    std::optional<Sequence> next_submission(Sequence sequence) const;
    // Two parties may send the same bytes, such as a nil return for the same month: each has its own.
    std::optional<Sequence> find(std::string_view party, const Digest& submission) const;
    std::vector<Sequence> find_all(const Digest& submission) const;

    // Where a party's row stands.  A row of a superseded submission is not held.
    RowStanding standing(std::string_view party, const RowAddress& row) const;

    // Live (not superseded) submissions of `party` that hold rows, aggregates or statements of `unit` for `month`.
    // A cohort snapshot speaks of CountUnit::kPerson in its month.
    std::size_t supplies(std::string_view party, CountUnit unit, Month month) const;
    // The same by form, and the party-wide figures.
    const Supplies& supplies() const { return supplies_; }

    const Cells& cells() const { return cells_; }
    // Nil and not-available returns, aggregates and cohorts, each of a live submission: see state/returns.h.
    const Returns& returns() const { return returns_; }
    const Arrivals& arrivals() const { return arrivals_; }  // of live submissions
    PartyIndex party_index(std::string_view party) const;  // kNoParty when it has sent nothing
    const std::vector<std::string>& parties() const { return parties_; }  // by PartyIndex

    // Equal in everything a question could see, however it came about.
    bool operator==(const State& other) const;

private:
    class Planner;

    // One submission.  `rows` counts the incidents it came with, refused ones too.
    struct Kept {
        SubmissionRecord record;
        std::uint32_t rows = 0;
        std::vector<SupplyNote> notes;
        bool operator==(const Kept&) const = default;
    };
    // A row that is no longer counted as it came: withdrawn, or replaced by item `item` of the amendments of
    // entry `by`.
    struct RowChange {
        bool withdrawn = false;
        Sequence by = 0;
        std::uint32_t item = 0;
        bool operator==(const RowChange&) const = default;
    };

    const RowChange* change_of(Sequence sequence, std::uint32_t row) const;
    void drop_superseded(Sequence sequence, Sequence by);

    std::map<Sequence, Kept> submissions_;
    std::unordered_map<Digest, std::vector<Sequence>, DigestHash> by_digest_;  // one for each party that sent it
    std::vector<std::string> parties_;
    std::map<std::string, PartyIndex, std::less<>> party_indexes_;
    std::map<Sequence, std::map<std::uint32_t, RowChange>> changed_rows_;  // of live submissions
    Cells cells_;
    Supplies supplies_;
    Returns returns_;
    Arrivals arrivals_;
    std::optional<Sequence> last_erasure_;
};

}  // namespace svd
