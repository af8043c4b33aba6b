#include "hub/ledger/ledger.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>

#include "core/base/check.h"
#include "core/base/log.h"
#include "core/crypto/digest.h"
#include "core/crypto/random.h"
#include "core/receipts/receipt_file.h"
#include "hub/ledger/held_payloads.h"
#include "hub/ledger/standing_rules.h"
#include "hub/ledger/submission_entry.h"
#include "hub/log/log_proofs.h"

namespace svd {
namespace {

constexpr std::string_view kDocumentPrefix = "document/";

std::string document_key(const Digest& digest) { return std::string(kDocumentPrefix) + to_hex(digest); }

}  // namespace

// What is decided so far of one write.
struct Ledger::Draft {
    // A submission that will be held.
    struct Accepted {
        wire::Receipt receipt;
        wire::StoredContent content;
        std::string entry_bytes;
        std::string payload;
        Submission submission;
        std::size_t outcome = 0;  // which one answers it
    };
    LogDraft log;
    PendingSupplies pending;
    std::map<std::pair<std::string, Digest>, std::size_t> outcomes;  // which one answers a party's digest
    std::vector<Accepted> accepted;
    KnownCertificates noted;
};

std::size_t Ledger::together(const std::vector<Change>& changes) {
    for (std::size_t i = 0; i < changes.size(); ++i) {
        // What changes the held is decided and written alone, so that every decision sees what came before it.
        const auto* proposal = std::get_if<Proposal>(&changes[i]);
        const auto* entry = std::get_if<LogEntry>(&changes[i]);
        const bool alone = std::holds_alternative<Erasure>(changes[i]) ||
                           (proposal != nullptr && changes_what_is_held(proposal->submission)) ||
                           (entry != nullptr && LogFacts::is_one(entry->event));
        if (alone) return i == 0 ? 1 : i;
    }
    return changes.size();
}

Result<void> Ledger::begin(std::vector<LogEntry> entries, std::size_t confirmations) {
    standing_.need(std::min(confirmations, witnesses_->all().size()));
    if (!standing_.open()) {
        begin_with_ = std::move(entries);
        return {};
    }
    const auto written = append({std::make_move_iterator(entries.begin()), std::make_move_iterator(entries.end())});
    const bool all = std::ranges::all_of(written, [](const Outcome& each) { return each.ruling == Ruling::kAccepted; });
    return all ? Result<void>() : Error{Errc::kInternal, "the start could not be written to the log"};
}

void Ledger::end(LogEntry last) {
    append({std::move(last)});
    if (!standing_.open()) return;
    if (auto kept = log_->keep_checkpoint(); !kept) log::error("log.checkpoint_not_kept");
}

std::vector<Outcome> Ledger::append(std::vector<Change> changes) {
    for (const Change& change : changes) {
        if (const auto* found = std::get_if<Contradicted>(&change)) {
            standing_.contradict();  // at once, and after a restart if the disk will have it
            const auto kept = store_.commit({{Table::kMeta, std::string(kContradictedKey), found->checkpoint}});
            log::error("log.contradicted", {{"svd.kept", kept.has_value()}});
        }
    }
    if (!standing_.open()) return std::vector<Outcome>(changes.size(), {Ruling::kReadOnly, {}, {}, {}});
    if (!begin_with_.empty()) {
        // Kept until they are on disk: nothing may come before them.
        const auto begun = append_open({begin_with_.begin(), begin_with_.end()});
        if (begun.front().ruling != Ruling::kAccepted) return std::vector<Outcome>(changes.size());
        begin_with_.clear();
    }
    if (const auto* erasure = changes.empty() ? nullptr : std::get_if<Erasure>(&changes.front())) {
        SVD_CHECK(changes.size() == 1);
        return {erase(erasure->entry)};
    }
    return append_open(std::move(changes));
}

// What there is nothing to decide about.
bool Ledger::write_down(const Change& change, Draft& draft, Outcome& outcome) const {
    const auto add = [&](const LogEntry& entry) { draft.log.add(wire::encode_log_entry(entry)); };
    if (const auto* entry = std::get_if<LogEntry>(&change)) {
        add(*entry);
        if (entry->event == LogEvent::kRestored) draft.log.write_also({Table::kMeta, std::string(kRestoredKey), ""});
        if (!entry->document.empty()) {
            draft.log.write_also({Table::kMeta, document_key(*entry->digest), entry->document});
        }
    } else if (const auto* noticed = std::get_if<Noticed>(&change)) {
        note(noticed->entry, draft);
    } else if (const auto* disclosure = std::get_if<Disclosure>(&change)) {
        if (disclosure->facts_version != facts_.version) {
            outcome.ruling = Ruling::kOvertaken;
            return true;
        }
        add(disclosure->entry);
    } else if (const auto* cosigned = std::get_if<Cosigned>(&change)) {
        if (cosigned->registration) add(*cosigned->registration);
        draft.log.write_also(Witnesses::record_of(cosigned->witness));
    } else if (!std::holds_alternative<Contradicted>(change)) {
        return false;
    }
    outcome.ruling = Ruling::kAccepted;
    return true;
}

std::vector<Outcome> Ledger::append_open(std::vector<Change> changes) {
    std::vector<Outcome> outcomes(changes.size());
    std::vector<std::optional<std::size_t>> same_as(changes.size());
    Draft draft{log_->draft(), {}, {}, {}, {}};
    for (std::size_t i = 0; i < changes.size(); ++i) {
        if (write_down(changes[i], draft, outcomes[i])) continue;
        auto& proposal = std::get<Proposal>(changes[i]);
        if (const auto twin = draft.outcomes.find({proposal.party, proposal.digest}); twin != draft.outcomes.end()) {
            same_as[i] = twin->second;
            continue;
        }
        decide(proposal, draft, outcomes[i]);
        if (outcomes[i].ruling == Ruling::kAccepted) {
            draft.accepted.back().outcome = i;
            draft.outcomes.emplace(std::pair(proposal.party, proposal.digest), i);
        }
    }
    if (auto done = write(draft); done) {
        follow(draft, changes);
        give_receipts(draft, outcomes);
    } else {
        log::error("ledger.commit_failed", {{"error.message", done.error().detail}});
        for (Outcome& outcome : outcomes) {
            if (outcome.ruling == Ruling::kAccepted || outcome.ruling == Ruling::kRefused) outcome = {};
        }
    }
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (!same_as[i]) continue;
        outcomes[i] = outcomes[*same_as[i]];
        if (outcomes[i].ruling == Ruling::kAccepted) outcomes[i].ruling = Ruling::kKnown;
    }
    return outcomes;
}

// Many requests may have noticed the same certificate before the first of them was written.
void Ledger::note(const LogEntry& noticed, Draft& draft) const {
    if (certificates_.has(noticed) || draft.noted.has(noticed)) return;
    LogEntry entry = noticed;
    if (entry.event == LogEvent::kCertificateIssued) entry.event = certificates_.event_of_first_use(entry.actor);
    draft.noted.follow(entry);
    draft.log.add(wire::encode_log_entry(entry));
}

void Ledger::decide(Proposal& proposal, Draft& draft, Outcome& outcome) const {
    if (const auto held = state_.find(proposal.party, proposal.digest)) {
        outcome = known(*held);
        return;
    }
    if (facts_.is_suspended(proposal.party, proposal.agreement)) {
        proposal.verdict.file.push_back(
            {FindingCode::kAgreementSuspended, RowKind::kIncident, 0, "agreement.suspended"});
    }
    check_standing(proposal.submission, proposal.party, state_, draft.pending, proposal.verdict);
    if (!proposal.verdict.accepts_file()) {
        draft.log.add(wire::encode_log_entry(refused_entry(proposal)));
        outcome = {Ruling::kRefused, {}, {}, std::move(proposal.verdict)};
        return;
    }
    Draft::Accepted accepted;
    accepted.receipt = receipt_for(proposal, draft.log.size());
    accepted.content = {random_digest(), proposal.encoding, wire::encode_receipt(accepted.receipt), 0};
    LogEntry entry = accepted_entry(accepted.receipt, proposal.submission, state_);
    entry.commitment = commit_to(accepted.content.salt, proposal.digest, accepted.content.receipt_bytes);
    accepted.entry_bytes = wire::encode_log_entry(entry);
    draft.log.add(accepted.entry_bytes);
    draft.pending.add(proposal.party, proposal.digest, proposal.submission, proposal.verdict);
    accepted.payload = std::move(proposal.compressed_payload);
    accepted.submission = std::move(proposal.submission);
    draft.accepted.push_back(std::move(accepted));
    outcome.ruling = Ruling::kAccepted;
    outcome.verdict = std::move(proposal.verdict);
}

// Entries, tree and data in one write.  Only now is it known which checkpoint the receipts will lead to.
Result<void> Ledger::write(Draft& draft) {
    for (Draft::Accepted& accepted : draft.accepted) {
        accepted.content.proved_at = draft.log.size();
        const std::string key = big_endian(accepted.receipt.sequence);
        draft.log.write_also({Table::kContents, key, wire::encode_content(accepted.content)});
        draft.log.write_also({Table::kPayloads, key, std::move(accepted.payload)});
    }
    if (draft.log.empty()) return {};
    return log_->commit(std::move(draft.log));
}

// What has been decided and written must apply: if it does not, what we hold in memory is wrong and must not be
// asked again.
void Ledger::follow(const Draft& draft, const std::vector<Change>& changes) {
    const HeldPayloads held(store_, *keys_);
    for (const Draft::Accepted& accepted : draft.accepted) {
        const auto planned = state_.plan(accepted.receipt, accepted.submission, held);  // only this thread changes it
        if (!planned) log::error("ledger.apply_failed", {{"error.message", planned.error().detail}});
        SVD_CHECK(planned.has_value());
        const std::unique_lock lock(mutex_);
        state_.commit(*planned);
    }
    const std::unique_lock lock(mutex_);
    for (const Change& change : changes) {
        if (const auto* entry = std::get_if<LogEntry>(&change)) facts_.follow(*entry);
        if (const auto* noticed = std::get_if<Noticed>(&change)) certificates_.follow(noticed->entry);
        if (const auto* cosigned = std::get_if<Cosigned>(&change)) witnesses_->keep(cosigned->witness);
    }
}

void Ledger::give_receipts(const Draft& draft, std::vector<Outcome>& outcomes) const {
    if (log_->mode() == LogMode::kCounting) {
        for (const Draft::Accepted& accepted : draft.accepted) {
            outcomes[accepted.outcome].receipt_bytes = accepted.content.receipt_bytes;
        }
        return;
    }
    if (draft.accepted.empty()) return;
    const LogProofs proofs(*log_);
    const std::string checkpoint = log_->checkpoint();
    for (const Draft::Accepted& accepted : draft.accepted) {
        const Sequence sequence = accepted.receipt.sequence;
        const auto proof = proofs.inclusion(sequence, accepted.content.proved_at);
        SVD_CHECK(proof.has_value());
        Outcome& outcome = outcomes[accepted.outcome];
        outcome.receipt_bytes = accepted.content.receipt_bytes;
        outcome.receipt_file = format_receipt_file({accepted.entry_bytes, accepted.content.salt, outcome.receipt_bytes},
                                                   sequence, *proof, checkpoint);
    }
}

Outcome Ledger::known(Sequence sequence) const {
    if (state_.submission(sequence).erased_by) return {Ruling::kErased, {}, {}, {}};
    auto bytes = receipt_bytes(sequence);
    // A log that only counts proves nothing, for what is sent again as little as for what is new.
    auto file = log_->mode() == LogMode::kCounting ? Result<std::string>("") : receipt_file(sequence);
    if (bytes && file) return {Ruling::kKnown, *std::move(bytes), *std::move(file), {}};
    log::error("ledger.receipt_unreadable", {{"error.message", bytes ? file.error().detail : bytes.error().detail}});
    return {Ruling::kUnreadable, {}, {}, {}};
}

Result<std::string> Ledger::receipt_bytes(Sequence sequence) const {
    auto content = stored_content(store_, sequence);
    if (!content) return content.error();
    return std::move(content->receipt_bytes);
}

// Made again from what is stored, and the same bytes: the proof leads to the checkpoint that it led to at first.
Result<std::string> Ledger::receipt_file(Sequence sequence) const {
    auto content = stored_content(store_, sequence);
    if (!content) return content.error();
    auto entry = log_->entry(sequence);
    if (!entry) return entry.error();
    auto proof = LogProofs(*log_).inclusion(sequence, content->proved_at);
    if (!proof) return proof.error();
    auto checkpoint = log_->checkpoint_at(content->proved_at);
    if (!checkpoint) return checkpoint.error();
    return format_receipt_file({*std::move(entry), content->salt, std::move(content->receipt_bytes)}, sequence, *proof,
                               *std::move(checkpoint));
}

Result<std::string> Ledger::document(const Digest& digest) const {
    auto found = store_.get(Table::kMeta, document_key(digest));
    if (!found) return found.error();
    if (!found->has_value()) return Error{Errc::kNotFound, "no such document"};
    return **std::move(found);
}

Result<wire::StoredContent> Ledger::content(Sequence sequence) const { return stored_content(store_, sequence); }

Result<std::string> Ledger::payload(Sequence sequence) const { return stored_payload(store_, sequence); }

}  // namespace svd
