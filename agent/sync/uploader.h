// Sends what waits in the outbox, in order, and files the answers.
//
// A receipt is on disk, and noted in the ledger, before its submission leaves the outbox; the source is moved when
// every part of it has one.  A part is never sent while an earlier part of its file has no receipt.  A refusal, or a
// submission that cannot be read any more, stops its file only; a refused certificate, and an alarm of the witness,
// stop everything and move nothing.  Nothing is sent before the witness has found the hub's log in order, and no
// receipt counts that does not prove itself.
//
// One thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "agent/spool/ledger.h"
#include "agent/spool/outbox.h"
#include "agent/sync/hub.h"
#include "agent/sync/verdict.h"
#include "agent/witness/witness.h"

namespace svd::agent {

enum class DrainEnd : std::uint8_t { kEmpty, kTryLater, kDenied, kMisconfigured, kAlarm, kStopped };

struct SentFile {
    std::string name;
    std::size_t parts = 0;
    std::uint64_t accepted = 0;
    std::uint64_t refused = 0;  // rows that the hub did not take
    std::uint64_t set_aside = 0;
};

struct RejectedFile {
    std::string name;
    std::string reason;  // names its code
    std::vector<std::string> codes;
    FileState state = FileState::kRefused;  // kHeld: not by the hub
};

struct DrainReport {
    DrainEnd end = DrainEnd::kEmpty;
    std::string message;  // why, unless kEmpty or kStopped
    std::optional<std::chrono::seconds> retry_after;
    std::vector<SentFile> sent;
    std::vector<RejectedFile> rejected;
    std::size_t parts_acknowledged = 0;
    std::vector<std::string> remarks;  // what stopped nothing
};

class Uploader {
public:
    // `stop` is asked before each submission; none means never.
    Uploader(Spool& spool, Ledger& ledger, Outbox& outbox, Hub& hub, Witness& witness, const Clock& clock,
             std::function<bool()> stop = {})
        : spool_(spool),
          ledger_(ledger),
          outbox_(outbox),
          hub_(hub),
          witness_(witness),
          clock_(clock),
          stop_(std::move(stop)) {}

    Result<DrainReport> drain();

private:
    Result<void> send_all(DrainReport& report);
    Result<bool> send_file(const FileEntry& file, DrainReport& report);  // false when nothing more can be sent now
    Result<void> keep(const FileEntry& file, const Part& part, const HubAnswer& answer, const AnswerMeaning& meaning);
    Result<void> refuse(const FileEntry& file, const Part& part, const AnswerMeaning& meaning, DrainReport& report);
    Result<void> hold(const FileEntry& file, const Error& unreadable, DrainReport& report);
    Result<void> reject(FileEntry was, RejectedFile rejected, std::string_view reasons, DrainReport& report);
    Result<void> finish(const FileEntry& file, DrainReport& report);

    Spool& spool_;
    Ledger& ledger_;
    Outbox& outbox_;
    Hub& hub_;
    Witness& witness_;
    const Clock& clock_;
    std::function<bool()> stop_;
};

}  // namespace svd::agent
