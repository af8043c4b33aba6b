// Everything that can be wrong with a copy of a log, each with a stable code, one sentence, and what it means.
//
// The same table serves `svd-audit explain` and docs/reference/audit.md.  Codes are never reused.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace svd::audit {

// The number is the public code: kTileWrong is A204.
enum class Code : std::uint16_t {
    // 1xx: who says so.
    kCheckpointUnreadable = 101,
    kCheckpointNotSigned = 102,
    kPolicyNotMet = 103,
    kKeyDiffers = 104,
    // 2xx: the tree and its files.
    kBundleMissing = 201,
    kBundleUnreadable = 202,
    kTileMissing = 203,
    kTileWrong = 204,
    kRootWrong = 205,
    kOlderFileWrong = 206,
    kFileUnknown = 207,
    kTableWrong = 208,
    kTooMuchMissing = 209,
    // 3xx: the entries.
    kEntryUnreadable = 301,
    kNotBegun = 302,
    kBegunAgain = 303,
    kRefersAhead = 304,
    kTimeUnreadable = 305,
    kTimeWentBack = 306,
    kSnapshotAhead = 307,
    kEntryIncomplete = 308,
    kEntryNotPlain = 309,
    kLogReplaces = 310,
    // 4xx: what is kept beside the entries of submissions.
    kContentMissing = 401,
    kContentUnreadable = 402,
    kPayloadWrong = 403,
    kCommitmentWrong = 404,
    kReceiptOfAnother = 405,
    kReceiptDiffers = 406,
    kContentNotDue = 407,
    kErasedStillHere = 408,
    kLeftOverUnreadable = 409,
    kLeftOverHoldsContent = 410,
    kLeftOverDiffers = 411,
    kLeftOverNotErased = 412,
    kLeftOverMissing = 413,
    kLeftOverWrong = 414,
    kLeftOverNotCommitted = 415,
    // 5xx: the partnership.
    kPartnershipWrong = 501,
    kPartnershipMissing = 502,
    // 6xx: two copies.
    kForked = 601,
    kNotItsEntries = 602,
    kNotContinued = 603,
    kAlarmKept = 604,
    // 7xx: receipts.
    kReceiptUnproven = 701,
    kNotThatSubmission = 702,
    // 8xx: figures.
    kFiguresDiffer = 801,
};

struct CodeText {
    Code code;
    bool warning;             // worth a look, and proves nothing wrong
    std::string_view title;   // one sentence
    std::string_view why;
    std::string_view next;    // what the auditor can do
};

std::span<const CodeText> all_codes();
const CodeText& text_of(Code code);
std::string code_text(Code code);  // A204
std::optional<Code> find_code(std::string_view text);

}  // namespace svd::audit
