// A sequence of entries made by hand, and the state it leads to.
#pragma once

#include <algorithm>
#include <cstring>
#include <map>
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

// A different number for each row, without any secret.
class MixedKeys final : public RecordKeys {
public:
    void read(std::string_view party, const Digest& submission, std::uint32_t first,
              std::span<KeySum> keys) const override {
        const std::uint64_t seed = std::hash<std::string_view>{}(party) ^ DigestHash {}(submission);
        for (KeySum& key : keys) {
            key = (KeySum{mixed(seed + 2 * first + 1)} << 64U) | mixed(seed + 2 * first);
            ++first;
        }
    }

    KeySum of(std::string_view party, const RowAddress& row) const {
        KeySum key = 0;
        read(party, row.submission, row.row, {&key, 1});
        return key;
    }

private:
    // The finaliser of SplitMix64.
    static std::uint64_t mixed(std::uint64_t bits) {
        bits = (bits ^ (bits >> 30U)) * 0xbf58476d1ce4e5b9U;
        bits = (bits ^ (bits >> 27U)) * 0x94d049bb133111ebU;
        return bits ^ (bits >> 31U);
    }
};

inline const MixedKeys kMixedKeys;

// The ledger's part, in memory; `broken_call` makes one fetch fail.
class HeldInMemory final : public HeldSubmissions {
public:
    HeldInMemory() : HeldSubmissions(kMixedKeys) {}
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
        wire::Receipt receipt = receipt_of(party, state.snapshot(), submission, std::move(refused));
        receipt.received_at = received_at;
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

    // As hub/ledger/erasure.h does it: what is left says of each month that its data is gone.
    Result<void> erase(Sequence sequence) {
        Submission left;
        left.supply = held.submissions[sequence].supply;
        left.supersedes = held.submissions[sequence].supersedes;
        for (const SupplyNote& note : state.notes(sequence)) {
            left.not_available.push_back({note.month.number(), static_cast<Code>(note.unit), term::kReasonErased});
        }
        wire::Receipt receipt = state.submission(sequence).receipt;
        receipt.accepted = {};
        receipt.accepted.not_available = static_cast<std::uint32_t>(left.not_available.size());
        const Result<State::PlanPtr> planned = state.plan_erasure(receipt, left, held);
        if (!planned) return planned.error();
        const Sequence by = state.snapshot();
        state.commit_erasure(*planned, by);
        receipts[sequence] = receipt;
        held.submissions[sequence] = left;
        erasures.emplace(by, sequence);
        receipts.emplace_back();  // so that both lists are still by sequence number
        held.submissions.emplace_back();
        return {};
    }

    State again() const {
        State fresh;
        for (std::size_t i = 0; i < receipts.size(); ++i) {
            if (erasures.contains(i)) continue;
            SVD_CHECK(fresh.apply(receipts[i], held.submissions[i], held).has_value());
            const auto erased = std::ranges::find(erasures, i, &std::pair<const Sequence, Sequence>::second);
            if (erased != erasures.end()) fresh.mark_erased(i, erased->first);
        }
        for (const auto& [by, sequence] : erasures) fresh.note_erasure(by);
        return fresh;
    }

    State state;
    std::string received_at;  // of what is applied next
    HeldInMemory held;
    std::vector<wire::Receipt> receipts;
    std::map<Sequence, Sequence> erasures;  // by which entry, of which submission
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
    KeySum sum = 0;
    auto operator<=>(const Line&) const = default;
};

inline std::vector<Line> lines(const Cells& cells) {
    std::vector<Line> all;
    std::vector<Cell> block_cells;
    for (const AreaRef& where : cells.areas()) {
        cells.visit(where, {Month(), Month::parse("2199-12").value()}, [&](Month when, const Block& block) {
            block.unpack(block_cells);
            for (const Cell& cell : block_cells) all.push_back({where, when, cell.key, cell.count, cell.sum});
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
