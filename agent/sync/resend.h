// Finds what the hub has lost of what it had acknowledged, and has it sent again.
//
// The hub is asked about every acknowledged submission before anything changes.  Only its own words count: that a
// submission is unknown to it means lost; that it was erased, or any other answer, changes nothing.
//
// A kill at any point leaves what the same command, given again, finishes.  A receipt is copied to receipts/lost
// before the ledger's line says that its submission is lost, so that no evidence is overwritten by the next receipt.
// The lines go from the oldest to the newest: a submission that another has replaced is only marked, and stays marked.
// Sources are put back when every line is written, also oldest first, so that a run in between sends what could
// be sent then.  Nothing is sent here.
//
// One thread, which holds the spool's lock, but for ask().
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "agent/spool/ledger.h"
#include "agent/spool/outbox.h"
#include "agent/spool/spool.h"
#include "agent/sync/hub.h"
#include "agent/sync/verdict.h"
#include "core/base/clock.h"

namespace svd::agent {

struct LostPart {
    Digest sha256{};
    std::string file;  // its name
    Period period;
    std::uint32_t rows = 0;
    bool counted = false;  // else another submission has taken its place
};

// What the hub said of all that it had acknowledged.
struct Survey {
    HeldKind end = HeldKind::kHeld;  // kDenied, kMisconfigured or kTryLater when it did not say it of all
    std::string message;             // why not
    std::size_t held = 0;
    std::size_t erased = 0;  // on purpose
    std::vector<LostPart> lost;  // oldest first
};

enum class BackEnd : std::uint8_t {
    kPutBack,       // the next run reads its source again
    kMadeAgain,     // a nil return, which has no source: it waits in the outbox
    kReplacedSince,  // later data stands for its months, and stays
    kNoSource        // a person must export the months again
};

struct BroughtBack {
    std::string name;
    BackEnd end = BackEnd::kPutBack;
    std::vector<Period> periods;  // that it had supplied
    std::string detail;           // of kReplacedSince and kNoSource
};

class Resend {
public:
    // Makes a nil return again; kConflict when its month has something else by now.
    using MakeNil = std::function<Result<void>(Month month, const std::vector<Code>& units)>;

    Resend(Spool& spool, Ledger& ledger, Outbox& outbox, const Clock& clock)
        : spool_(spool), ledger_(ledger), outbox_(outbox), clock_(clock) {}

    static Survey ask(const Ledger& ledger, Hub& hub);  // changes nothing
    Result<void> mark(const Survey& survey);
    // All that stands as lost, whether it was marked now or before.
    Result<std::vector<BroughtBack>> bring_back(const MakeNil& make_nil);

private:
    Result<BroughtBack> bring_back(const FileEntry& file, const MakeNil& make_nil);
    Result<BroughtBack> let_be(const FileEntry& file, BroughtBack back, std::string detail);

    Spool& spool_;
    Ledger& ledger_;
    Outbox& outbox_;
    const Clock& clock_;
};

}  // namespace svd::agent
