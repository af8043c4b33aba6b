#include "audit/checks/codes.h"

#include <algorithm>

#include "core/base/check.h"

namespace svd::audit {
namespace {

constexpr std::string_view kFetchAgain =
    "Fetch the copy again. If it is the same again, keep both and ask the hub's operator; the checkpoint is evidence.";
constexpr std::string_view kKeep = "Keep the copy as it is: with its checkpoint it is evidence of what the hub signed.";

constexpr CodeText kCodes[] = {
    {Code::kCheckpointUnreadable, false, "The checkpoint is not a signed checkpoint.",
     "It must be a C2SP signed note of the log's name, its size and its root. Without it nothing can be proved.",
     kFetchAgain},
    {Code::kCheckpointNotSigned, false, "The checkpoint is not signed by the key that you trust.",
     "Anybody can make a log. Only the signature of the hub's key makes it the hub's.",
     "Compare the key with the one that the hub gave you by another way, such as in person or on paper."},
    {Code::kPolicyNotMet, false, "The cosignatures are not what the policy asks for.",
     "Witnesses cosign what they have seen, so that the hub cannot show different logs to different people. Too few of "
     "those in the policy have signed this checkpoint, or a line that names one of them is not its signature.",
     "Fetch again later, when more agencies have seen the checkpoint, or ask those that are missing what they saw."},
    {Code::kKeyDiffers, false, "The key in the copy is not the key that you trust.",
     "The copy says that it belongs to another log, or to another key of it.",
     "Find out which key is right before you trust anything in the copy."},
    {Code::kBundleMissing, false, "A file of entries is missing.", "There is a gap in the log as you have it.",
     kFetchAgain},
    {Code::kBundleUnreadable, false, "A file of entries is damaged.",
     "It does not hold as many entries as it must, or has bytes left over.", kFetchAgain},
    {Code::kTileMissing, false, "A file of hashes is missing.",
     "Proofs cannot be made from the copy, though its entries may still be checked against the root.", kFetchAgain},
    {Code::kTileWrong, false, "A file of hashes is not what the entries make it.",
     "An entry or the file was changed after the hashes were made. Where an entry is named, it is the first whose hash "
     "differs.",
     kFetchAgain},
    {Code::kRootWrong, false, "The entries do not make the root that was signed.",
     "What is in this copy is not what the hub signed: something was changed, dropped, added or moved.", kFetchAgain},
    {Code::kOlderFileWrong, false, "A file from when the log was shorter contradicts the log.",
     "What was a bundle or tile of a shorter log must be the beginning of what is there now.", kKeep},
    {Code::kFileUnknown, true, "A file does not belong to the copy.",
     "It is not part of the log as long as the checkpoint says, and nothing vouches for it.",
     "Find out where it comes from, or remove it."},
    {Code::kTableWrong, false, "A table of the evidence pack is not what the entries make it.",
     "entries.jsonl and entries.csv are made from the entries and are checked line by line. One was changed.",
     "Make the pack again with `svd-audit export` from a copy that verifies."},
    {Code::kTooMuchMissing, false, "So much is missing that the rest was not looked at.",
     "The checkpoint speaks of far more entries than the copy has.", kFetchAgain},
    {Code::kEntryUnreadable, false, "An entry cannot be read.",
     "It is in the log and hashed like any other, but it is no entry of a format that this program knows.",
     "Use a newer svd-audit; if it cannot be read either, ask the hub's operator."},
    {Code::kNotBegun, false, "The log does not begin with its first event.",
     "The first entry of a log is log_begun. Without it the beginning may have been left out before it was signed.",
     kKeep},
    {Code::kBegunAgain, false, "The log begins a second time.",
     "log_begun may only be the first entry, or name the log that this one replaces.", kKeep},
    {Code::kRefersAhead, false, "An entry refers to one that was not there yet.",
     "What is superseded, corrected, read or erased must have an earlier number.", kKeep},
    {Code::kTimeUnreadable, false, "An entry has no readable time.", "Every entry says when, in UTC, to the second.",
     kKeep},
    {Code::kTimeWentBack, true, "The time goes back between entries.",
     "The hub's clock was set back by more than five minutes, or an entry was dated back.",
     "Ask the operator for what happened to the clock then. Cosignatures carry the witnesses' own times."},
    {Code::kSnapshotAhead, false, "Figures are said to come from entries that were not there yet.",
     "The snapshot of an entry can be no larger than the entry's own number.", kKeep},
    {Code::kEntryIncomplete, false, "An entry lacks what its event needs.",
     "An accepted submission names its party and commits to its content; a disclosure has the digest of what was "
     "given.",
     kKeep},
    {Code::kEntryNotPlain, false, "An entry is not written in the one form that it has.",
     "It says the same as the usual form in other bytes, so that something could be hidden in it.", kKeep},
    {Code::kLogReplaces, true, "The log replaces one that was lost.",
     "The operator began a new log over what the hub still held. Entries of the old log may be missing; the entry says "
     "why, and how large the old log was.",
     "Ask for the reason, and compare with copies of the old log and with what the agencies have seen."},
    {Code::kContentMissing, false, "The content of an accepted submission is missing.",
     "Nothing in the log says that it was erased.",
     "Fetch the contents again. If the hub no longer has it, it was lost or removed without an entry."},
    {Code::kContentUnreadable, false, "The content of a submission cannot be read.",
     "It is not an exported content, or the receipt or the submission in it is none.", kFetchAgain},
    {Code::kPayloadWrong, false, "The submission is not the one that the receipt names.",
     "Its SHA-256 is another than the receipt's: its bytes were changed.", kFetchAgain},
    {Code::kCommitmentWrong, false, "The content is not what the entry commits to.",
     "Salt, receipt and submission together do not give the digest in the log: one of them was changed.", kFetchAgain},
    {Code::kReceiptOfAnother, false, "The receipt belongs to another entry or party.",
     "It names another number or another party than the entry it lies beside.", kFetchAgain},
    {Code::kReceiptDiffers, false, "The entry does not say what the receipt says.",
     "Both were made by the hub at one time, and must agree in time, agreement, months and counts.", kKeep},
    {Code::kContentNotDue, false, "There is content beside an entry that has none.",
     "Only an accepted submission or correction has content.", "Find out where the file comes from."},
    {Code::kErasedStillHere, true, "Content is here that the hub has erased.",
     "The log says that its retention has ended. Your copy was fetched before.",
     "`svd-audit fetch` deletes it. Keep it elsewhere only if you have a ground of your own."},
    {Code::kLeftOverUnreadable, false, "What is left of an erased submission cannot be read.",
     "It is not written in the one form that it has, or the receipt or the submission in it is none.", kFetchAgain},
    {Code::kLeftOverHoldsContent, false, "What is left of an erased submission holds more than may be left.",
     "It may say of months and units that something was there and was erased, and nothing else.",
     "Tell the operator: something was not erased, or was put there. Then delete the file from your copy."},
    {Code::kLeftOverDiffers, false, "What is left of an erased submission contradicts the entries.",
     "It must name the entry that it lies beside and the one that erased it, and be of the same party, agreement, "
     "time and months.",
     kFetchAgain},
    {Code::kLeftOverNotErased, false, "There is a left-over beside an entry of which nothing was erased.",
     "Only what an erased entry names may be replaced by what is left of it. Figures without it would be wrong.",
     "Find out where the file comes from."},
    {Code::kLeftOverMissing, true, "What is left of an erased submission is missing.",
     "Figures that were handed out after the erasure cannot be made again without it.",
     "Fetch the copy again into a new folder."},
    {Code::kLeftOverWrong, false, "What is left of erased submissions is not what the erasure's entry commits to.",
     "The digest of an erased entry must be that of what is left of all that it names. Somebody has changed it since, "
     "or the hub hands out something else than it kept.",
     kFetchAgain},
    {Code::kLeftOverNotCommitted, true, "An erasure does not commit to what is left.",
     "Hubs of an earlier version wrote no digest into the entry. Of which months and units there was something has to "
     "be taken from the hub.",
     "Ask the operator since when the hub writes the digest; later entries must have it."},
    {Code::kPartnershipWrong, false, "The partnership document is not the one that the log names.",
     "Its SHA-256 must be the digest of the configuration_changed entry that it is named after.", kFetchAgain},
    {Code::kPartnershipMissing, true, "A partnership document that the log names is missing.",
     "Who took part and what they had agreed at that time cannot be seen, and figures of that time cannot be made "
     "again.",
     "Fetch the copy again into a new folder."},
    {Code::kForked, false, "The hub signed two logs that contradict each other.",
     "Both copies are signed by its key and neither is the beginning of the other: it has shown different pasts to "
     "different people.",
     "Keep both copies. The two checkpoints together are proof; tell the partnership."},
    {Code::kNotItsEntries, false, "A copy does not hold what its checkpoint signs.",
     "Nothing can be said about the log from a copy that is damaged.",
     "`svd-audit verify` says what is wrong with it."},
    {Code::kNotContinued, false, "The hub's log does not continue this copy.",
     "What the hub signs now is shorter than what it signed before, or has another past: it was put back to an older "
     "state, or shows different logs to different people.",
     "Keep the copy as it is: its checkpoint and the one in its folder `alarm` are the evidence. Tell the partnership, "
     "and do not fetch into this folder until it is known what happened."},
    {Code::kAlarmKept, true, "The copy keeps a checkpoint that did not continue it.",
     "A fetch raised the alarm, and kept what the hub showed then.",
     "Find out what happened at the hub. Remove the folder `alarm` only when you no longer need the evidence."},
    {Code::kReceiptUnproven, false, "The receipt does not prove itself.",
     "Its entry, its receipt, its proof and its checkpoint do not belong together, or another key has signed.",
     "Ask the sender for the file as the hub gave it."},
    {Code::kNotThatSubmission, false, "The receipt is for other bytes.",
     "The SHA-256 of the submission is not the one in the receipt.",
     "Look for the submission whose name is the digest in the receipt."},
    {Code::kFiguresDiffer, false, "The figures that were handed out cannot be made again.",
     "Computed from the stored submissions before that entry, they have other bytes than those given then.",
     "Try with the release of svd-audit and the reference data of that time before you conclude anything."},
};

}  // namespace

std::span<const CodeText> all_codes() { return kCodes; }

const CodeText& text_of(Code code) {
    const auto* found = std::ranges::find(kCodes, code, &CodeText::code);
    SVD_CHECK(found != std::end(kCodes));
    return *found;
}

std::string code_text(Code code) { return "A" + std::to_string(static_cast<unsigned>(code)); }

std::optional<Code> find_code(std::string_view text) {
    const auto* found =
        std::ranges::find_if(kCodes, [&](const CodeText& each) { return code_text(each.code) == text; });
    if (found == std::end(kCodes)) return std::nullopt;
    return found->code;
}

}  // namespace svd::audit
