// A sequence of entries made by hand, and the state it leads to.
#pragma once

#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "core/base/check.h"
#include "hub/state/state.h"

namespace svd::test {

inline Month month(std::string_view text) { return Month::parse(text).value(); }
inline AreaRef area(std::string_view code, std::uint16_t vintage) { return {AreaCode::parse(code).value(), vintage}; }

// A recorded crime in an area, or without a location.  What is not set is "not collected".
inline Incident incident(Code kind, Month when, std::optional<AreaRef> where,
                         CountUnit unit = CountUnit::kRecordedCrime) {
    Incident made;
    for (std::size_t i = 0; i < kFirstExtraField; ++i) made.codes[i] = kNotCollected;
    made[Field::kCountUnit] = static_cast<Code>(unit);
    made[Field::kKind] = kind;
    made[Field::kTimePrecision] = term::kPrecisionMonth;
    made.month = when;
    made.month_number = when.number();
    made[Field::kLocation] = where ? term::kLocationArea : kUnknown;
    made.place.location = made[Field::kLocation];
    made.place.has_area = made.place.code_well_formed = where.has_value();
    if (where) made.place.area = *where;
    return made;
}

inline Digest digest_of(std::uint64_t number) {
    Digest digest{};
    std::memcpy(digest.data(), &number, sizeof(number));
    digest.back() = 1;
    return digest;
}

inline wire::Receipt receipt_of(std::string party, Sequence sequence, const Submission& submission,
                                std::vector<wire::RowFinding> refused) {
    wire::Receipt receipt;
    receipt.submission = digest_of(sequence);
    receipt.sequence = sequence;
    receipt.party = std::move(party);
    receipt.supply = submission.supply;
    receipt.months = submission.months;
    const auto left = [&](RowKind list, std::size_t sent) {
        for (const wire::RowFinding& finding : refused) sent -= finding.rows == list ? 1 : 0;  // each row once
        return static_cast<std::uint32_t>(sent);
    };
    receipt.accepted.incidents = left(RowKind::kIncident, submission.incidents.size());
    receipt.accepted.aggregates = left(RowKind::kAggregate, submission.aggregates.size());
    receipt.accepted.cohorts = left(RowKind::kCohort, submission.cohorts.size());
    receipt.accepted.nil_returns = left(RowKind::kNilReturn, submission.nil_returns.size());
    receipt.accepted.not_available = left(RowKind::kNotAvailable, submission.not_available.size());
    receipt.accepted.amendments = left(RowKind::kAmendment, submission.amendments.size());
    receipt.accepted.withdrawals = left(RowKind::kWithdrawal, submission.withdrawals.size());
    receipt.refused = std::move(refused);
    return receipt;
}

// The ledger's part, in memory; `broken_call` makes one fetch fail.
class HeldInMemory final : public HeldSubmissions {
public:
    Result<Submission> submission(Sequence sequence) const override {
        if (++calls == broken_call) return Error{Errc::kCorrupt, "broken by the test"};
        return submissions.at(sequence);
    }
    std::vector<Submission> submissions;
    mutable int calls = 0;
    int broken_call = -1;
};

class SequenceOfEntries {
public:
    // Address of its rows: digest_of(sequence).
    Result<void> try_apply(const std::string& party, const Submission& submission,
                           std::vector<wire::RowFinding> refused = {}) {
        const wire::Receipt receipt = receipt_of(party, state.snapshot(), submission, std::move(refused));
        Result<void> applied = state.apply(receipt, submission, held);
        if (applied) {
            receipts.push_back(receipt);
            held.submissions.push_back(submission);
        }
        return applied;
    }

    bool apply(const std::string& party, const Submission& submission, std::vector<wire::RowFinding> refused = {}) {
        return try_apply(party, submission, std::move(refused)).has_value();
    }

    State again() const {
        State fresh;
        for (std::size_t i = 0; i < receipts.size(); ++i) {
            SVD_CHECK(fresh.apply(receipts[i], held.submissions[i], held).has_value());
        }
        return fresh;
    }

    State state;
    HeldInMemory held;
    std::vector<wire::Receipt> receipts;
};

inline RowAddress row(Sequence sequence, std::uint32_t number) { return {digest_of(sequence), number}; }

inline Submission of_incidents(std::vector<Incident> incidents) {
    Submission submission;
    submission.format = 1;
    submission.supply = static_cast<Code>(SupplyKind::kAddition);
    submission.incidents = std::move(incidents);
    return submission;
}

// All that the cells hold, one line for each.
struct Line {
    AreaRef area;
    Month month;
    CellKey key;
    std::uint64_t count = 0;
    auto operator<=>(const Line&) const = default;
};

inline std::vector<Line> lines(const Cells& cells) {
    std::vector<Line> all;
    std::vector<Cell> block_cells;
    for (const AreaRef& where : cells.areas()) {
        cells.visit(where, {Month(), Month::parse("2199-12").value()}, [&](Month when, const Block& block) {
            block.unpack(block_cells);
            for (const Cell& cell : block_cells) all.push_back({where, when, cell.key, cell.count});
        });
    }
    return all;
}

inline std::uint64_t records(const State& state) {
    std::uint64_t sum = 0;
    for (const Line& line : lines(state.cells())) sum += line.count;
    return sum;
}

}  // namespace svd::test
