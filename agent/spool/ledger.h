// What this agent has done, one JSON object a line, appended and synced: which files it has read, which
// submissions it sealed from them, what the hub answered, and what the hub lost since.  Everything the spool does is
// made repeatable by asking here first.
//
// Never holds a cell of a record.  A last line that a crash has torn is cut off at opening; damage anywhere else
// stops the agent, because forgetting a receipt would mean to count twice.
//
// One thread, one process (the spool's lock).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "agent/spool/file_system.h"
#include "core/base/bytes.h"
#include "core/domain/month.h"
#include "core/domain/vocabulary.h"

namespace svd::agent {

// A submission as it was sealed, in the order in which it must be sent.
struct Part {
    Digest sha256{};
    std::uint64_t bytes = 0;
    std::uint32_t rows = 0;
    Period period;
    std::vector<Code> units;
    Code supply = kUnspecified;
    std::vector<Digest> supersedes;
    bool acknowledged = false;
};

enum class FileState : std::uint8_t {
    kSealed,   // parts wait in the outbox
    kSent,     // every part has a receipt, the source is where it belongs
    kHeld,     // not sent: a person must look
    kRefused,  // the hub refused a part
    kLost      // the hub has lost a part of it that counted: it is to be read and sent again
};

std::string_view file_state_name(FileState state);

struct FileEntry {
    Digest digest{};
    std::string name;
    std::string dataset;
    std::string at;  // RFC 3339, of the last change
    std::uint64_t records_read = 0;
    std::uint64_t records_set_aside = 0;
    std::vector<Part> parts;
    FileState state = FileState::kSealed;
    bool returned = false;  // a mended quarantine file: it adds to its months and does not stand for them
    std::string reason;     // of kHeld and kRefused
};

struct ReceiptLine {
    Digest sha256{};
    std::uint64_t sequence = 0;
    std::string received_at;
    std::uint32_t accepted = 0;
    std::uint32_t refused = 0;
    Digest file{};
    std::uint32_t lost = 0;  // not of the line: 0 while it counts, else which of this submission's lost receipts it is
};

struct LostLine {  // the hub has not got any more what it had acknowledged
    Digest sha256{};
    std::string at;
    bool counted = false;  // nothing had taken its place: its file becomes kLost
};

struct StateLine {  // how a file stands from now on
    Digest file{};
    FileState state = FileState::kSent;
    std::string reason, at, name;
};

using LedgerLine = std::variant<FileEntry, ReceiptLine, LostLine, StateLine>;

class Ledger {
public:
    // Cuts a torn last line off the file itself, so that the next line stands alone.
    static Result<Ledger> open(FileSystem& disk, const fs::path& file);

    // Each is on disk when it returns.  kCorrupt, and nothing is written, when it could not be read again.
    Result<void> sealed(const FileEntry& entry) { return note(entry); }
    Result<void> receipt(const ReceiptLine& line) { return note(line); }
    Result<void> lost(const LostLine& line) { return note(line); }
    Result<void> stands(const StateLine& line) { return note(line); }
    bool writable() const { return !broken_; }  // once it is not, only the next start mends it

    const FileEntry* find(const Digest& file) const;
    const FileEntry* find_short(std::string_view short_digest) const;
    const std::vector<FileEntry>& files() const { return files_; }  // oldest first
    const std::vector<ReceiptLine>& receipts() const { return receipts_; }  // oldest first, with the lost ones
    bool acknowledged(const Digest& submission) const;
    const ReceiptLine* receipt_of(const Digest& submission) const;  // that counts; null when it has none
    std::uint32_t times_lost(const Digest& submission) const;
    // What acknowledged submissions have taken the place of: the hub has it, and no longer counts it.
    std::set<Digest> superseded() const;
    // Whether the hub still counts something of the file.  Sent and not in force: another file replaced it.
    bool in_force(const FileEntry& file) const;

    // Parts that the hub has acknowledged and no later acknowledged part has superseded.
    struct Supplied {
        const FileEntry* file;
        const Part* part;
    };
    std::vector<Supplied> supplied(const Period& period) const;  // what overlaps it
    std::vector<Supplied> supplied(Month month) const { return supplied(Period{month, month}); }
    // Files with parts that wait, in the order in which they were sealed.
    std::vector<const FileEntry*> waiting() const;

private:
    Ledger(FileSystem& disk, fs::path file) : disk_(&disk), file_(std::move(file)) {}
    Result<void> note(const LedgerLine& line);
    Result<void> append(const std::string& line);
    void take(LedgerLine line);
    void take_sealed(FileEntry entry);
    void take_receipt(const ReceiptLine& receipt);
    void take_lost(const LostLine& lost);
    void take_state(const StateLine& state);
    FileEntry* find_mutable(const Digest& file) { return const_cast<FileEntry*>(find(file)); }

    FileSystem* disk_;
    fs::path file_;
    std::uint64_t bytes_ = 0;
    bool broken_ = false;
    std::vector<FileEntry> files_;
    std::vector<ReceiptLine> receipts_;
    std::map<Digest, std::size_t> receipt_of_;
};

}  // namespace svd::agent
