#include "hub/ledger/ledger.h"

#include <mutex>
#include <optional>
#include <set>

#include "core/base/check.h"
#include "core/base/log.h"
#include "hub/ledger/held_payloads.h"
#include "hub/ledger/standing_rules.h"

namespace svd {
namespace {

wire::RowFinding told(const Finding& finding) {
    return {finding.rows, finding.row, code_text(finding.code), std::string(finding.field)};
}

// How many items of a list the verdict leaves.
std::uint32_t accepted_of(RowKind rows, std::size_t size, const Verdict& verdict) {
    std::set<std::uint32_t> refused;
    for (const Finding& finding : verdict.refused) {
        if (finding.rows == rows) refused.insert(finding.row);
    }
    return static_cast<std::uint32_t>(size - refused.size());
}

wire::Accepted accepted_of(const Submission& submission, const Verdict& verdict) {
    return {accepted_of(RowKind::kIncident, submission.incidents.size(), verdict),
            accepted_of(RowKind::kAggregate, submission.aggregates.size(), verdict),
            accepted_of(RowKind::kCohort, submission.cohorts.size(), verdict),
            accepted_of(RowKind::kNilReturn, submission.nil_returns.size(), verdict),
            accepted_of(RowKind::kNotAvailable, submission.not_available.size(), verdict),
            accepted_of(RowKind::kAmendment, submission.amendments.size(), verdict),
            accepted_of(RowKind::kWithdrawal, submission.withdrawals.size(), verdict)};
}

wire::Receipt receipt_for(const Proposal& proposal, Sequence sequence) {
    wire::Receipt receipt;
    receipt.submission = proposal.digest;
    receipt.sequence = sequence;
    receipt.party = proposal.party;
    receipt.received_at = rfc3339(proposal.received_at);
    receipt.agreement = proposal.agreement;
    receipt.months = proposal.submission.months;
    receipt.supply = proposal.submission.supply;
    receipt.accepted = accepted_of(proposal.submission, proposal.verdict);
    for (const Finding& finding : proposal.verdict.refused) receipt.refused.push_back(told(finding));
    for (const Finding& finding : proposal.verdict.warnings) receipt.warnings.push_back(told(finding));
    return receipt;
}

}  // namespace

// The submissions accepted so far in one write set.
struct Ledger::Draft {
    Sequence next = 0;
    WriteSet writes;
    PendingSupplies pending;
    std::unordered_map<Digest, std::size_t, DigestHash> outcomes;  // which outcome answers that digest
    std::vector<std::pair<wire::Receipt, Submission>> accepted;
};

Result<std::unique_ptr<Ledger>> Ledger::open(Store& store) {
    std::unique_ptr<Ledger> ledger(new Ledger(store));
    if (auto done = ledger->replay(); !done) return done.error();
    return ledger;
}

Result<void> Ledger::replay() {
    const HeldPayloads held(store_);
    Result<void> outcome;
    auto scanned = store_.scan(Table::kEntries, "", [&](std::string_view key, std::string_view value) {
        const Sequence expected = state_.next_sequence();
        auto entry = wire::decode_entry(value);
        if (!entry || from_big_endian(key) != expected || entry->sequence != expected) {
            outcome = Error{Errc::kCorrupt, "the sequence is broken at entry " + std::to_string(expected)};
            return false;
        }
        auto receipt = wire::decode_receipt(entry->receipt_bytes);
        auto submission = held.submission(expected);
        if (!receipt) outcome = receipt.error();
        else if (!submission) outcome = submission.error();
        else outcome = state_.apply(*receipt, *submission, held);
        return outcome.has_value();
    });
    return scanned ? outcome : scanned;
}

std::size_t Ledger::together(const std::vector<Proposal>& proposals) {
    for (std::size_t i = 0; i < proposals.size(); ++i) {
        // What changes the held is decided and written alone, so that every decision sees what came before it.
        if (changes_what_is_held(proposals[i].submission)) return i == 0 ? 1 : i;
    }
    return proposals.size();
}

std::vector<Outcome> Ledger::append(std::vector<Proposal> proposals) {
    std::vector<Outcome> outcomes(proposals.size());
    std::vector<std::optional<std::size_t>> same_as(proposals.size());
    Draft draft;
    draft.next = state_.next_sequence();
    for (std::size_t i = 0; i < proposals.size(); ++i) {
        const auto twin = draft.outcomes.find(proposals[i].digest);
        if (twin != draft.outcomes.end() && proposals[twin->second].party == proposals[i].party) {
            same_as[i] = twin->second;
            continue;
        }
        const std::size_t accepted_before = draft.accepted.size();
        decide(proposals[i], draft, outcomes[i]);
        if (draft.accepted.size() > accepted_before) draft.outcomes.emplace(proposals[i].digest, i);
    }
    if (!draft.writes.empty()) {
        if (auto done = store_.commit(draft.writes); done) {
            follow(draft);
        } else {
            log::error("ledger.commit_failed", {{"error.message", done.error().detail}});
            for (Outcome& outcome : outcomes) {
                if (outcome.ruling == Ruling::kAccepted) outcome = {};
            }
        }
    }
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (!same_as[i]) continue;
        outcomes[i] = outcomes[*same_as[i]];
        if (outcomes[i].ruling == Ruling::kAccepted) outcomes[i].ruling = Ruling::kKnown;
    }
    return outcomes;
}

void Ledger::decide(Proposal& proposal, Draft& draft, Outcome& outcome) const {
    if (const auto held = state_.find(proposal.digest)) {
        outcome = known(*held, proposal.party);
        return;
    }
    if (draft.outcomes.contains(proposal.digest)) {
        outcome.ruling = Ruling::kNotYours;
        return;
    }
    check_standing(proposal.submission, proposal.party, state_, draft.pending, proposal.verdict);
    if (!proposal.verdict.accepts_file()) {
        outcome = {Ruling::kRefused, {}, std::move(proposal.verdict)};
        return;
    }
    const Sequence sequence = draft.next++;
    wire::Receipt receipt = receipt_for(proposal, sequence);
    outcome = {Ruling::kAccepted, wire::encode_receipt(receipt), {}};
    draft.writes.push_back({Table::kEntries, big_endian(sequence),
                            wire::encode_entry({sequence, proposal.encoding, outcome.receipt_bytes})});
    draft.writes.push_back({Table::kPayloads, big_endian(sequence), std::move(proposal.compressed_payload)});
    draft.pending.add(proposal.party, proposal.digest, proposal.submission);
    draft.accepted.emplace_back(std::move(receipt), std::move(proposal.submission));
}

Outcome Ledger::known(Sequence sequence, const std::string& party) const {
    if (state_.submission(sequence).receipt.party != party) return {Ruling::kNotYours, {}, {}};
    auto receipt = receipt_bytes(sequence);
    if (!receipt) return {};
    return {Ruling::kKnown, *std::move(receipt), {}};
}

// What has been decided and written must apply: if it does not, what we hold in memory is wrong and must not be
// asked again.
void Ledger::follow(const Draft& draft) {
    const HeldPayloads held(store_);
    const std::unique_lock lock(mutex_);
    for (const auto& [receipt, submission] : draft.accepted) {
        const auto applied = state_.apply(receipt, submission, held);
        if (!applied) log::error("ledger.apply_failed", {{"error.message", applied.error().detail}});
        SVD_CHECK(applied.has_value());
    }
}

Result<std::string> Ledger::receipt_bytes(Sequence sequence) const {
    auto entry = stored_entry(store_, sequence);
    if (!entry) return entry.error();
    return std::move(entry->receipt_bytes);
}

Result<std::string> Ledger::payload(Sequence sequence) const { return stored_payload(store_, sequence); }

}  // namespace svd
