#include "core/receipts/receipt_file.h"

#include "core/crypto/digest.h"
#include "core/tlog/proof_file.h"

namespace svd {
namespace {

// Keeps these digests apart from any other that is made in the same way.
constexpr std::string_view kCommitmentLabel = "svd-hub submission v1\n";

Error unproven(std::string detail) { return {Errc::kDenied, "the receipt does not prove itself: " + detail}; }

}  // namespace

Digest commit_to(const Digest& salt, const Digest& submission, std::string_view receipt_bytes) {
    return sha256_joined({kCommitmentLabel, as_bytes(salt), as_bytes(submission), as_bytes(sha256(receipt_bytes))});
}

std::string format_receipt_file(const wire::ReceiptEvidence& evidence, std::uint64_t index, const tlog::Proof& proof,
                                std::string checkpoint) {
    return tlog::format_proof_file({wire::encode_evidence(evidence), index, proof, std::move(checkpoint)});
}

Result<wire::ReceiptEvidence> evidence_of(std::string_view file) {
    const auto proof = tlog::parse_proof_file(file);
    if (!proof) return proof.error();
    if (!proof->extra) return invalid("the file carries no receipt: it is another log's proof");
    return wire::decode_evidence(*proof->extra);
}

Result<ProvenReceipt> verify_receipt_file(std::string_view file, const tlog::VerifierKey& log) {
    const auto proof = tlog::parse_proof_file(file);
    if (!proof) return proof.error();
    const auto evidence = evidence_of(file);
    if (!evidence) return invalid(evidence.error().detail);
    const auto checkpoint = tlog::verify(*proof, tlog::leaf_hash(evidence->entry_bytes), log);
    if (!checkpoint) return checkpoint.error();

    const auto entry = wire::decode_log_entry(evidence->entry_bytes);
    if (!entry) return unproven("its entry cannot be read");
    const auto receipt = wire::decode_receipt(evidence->receipt_bytes);
    if (!receipt) return unproven("its receipt cannot be read");
    if (entry->commitment != commit_to(evidence->salt, receipt->submission, evidence->receipt_bytes)) {
        return unproven("the log's entry is not about this receipt");
    }
    if (receipt->sequence != proof->index) return unproven("the receipt names another entry");
    return ProvenReceipt{*receipt, evidence->receipt_bytes, *entry, *checkpoint, proof->checkpoint};
}

}  // namespace svd
