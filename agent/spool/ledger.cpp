#include "agent/spool/ledger.h"

#include <fmt/format.h>

#include <algorithm>

#include "agent/spool/ledger_lines.h"

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
        auto read = ledger.read_line(std::string_view(*text).substr(start, end - start));
        if (!read) {
            return Error{Errc::kCorrupt, fmt::format("{}:{} is damaged ({}); restore the file from a backup, or ask "
                                                     "the hub for the list of your submissions",
                                                     file.string(), number, read.error().detail)};
        }
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

Result<void> Ledger::read_line(std::string_view line) {
    auto parsed = parse_line(line);
    if (!parsed) return parsed.error();
    if (auto* entry = std::get_if<FileEntry>(&*parsed)) {
        take_sealed(std::move(*entry));
    } else if (const auto* receipt = std::get_if<ReceiptLine>(&*parsed)) {
        if (!receipt_of_.emplace(receipt->sha256, receipts_.size()).second) return {};
        receipts_.push_back(*receipt);
        for (FileEntry& file : files_) {
            for (Part& part : file.parts) part.acknowledged = part.acknowledged || part.sha256 == receipt->sha256;
        }
    } else {
        const auto& finished = std::get<FinishedLine>(*parsed);
        FileEntry* entry_of = find_entry(finished.file);
        if (entry_of == nullptr) {
            entry_of = &files_.emplace_back();
            entry_of->digest = finished.file;
            entry_of->name = finished.name;
        }
        entry_of->state = finished.state;
        entry_of->reason = finished.reason;
        entry_of->at = finished.at;
    }
    return {};
}

// A file that was held or refused may be sealed again: what was acknowledged of it before is kept as history.
void Ledger::take_sealed(FileEntry entry) {
    for (Part& part : entry.parts) part.acknowledged = acknowledged(part.sha256);
    if (FileEntry* earlier = find_entry(entry.digest)) {
        for (const Part& part : earlier->parts) {
            const bool again = std::ranges::any_of(entry.parts, [&](auto& p) { return p.sha256 == part.sha256; });
            if (part.acknowledged && !again) entry.parts.insert(entry.parts.begin(), part);
        }
        files_.erase(files_.begin() + (earlier - files_.data()));
    }
    files_.push_back(std::move(entry));
}

Result<void> Ledger::sealed(const FileEntry& entry) {
    const std::string line = write_line(entry);
    if (auto written = append(line); !written) return written;
    return read_line(std::string_view(line).substr(0, line.size() - 1));
}

Result<void> Ledger::receipt(const ReceiptLine& receipt) {
    const std::string line = write_line(receipt);
    if (auto written = append(line); !written) return written;
    return read_line(std::string_view(line).substr(0, line.size() - 1));
}

Result<void> Ledger::finished(const Digest& file, FileState state, std::string_view reason, std::string_view at,
                              std::string_view name) {
    const std::string line =
        write_line(FinishedLine{file, state, std::string(reason), std::string(at), std::string(name)});
    if (auto written = append(line); !written) return written;
    return read_line(std::string_view(line).substr(0, line.size() - 1));
}

FileEntry* Ledger::find_entry(const Digest& file) {
    const auto at = std::ranges::find(files_, file, &FileEntry::digest);
    return at == files_.end() ? nullptr : &*at;
}

const FileEntry* Ledger::find(const Digest& file) const {
    const auto at = std::ranges::find(files_, file, &FileEntry::digest);
    return at == files_.end() ? nullptr : &*at;
}

bool Ledger::acknowledged(const Digest& submission) const { return receipt_of_.contains(submission); }

const ReceiptLine* Ledger::receipt_of(const Digest& submission) const {
    const auto at = receipt_of_.find(submission);
    return at == receipt_of_.end() ? nullptr : &receipts_[at->second];
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

std::vector<Ledger::Supplied> Ledger::supplied(Month month) const {
    const std::set<Digest> superseded = this->superseded();
    std::vector<Supplied> found;
    for (const FileEntry& file : files_) {
        for (const Part& part : file.parts) {
            const bool counts = part.acknowledged && part.month == month && !superseded.contains(part.sha256);
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
