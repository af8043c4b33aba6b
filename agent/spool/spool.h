// The folders of the agent, and how files move through them: inbox, work, then sent or rejected.
//
// A source file is never deleted and never changed: it is moved, or with `after = "leave"` not touched at all.
// The lock keeps a second agent out of the same folders.
//
// One thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "agent/spool/file_system.h"
#include "core/base/bytes.h"
#include "core/base/clock.h"

namespace svd::agent {

struct SpoolSettings {
    fs::path state;
    fs::path inbox;
    std::string pattern = "*.csv";
    std::chrono::seconds settle{60};
    bool move = true;  // after = "move"
};

class Spool {
public:
    Spool(FileSystem& disk, SpoolSettings settings) : disk_(disk), settings_(std::move(settings)) {}
    ~Spool();
    Spool(const Spool&) = delete;
    Spool& operator=(const Spool&) = delete;

    Result<void> prepare();  // makes the folders
    Result<void> lock();     // kBusy when another agent has it

    // Files of the inbox that are whole: unchanged for `settle`, or with FILE.done beside.  By name.
    Result<std::vector<fs::path>> ready(UtcTime now) const;
    Result<std::vector<fs::path>> in_work() const;

    // Where to read the file from: moved to work/, or where it is.  kBusy when work/ still has one of that name.
    Result<fs::path> claim(const fs::path& file);
    Result<void> file_as_sent(const std::string& name, const Digest& digest, UtcTime now);
    // With the reasons as a text file beside.
    Result<void> file_as_rejected(const std::string& name, const Digest& digest, std::string_view reasons);
    // Whether it still lies there: the source, or of what has none there, a nil return say, the reasons.
    bool lies_in_rejected(const std::string& name, const Digest& digest, bool has_source) const;

    // A file that was sent, from sent/ to work/, where the next run reads it without waiting for it to settle; left
    // alone where it lies in work/, or in an inbox that it never left.  kNotFound when it is nowhere.
    Result<void> put_back(const std::string& name, const Digest& digest);
    // What a file may be called in a folder that has another of its name.
    static std::string beside_its_namesake(const fs::path& name, const Digest& digest);

    // Why what is in the outbox has not been sent, for `status`; empty when nothing stands in the way.
    Result<void> note_waiting(std::string_view why);
    fs::path waiting_note() const { return ledger_folder() / "waiting.txt"; }
    // Files of records that were set aside, for a person to mend.
    std::vector<fs::path> quarantined() const;
    // The front of the digest of the file whose records it holds.
    static std::string source_of_quarantined(const fs::path& file);
    // What a crash left half-written of them: personal data that nobody would look for.
    Result<void> discard_unfinished();
    // Whether the inbox's pattern names it, or named the file that it is the quarantine of.
    bool wanted(const std::string& name) const;

    fs::path work() const { return settings_.state / "work"; }
    fs::path sent() const { return settings_.state / "sent"; }
    fs::path rejected() const { return settings_.state / "rejected"; }
    fs::path quarantine() const { return settings_.state / "quarantine"; }
    fs::path outbox() const { return settings_.state / "outbox"; }
    fs::path receipts() const { return settings_.state / "receipts"; }
    fs::path witness() const { return settings_.state / "witness"; }
    fs::path lost_receipts() const { return receipts() / "lost"; }
    // Without its ending.  `lost` is that of the ledger's line: 0 for a receipt that counts.
    fs::path receipt_stem(const Digest& submission, std::uint32_t lost = 0) const;
    fs::path receipt_file(const Digest& submission, std::uint32_t lost = 0) const;
    fs::path ledger_folder() const { return settings_.state / "ledger"; }
    fs::path ledger_file() const { return ledger_folder() / "ledger.jsonl"; }
    fs::path row_maps() const { return ledger_folder() / "rows"; }
    const SpoolSettings& settings() const { return settings_; }

private:
    fs::path reasons_file(const std::string& name, const Digest& digest) const;
    Result<fs::path> find_sent(const std::string& name, const Digest& digest) const;
    Result<void> move_from_work(const std::string& name, const Digest& digest, const fs::path& folder);

    FileSystem& disk_;
    SpoolSettings settings_;
    int lock_ = -1;
};

// Whether files can be moved from the inbox into the spool: kInvalid when these are not on one file system.  Folders
// that are not there yet are judged by where they would be made.
Result<void> can_move(const SpoolSettings& settings);

bool matches_pattern(std::string_view name, std::string_view pattern);  // * and ?

}  // namespace svd::agent
