#include "agent/spool/ledger.h"

#include <fmt/format.h>

#include <algorithm>

#include "agent/source/row.h"
#include "agent/spool/ledger_lines.h"
#include "agent/spool/words.h"

namespace svd::agent {

Result<Ledger> Ledger::open(FileSystem& disk, const fs::path& file) {
    Ledger ledger(disk, file);
    std::error_code failed;
    if (!fs::exists(file, failed)) return ledger;
    auto text = read_file(file);
    if (!text) return text.error();
    std::size_t start = 0;
    std::size_t number = 0;
    for (std::size_t end = text->find('\n'); end != std::string::npos; end = text->find('\n', start)) {
        ++number;
        auto line = parse_line(std::string_view(*text).substr(start, end - start));
        if (!line) {
            return Error{Errc::kCorrupt, fmt::format("{}:{} is damaged ({}); restore the file from a backup, or ask "
                                                     "the hub for the list of your submissions",
                                                     file.string(), number, line.error().detail)};
        }
        ledger.take(*std::move(line));
        start = end + 1;
    }
    if (start < text->size()) {
        if (auto cut = disk.truncate(file, start); !cut) return cut.error();
    }
    ledger.bytes_ = start;
    return ledger;
}

Result<void> Ledger::append(const std::string& line) {
    if (broken_) return Error{Errc::kInternal, fmt::format("{} could not be written before", file_.string())};
    const bool fresh = bytes_ == 0;
    auto out = disk_->append(file_);
    Result<void> done = out ? (*out)->write(line) : Result<void>(out.error());
    if (done) done = (*out)->sync();
    if (done && fresh) done = disk_->sync_folder(file_.parent_path());
    if (!done) {
        // Half a line may stand there.  Cut it off now, or write no more: the next start cuts it.
        broken_ = !disk_->truncate(file_, bytes_);
        return done;
    }
    bytes_ += line.size();
    return {};
}

// What is taken in is what the next start will read, and a line that it could not read is never written: one such
// line would stop the agent for good.
Result<void> Ledger::note(const LedgerLine& line) {
    const std::string text = write_line(line);
    auto as_read = parse_line(std::string_view(text).substr(0, text.size() - 1));
    if (!as_read) return as_read.error();
    if (auto written = append(text); !written) return written;
    take(*std::move(as_read));
    return {};
}

void Ledger::take(LedgerLine line) {
    if (auto* entry = std::get_if<FileEntry>(&line)) {
        take_sealed(std::move(*entry));
    } else if (const auto* receipt = std::get_if<ReceiptLine>(&line)) {
        take_receipt(*receipt);
    } else if (const auto* lost = std::get_if<LostLine>(&line)) {
        take_lost(*lost);
    } else {
        take_state(std::get<StateLine>(line));
    }
}

void Ledger::take_receipt(const ReceiptLine& receipt) {
    if (!receipt_of_.emplace(receipt.sha256, receipts_.size()).second) return;
    receipts_.push_back(receipt);
    for (FileEntry& file : files_) {
        for (Part& part : file.parts) part.acknowledged = part.acknowledged || part.sha256 == receipt.sha256;
    }
}

// The receipt stays in its place: others count by it.  Of a file that still waited, all is read again too: what had
// been sent of it has left the outbox.
void Ledger::take_lost(const LostLine& lost) {
    const auto receipt = receipt_of_.find(lost.sha256);
    if (receipt == receipt_of_.end()) return;
    receipts_[receipt->second].lost = times_lost(lost.sha256) + 1;
    receipt_of_.erase(receipt);
    for (FileEntry& file : files_) {
        for (Part& part : file.parts) {
            if (part.sha256 != lost.sha256) continue;
            part.acknowledged = false;
            const bool was_good = file.state == FileState::kSent || file.state == FileState::kSealed;
            if (!was_good || !lost.counted) continue;
            file.state = FileState::kLost;
            file.at = lost.at;
        }
    }
}

void Ledger::take_state(const StateLine& state) {
    FileEntry* entry = find_mutable(state.file);
    if (entry == nullptr) {
        entry = &files_.emplace_back();
        entry->digest = state.file;
        entry->name = state.name;
    }
    entry->state = state.state;
    entry->reason = state.reason;
    entry->at = state.at;
}

// A file that was held or refused may be sealed again: what was acknowledged of it before is kept as history.
void Ledger::take_sealed(FileEntry entry) {
    for (Part& part : entry.parts) part.acknowledged = acknowledged(part.sha256);
    if (FileEntry* earlier = find_mutable(entry.digest)) {
        for (const Part& part : earlier->parts) {
            const bool again = std::ranges::any_of(entry.parts, [&](auto& p) { return p.sha256 == part.sha256; });
            if (part.acknowledged && !again) entry.parts.insert(entry.parts.begin(), part);
        }
        files_.erase(files_.begin() + (earlier - files_.data()));
    }
    files_.push_back(std::move(entry));
}

const FileEntry* Ledger::find(const Digest& file) const {
    const auto at = std::ranges::find(files_, file, &FileEntry::digest);
    return at == files_.end() ? nullptr : &*at;
}

const FileEntry* Ledger::find_short(std::string_view short_digest) const {
    const auto is = [&](const FileEntry& file) { return svd::agent::short_digest(file.digest) == short_digest; };
    const auto at = std::ranges::find_if(files_, is);
    return at == files_.end() ? nullptr : &*at;
}

bool Ledger::acknowledged(const Digest& submission) const { return receipt_of_.contains(submission); }

const ReceiptLine* Ledger::receipt_of(const Digest& submission) const {
    const auto at = receipt_of_.find(submission);
    return at == receipt_of_.end() ? nullptr : &receipts_[at->second];
}

std::uint32_t Ledger::times_lost(const Digest& submission) const {
    const auto is = [&](const ReceiptLine& line) { return line.lost > 0 && line.sha256 == submission; };
    return static_cast<std::uint32_t>(std::ranges::count_if(receipts_, is));
}

std::set<Digest> Ledger::superseded() const {
    std::set<Digest> superseded;
    for (const FileEntry& file : files_) {
        for (const Part& part : file.parts) {
            if (part.acknowledged) superseded.insert(part.supersedes.begin(), part.supersedes.end());
        }
    }
    return superseded;
}

bool Ledger::in_force(const FileEntry& file) const {
    const std::set<Digest> gone = superseded();
    return std::ranges::any_of(file.parts,
                               [&](const Part& part) { return part.acknowledged && !gone.contains(part.sha256); });
}

std::vector<Ledger::Supplied> Ledger::supplied(const Period& period) const {
    const std::set<Digest> superseded = this->superseded();
    std::vector<Supplied> found;
    for (const FileEntry& file : files_) {
        for (const Part& part : file.parts) {
            const bool counts = part.acknowledged && overlap(part.period, period) && !superseded.contains(part.sha256);
            if (counts) found.push_back({&file, &part});
        }
    }
    return found;
}

std::vector<const FileEntry*> Ledger::waiting() const {
    std::vector<const FileEntry*> found;
    for (const FileEntry& file : files_) {
        if (file.state == FileState::kSealed) found.push_back(&file);
    }
    return found;
}

}  // namespace svd::agent
