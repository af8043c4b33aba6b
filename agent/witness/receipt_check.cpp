#include "agent/witness/receipt_check.h"

#include <fmt/format.h>

#include "core/crypto/digest.h"
#include "core/receipts/receipt_file.h"

namespace svd::agent {
namespace {

// The sealed bytes wait in the outbox, or lie in rejected/; mostly they are gone, because the hub has them.
std::optional<std::string> sent_bytes(const Spool& spool, const Digest& submission) {
    for (const fs::path& folder : {spool.outbox(), spool.rejected()}) {
        auto bytes = read_file(folder / (to_hex(submission) + ".pb"));
        if (bytes) return *std::move(bytes);
    }
    return std::nullopt;
}

std::string differs_from(const ReceiptLine& line, const ProvenReceipt& proven) {
    if (proven.receipt.submission != line.sha256) return "it is for another submission than its name says";
    if (proven.receipt.sequence != line.sequence) {
        return fmt::format("it is entry {}, and the ledger says {}", proven.receipt.sequence, line.sequence);
    }
    return {};
}

}  // namespace

ReceiptCheck check_kept_receipt(const Spool& spool, const ReceiptLine& line, std::span<const tlog::VerifierKey> keys) {
    ReceiptCheck check;
    const auto file = read_file(spool.receipt_file(line.sha256, line.lost));
    if (!file) {
        check.problem = file.error().detail;
        return check;
    }
    check.problem = "there is no key of a log to verify it with";
    for (const tlog::VerifierKey& key : keys) {
        const auto proven = verify_receipt_file(*file, key);
        if (!proven) {
            check.problem = proven.error().detail;
            continue;
        }
        check.log = key.name;
        check.checkpoint = proven->checkpoint;
        check.problem = differs_from(line, *proven);
        break;
    }
    if (!check.problem.empty()) return check;
    const auto bytes = sent_bytes(spool, line.sha256);
    check.bytes_compared = bytes.has_value();
    if (bytes && sha256(*bytes) != line.sha256)
        check.problem = "what was sent is still here, and is not what it is for";
    return check;
}

}  // namespace svd::agent
