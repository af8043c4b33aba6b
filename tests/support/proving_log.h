// A log as a hub keeps one, for tests of those who read what it proves.
#pragma once

#include "core/crypto/random.h"
#include "core/receipts/receipt_file.h"
#include "hub/log/log_proofs.h"
#include "hub/store/memory_store.h"

namespace svd::test {

class ProvingLog {
public:
    explicit ProvingLog(std::uint8_t seed = 7)
        : log_(HubLog::open(store_, {"hub.test/log", Ed25519PrivateKey::from_seed({seed})}).value()) {}

    std::uint64_t size() const { return log_->size(); }
    const tlog::VerifierKey& verifier() const { return log_->verifier(); }
    std::string checkpoint() const { return log_->checkpoint(); }
    tlog::Proof consistency(std::uint64_t from) const { return LogProofs(*log_).consistency(from, size()).value(); }

    Digest root(std::uint64_t size) const { return LogProofs(*log_).root(size).value(); }
    Result<std::string> tile(const tlog::TileAddress& address) const {
        return log_->tile(address.level, address.index, address.width);
    }

    // Its index.
    std::uint64_t add(const std::string& entry_bytes) {
        LogDraft draft = log_->draft();
        const std::uint64_t index = draft.add(entry_bytes);
        (void)log_->commit(std::move(draft)).value();
        return index;
    }

    // Enters the receipt, whose sequence must be size().
    std::string receipt_file(const wire::Receipt& receipt) {
        wire::ReceiptEvidence evidence{{}, random_digest(), wire::encode_receipt(receipt)};
        LogEntry entry;
        entry.event = LogEvent::kSubmissionAccepted;
        entry.at = receipt.received_at;
        entry.party = receipt.party;
        entry.commitment = commit_to(evidence.salt, receipt.submission, evidence.receipt_bytes);
        evidence.entry_bytes = wire::encode_log_entry(entry);
        const std::uint64_t index = add(evidence.entry_bytes);
        return format_receipt_file(evidence, index, LogProofs(*log_).inclusion(index, size()).value(), checkpoint());
    }

private:
    MemoryStore store_;
    std::unique_ptr<HubLog> log_;
};

}  // namespace svd::test
