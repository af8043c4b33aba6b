// How a ledger begins: from its log, entry by entry.
#include <set>

#include "core/crypto/digest.h"
#include "core/receipts/erasure_commitment.h"
#include "core/receipts/receipt_file.h"
#include "hub/ledger/held_payloads.h"
#include "hub/ledger/ledger.h"

namespace svd {
namespace {

bool brings_content(const LogEntry& entry) {
    return entry.event == LogEvent::kSubmissionAccepted || entry.event == LogEvent::kCorrectionAccepted;
}

Error broken(Sequence sequence, std::string_view how) {
    return {Errc::kCorrupt, "entry " + std::to_string(sequence) + " " + std::string(how)};
}

}  // namespace

Result<std::unique_ptr<Ledger>> Ledger::open(Store& store, tlog::NoteSigner signer, LogMode mode,
                                             std::unique_ptr<const RecordKeys> keys) {
    std::unique_ptr<Ledger> ledger(new Ledger(store));
    ledger->keys_ = keys ? std::move(keys) : std::make_unique<NoRecordKeys>();
    auto log = HubLog::open(store, std::move(signer), mode);
    if (!log) return log.error();
    ledger->log_ = *std::move(log);
    auto witnesses = Witnesses::load(store);
    if (!witnesses) return witnesses.error();
    ledger->witnesses_ = std::make_unique<Witnesses>(*std::move(witnesses));
    const auto contradicted = store.get(Table::kMeta, kContradictedKey);
    if (!contradicted) return contradicted.error();
    if (contradicted->has_value() && !(*contradicted)->empty()) ledger->standing_.contradict();
    if (auto done = ledger->replay(); !done) return done.error();
    return ledger;
}

Result<void> Ledger::replay() {
    Result<void> outcome;
    std::set<Sequence> erased;  // as the entries say
    Sequence sequence = 0;
    auto scanned = store_.scan(Table::kEntries, "", [&](std::string_view, std::string_view value) {
        const auto entry = wire::decode_log_entry(value);
        if (!entry) outcome = broken(sequence, "cannot be read");
        else if (brings_content(*entry)) outcome = replay_submission(sequence, *entry);
        else if (entry->event == LogEvent::kErased) outcome = replay_erasure(sequence, *entry);
        else {
            facts_.follow(*entry);
            certificates_.follow(*entry);
        }
        if (entry && entry->event == LogEvent::kErased) erased.insert(entry->refers_to.begin(), entry->refers_to.end());
        ++sequence;
        return outcome.has_value();
    });
    if (!scanned || !outcome) return scanned ? outcome : scanned;
    for (auto at = state_.next_submission(0); at; at = state_.next_submission(*at + 1)) {
        if (state_.submission(*at).erased_by && !erased.contains(*at)) {
            return broken(*at, "is erased, and no entry says so");
        }
    }
    return {};
}

Result<void> Ledger::replay_submission(Sequence sequence, const LogEntry& entry) {
    const HeldPayloads held(store_, *keys_);
    const auto content = stored_content(store_, sequence);
    if (!content) return content.error();
    const auto receipt = wire::decode_receipt(content->receipt_bytes);
    if (!receipt) return receipt.error();
    const auto payload = stored_payload(store_, sequence);
    if (!payload) return payload.error();
    // What is left of an erased one is held against the entry that erased it.
    const bool erased = content->erased_by != 0;
    const bool committed = entry.commitment == commit_to(content->salt, receipt->submission, content->receipt_bytes) &&
                           sha256(*payload) == receipt->submission;
    if (receipt->sequence != sequence || receipt->party != entry.party || (!erased && !committed)) {
        return broken(sequence, "is not about what is kept beside it");
    }
    const auto submission = wire::decode_submission(*payload, content->encoding);
    if (!submission) return submission.error();
    if (auto applied = state_.apply(*receipt, *submission, held); !applied) return applied;
    if (erased) state_.mark_erased(sequence, content->erased_by);
    return {};
}

// An entry of an earlier version commits to nothing of what is left.
Result<void> Ledger::replay_erasure(Sequence sequence, const LogEntry& entry) {
    std::map<Sequence, Digest> left;
    for (const Sequence each : entry.refers_to) {
        const bool held = state_.next_submission(each) == each;
        if (!held || state_.submission(each).erased_by != sequence) {
            return broken(each, "was erased by entry " + std::to_string(sequence) + " and is here");
        }
        if (!entry.digest) continue;
        const auto content = stored_content(store_, each);
        const auto payload = content ? stored_payload(store_, each) : content.error();
        if (!payload) return payload.error();
        left[each] = digest_of_left_over(content->receipt_bytes, *payload);
    }
    if (entry.digest && *entry.digest != commit_to_left_overs(left)) {
        return broken(sequence, "commits to something else than what is left of what it erased");
    }
    state_.note_erasure(sequence);
    return {};
}

}  // namespace svd
