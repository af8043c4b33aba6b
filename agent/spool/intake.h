// One file from the inbox becomes sealed submissions, or is held for a person, or waits its turn.
//
// Nothing is visible until all of it is: parts are staged in the outbox, and count from the moment when the
// ledger's one "sealed" line is on disk.  Taking the same file again is harmless at any point.
//
// One thread.
#pragma once

#include <functional>

#include "agent/source/extract.h"
#include "agent/spool/hold_rules.h"
#include "agent/spool/outbox.h"
#include "agent/spool/quarantine.h"

namespace svd::agent {

enum class IntakeEnd : std::uint8_t { kSealed, kHeld, kWaits, kAlreadySealed, kAlreadySent, kReplacedSince };

struct IntakeReport {
    IntakeEnd end = IntakeEnd::kSealed;
    Digest digest{};
    std::string name;
    std::string reason;  // of kHeld and kWaits; of what was sent, when
    Tally tally;
    std::vector<std::string> header;
    std::vector<std::string> not_mapped;
    std::size_t parts = 0;
    std::vector<Replaced> replaces;
    fs::path quarantine;  // empty when nothing was set aside
};

class Intake {
public:
    using Progress = std::function<void(const Extract& extract, std::uint64_t bytes_all)>;

    Intake(FileSystem& disk, Spool& spool, Ledger& ledger, Outbox& outbox, const Mapping& mapping,
           const RuleContext& rules, IntakeSettings settings, const Clock& clock)
        : disk_(disk),
          spool_(spool),
          ledger_(ledger),
          outbox_(outbox),
          mapping_(mapping),
          rules_(rules),
          settings_(std::move(settings)),
          clock_(clock) {}

    Result<IntakeReport> take(const fs::path& file, const Progress& progress);

private:
    struct Reading {
        std::vector<Part> parts;
        std::unique_ptr<Extract> extract;
        std::unique_ptr<Quarantine> quarantine;
    };
    Result<void> read(const FileFacts& facts, Reading& reading, const Progress& progress);
    bool still_sent(const FileEntry& known, const FileFacts& facts) const;
    Result<void> discard(const Reading& reading);
    Result<IntakeReport> settle(const fs::path& file, const FileFacts& facts, Reading& reading, IntakeReport report);
    Result<IntakeReport> hold(IntakeReport report);

    FileSystem& disk_;
    Spool& spool_;
    Ledger& ledger_;
    Outbox& outbox_;
    const Mapping& mapping_;
    const RuleContext& rules_;
    IntakeSettings settings_;
    const Clock& clock_;
};

}  // namespace svd::agent
