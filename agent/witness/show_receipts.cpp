// The second half of a contact: every receipt that has come since the last one is of the history that the witness
// follows.  A hub could show one log to the witness and give receipts from another; each is sound by itself.
#include <fmt/format.h>

#include <algorithm>

#include "agent/witness/witness.h"
#include "core/tlog/proof_file.h"
#include "core/tlog/tree.h"

namespace svd::agent {
namespace {

// Nothing for a file that is gone or damaged since: `receipts verify` says so.
std::optional<std::string> checkpoint_of(const fs::path& receipt) {
    const auto bytes = read_file(receipt);
    const auto proof = bytes ? tlog::parse_proof_file(*bytes) : bytes.error();
    return proof ? std::optional(proof->checkpoint) : std::nullopt;
}

}  // namespace

Result<Contact> Witness::show_receipts() {
    const auto& receipts = ledger_.receipts();
    const auto shown = store_.receipts_shown();
    if (!shown && shown.error().code != Errc::kCorrupt) return shown.error();
    if (!shown) return raise({AlarmKind::kRecordDamaged, shown.error().detail, {}});
    std::string last;
    for (std::size_t i = std::min<std::size_t>(*shown, receipts.size()); i < receipts.size(); ++i) {
        const auto note = checkpoint_of(spool_.receipt_file(receipts[i].sha256, receipts[i].lost));
        if (!note || *note == last) continue;
        auto done = show_receipt(*note);
        if (!done || done->end != ContactEnd::kGood) return done;
        last = *note;
    }
    if (*shown >= receipts.size()) return Contact{};
    if (auto kept = store_.keep_receipts_shown(receipts.size()); !kept) return kept.error();
    return Contact{};
}

// The hub is asked with the receipt's own checkpoint, so that it, too, learns of a contradiction.
Result<Contact> Witness::show_receipt(const std::string& note) {
    Judgement opened = open_seen(note, *log_, AlarmKind::kFalseReceipt, "the checkpoint of a receipt");
    if (auto* alarm = std::get_if<Alarm>(&opened)) return raise(std::move(*alarm));
    const SeenCheckpoint of_receipt = std::get<SeenCheckpoint>(std::move(opened));
    if (of_receipt.checkpoint == newest_->checkpoint) return Contact{};
    if (of_receipt.checkpoint.size == newest_->checkpoint.size) return join(of_receipt);
    SeenCheckpoint newest;
    auto asked = ask_growth(of_receipt, newest);
    if (!asked || asked->end != ContactEnd::kGood) return asked;
    return join(newest);
}

// Both are proven by themselves; a log that grew in between shows by its tiles that they are of one history.
Result<Contact> Witness::join(const SeenCheckpoint& other) {
    const auto [smaller, larger] = std::minmax({other.checkpoint.size, newest_->checkpoint.size});
    tlog::Proof proof;
    if (smaller > 0 && smaller < larger) {
        const tlog::TiledTree tree(larger, [&](const tlog::TileAddress& address) -> Result<std::vector<Digest>> {
            const auto answer = source_.log_tile(address);
            if (!answer) return answer.error();
            if (answer->status != 200) return Error{Errc::kUnreachable, "the hub gave no tile of its log"};
            return tlog::decode_tile(answer->body, address.width);
        });
        auto made = tlog::prove_consistency(smaller, larger, tree);
        if (!made) {
            return Contact{
                ContactEnd::kTryLater,
                fmt::format("the receipts could not be compared with the hub's log: {}", made.error().detail),
                std::nullopt};
        }
        proof = *std::move(made);
    }
    if (auto alarm = judge_pair(*newest_, other, proof)) return raise(*std::move(alarm));
    return other.checkpoint.size == larger ? keep(other) : Result<Contact>(Contact{});
}

}  // namespace svd::agent
