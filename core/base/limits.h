// Every number that bounds something.  Units come last in a name; sizes are bytes unless they say otherwise.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace svd::limits {

using namespace std::chrono_literals;

inline constexpr std::size_t kKiB = 1024;
inline constexpr std::size_t kMiB = 1024 * kKiB;

// A submission.
inline constexpr std::size_t kSubmissionBytesMax = 4 * kMiB;
inline constexpr std::size_t kSubmissionRowsMax = 20'000;       // of all shapes together
inline constexpr std::size_t kSubmissionMonthsMax = 60;
inline constexpr std::size_t kSupersededMax = 64;
inline constexpr std::size_t kNameBytesMax = 64;                // a mapping's name, an agreement's id
inline constexpr std::uint64_t kAggregateCountMax = 100'000'000;
inline constexpr std::size_t kFindingsListedMax = 1'000;        // in one problem document
inline constexpr std::size_t kRowFindingsMax = 8;               // kept of one row, which is refused by the first
inline constexpr std::size_t kSubmissionFindingsMax = 5'000;    // kept of all rows; more refuse the file

// An agreement.
inline constexpr int kRetainMonthsMax = 1'200;
inline constexpr int kDisplayThresholdMax = 1'000;

// A definition of serious violence, and the breaks in series.
inline constexpr std::size_t kDefinitionBytesMax = 256 * kKiB;  // of one document
inline constexpr std::size_t kDefinitionTextBytesMax = 1'000;   // of one statement in it
inline constexpr std::size_t kDefinitionCaveatsMax = 16;        // of a definition, and of each measure
inline constexpr std::size_t kDefinitionMeasuresMax = 32;
inline constexpr std::size_t kMeasureClausesMax = 8;  // two to this number is the work of one row, at worst
inline constexpr std::size_t kDefinitionClausesMax = 64;
inline constexpr std::size_t kDefinitionsMax = 200;  // documents in a folder
inline constexpr std::size_t kSeriesBreaksMax = 1'000;

// The wire.
inline constexpr std::size_t kHeaderBytesMax = 8 * kKiB;
inline constexpr std::size_t kTargetBytesMax = 2 * kKiB;
inline constexpr std::size_t kSmallBodyBytesMax = 4 * kKiB;     // a few named values
inline constexpr std::size_t kConnectionsMax = 512;             // about 100 KiB of TLS state each
inline constexpr std::size_t kHandshakesMax = 128;              // before we know who it is
inline constexpr auto kHandshakeTimeMax = 10s;
inline constexpr auto kHandshakeTimePressed = 1s;               // while half of those places are taken
inline constexpr auto kHeaderTimeMax = 10s;
inline constexpr auto kIdleTimeMax = 75s;
inline constexpr auto kBodyTimeBase = 10s;                      // plus the body's size at the lowest rate we bear
inline constexpr std::size_t kBodyBytesPerSecondMin = 16 * kKiB;
inline constexpr auto kWriteTimeMax = 30s;
inline constexpr auto kShutdownTimeMax = 3s;
inline constexpr auto kCommitTimeMax = 30s;                     // how long an answer waits for the disk
inline constexpr auto kDrainPatience = 10s;  // a graceful stop waits this long for requests in hand

// The hub's insides.
inline constexpr std::size_t kWriterQueueJobsMax = 1'024;
inline constexpr std::size_t kWriterQueueBytesMax = 64 * kMiB;
inline constexpr std::size_t kWriterBatchJobsMax = 256;
inline constexpr std::size_t kWriterBatchBytesMax = 8 * kMiB;
inline constexpr std::size_t kInlineBodyBytesMax = 64 * kKiB;  // a larger body is parsed off the network thread
inline constexpr std::size_t kWorkQueueJobsMax = 256;
inline constexpr int kProfileMonthsMax = 120;
inline constexpr std::size_t kProfileDefinitionsMax = 8;  // side by side in one profile
inline constexpr std::uint64_t kProfileCountMax = 0xffff'ffff;  // of one figure; the wire has 32 bits for it
inline constexpr std::size_t kPageItemsMax = 1'000;
inline constexpr std::size_t kPageItemsDefault = 100;
inline constexpr auto kRevocationCheckEvery = 1s;
inline constexpr std::uint64_t kErasureRowsMax = 1'000'000;  // that one write may erase, but for a single submission
inline constexpr std::size_t kLogWordBytesMax = 64;  // why an operator did something
inline constexpr std::size_t kLogRefersToMax = 2'000;  // earlier entries that one entry names

// The agent.
inline constexpr std::size_t kRecordBytesMax = 64 * kKiB;  // one CSV record; a run-away quote stops here
inline constexpr std::size_t kRecordLinesMax = 50;
inline constexpr std::size_t kPartRowsMax = 10'000;  // rows the agent puts into one submission
inline constexpr auto kRetryFirst = 1s;
inline constexpr auto kRetryMax = 15min;
inline constexpr auto kHubAnswerTimeMax = 60s;
inline constexpr auto kWitnessEvery = 10min;  // how often an agent with nothing to send looks at the log
inline constexpr std::size_t kMirrorEntriesMax = 100'000;
inline constexpr std::size_t kReasonBytesMax = 1'000;          // why a person accepted a new log
inline constexpr std::size_t kAnswerBytesMax = 2 * kSubmissionBytesMax;

// The log.
inline constexpr std::int64_t kConfirmStartByMax = 100;                       // witnesses asked for after a start
inline constexpr std::size_t kEntriesScannedMax = 100'000;                    // for one page of a search
inline constexpr std::size_t kLogEntryBytesMax = 65'535;                     // its length is written in two bytes
inline constexpr std::uint64_t kTreeSizeMax = std::uint64_t{1} << 62U;       // so that a proof has 63 hashes at most
inline constexpr std::size_t kProofHashesMax = 63;
inline constexpr std::size_t kNoteBytesMax = 64 * kKiB;
inline constexpr std::size_t kNoteSignaturesMax = 64;
inline constexpr std::size_t kKeyNameBytesMax = 255;
inline constexpr std::size_t kProofExtraBytesMax = kSubmissionBytesMax;  // a receipt with all its findings
inline constexpr std::size_t kPolicyBytesMax = 256 * kKiB;
inline constexpr std::size_t kPolicyLinesMax = 256;  // of each kind: logs, witnesses, groups
inline constexpr std::int64_t kCosignatureSecondsMax = 253'402'300'799;  // the end of the year 9999

// An audit.
inline constexpr std::size_t kBundleBytesMax = 256 * (2 + kLogEntryBytesMax);
inline constexpr std::size_t kTileBytesMax = 256 * 32;
inline constexpr std::size_t kContentExportBytesMax = 2 * kSubmissionBytesMax + 4 * kKiB;  // a payload and its receipt
inline constexpr std::size_t kReceiptFileBytesMax = 2 * kProofExtraBytesMax + kNoteBytesMax;  // base64 and the rest
inline constexpr std::size_t kPartnershipBytesMax = 4 * kMiB;
inline constexpr std::size_t kKeyFileBytesMax = 1 * kKiB;
inline constexpr std::size_t kFindingsEachMax = 20;  // told of each code; the rest are counted
inline constexpr std::size_t kFilesMissingMax = 1'000;  // after which a copy is not looked at further
inline constexpr auto kClockStepBackMax = 5min;  // between entries, before it is worth a warning
inline constexpr int kFetchTriesMax = 6;  // of one question that a hub is too busy for
inline constexpr auto kFetchWaitFirst = 1s;  // doubled each time, where the hub does not say how long
inline constexpr auto kFetchWaitMax = 120s;  // a hub that asks for more patience than that is left alone

static_assert(kAggregateCountMax <= kProfileCountMax, "every count that is accepted can be shown");
static_assert((kSubmissionFindingsMax + 2 * kSubmissionRowsMax) * 64 < kSubmissionBytesMax,
              "a receipt with all findings, a warning and a ledger's finding on each row must fit the agent's answer");
static_assert(kPartRowsMax <= kSubmissionRowsMax, "the agent's parts must be acceptable");
static_assert(kSubmissionBytesMax < kWriterBatchBytesMax, "an acceptable submission must fit a batch");
static_assert(kWriterBatchBytesMax < kWriterQueueBytesMax, "a batch must fit the queue");

}  // namespace svd::limits
