#include "agent/spool/outbox.h"

#include <fmt/format.h>

#include <charconv>

#include "core/crypto/digest.h"

namespace svd::agent {
namespace {

constexpr const char* kReceiptEndings[] = {".refused.csv", ".json", ".tlog-proof"};

}  // namespace

fs::path Outbox::sealed_file(const Digest& submission) const { return spool_.outbox() / (to_hex(submission) + ".pb"); }

fs::path Outbox::row_map(const Digest& submission) const { return spool_.row_maps() / (to_hex(submission) + ".lines"); }

Result<void> Outbox::put(const SealedPart& part) {
    std::string lines;
    for (const std::uint64_t line : part.lines) fmt::format_to(std::back_inserter(lines), "{}\n", line);
    if (auto written = write_durably(disk_, row_map(part.part.sha256), lines); !written) return written;
    return write_durably(disk_, sealed_file(part.part.sha256), part.bytes);
}

Result<std::string> Outbox::read(const Digest& submission) const {
    auto bytes = read_file(sealed_file(submission));
    if (!bytes) return bytes;
    if (sha256(*bytes) != submission) {
        return Error{Errc::kCorrupt, fmt::format("{} is damaged on disk", sealed_file(submission).string())};
    }
    return bytes;
}

Result<void> Outbox::remove(const Digest& submission) { return disk_.remove(sealed_file(submission)); }

Result<void> Outbox::set_aside(const Digest& submission) {
    std::error_code failed;
    const fs::path from = sealed_file(submission);
    if (!fs::exists(from, failed)) return {};
    return move_durably(disk_, from, spool_.rejected() / from.filename());
}

Result<void> Outbox::discard_orphans(const Ledger& ledger) {
    std::set<std::string> wanted;
    for (const FileEntry* file : ledger.waiting()) {
        for (const Part& part : file->parts) {
            if (!part.acknowledged) wanted.insert(sealed_file(part.sha256).filename().string());
        }
    }
    std::error_code failed;
    std::vector<fs::path> orphans;
    for (fs::directory_iterator at(spool_.outbox(), failed), end; !failed && at != end; at.increment(failed)) {
        if (!wanted.contains(at->path().filename().string())) orphans.push_back(at->path());
    }
    if (failed) return Error{Errc::kInternal, fmt::format("cannot list the outbox: {}", failed.message())};
    for (const fs::path& orphan : orphans) {
        if (auto removed = disk_.remove(orphan); !removed) return removed;
    }
    return {};
}

Result<void> Outbox::copy_lost_receipt(const Digest& submission, std::uint32_t lost) {
    if (auto made = disk_.make_folders(spool_.lost_receipts()); !made) return made;
    for (const char* ending : kReceiptEndings) {
        const auto bytes = read_file(spool_.receipt_stem(submission).string() + ending);
        if (!bytes) continue;  // not every receipt has all three, and an old one may have been tidied away
        const auto kept = write_durably(disk_, spool_.receipt_stem(submission, lost).string() + ending, *bytes);
        if (!kept) return kept;
    }
    return {};
}

Result<void> Outbox::remove_lost_receipt(const Digest& submission) {
    std::error_code failed;
    for (const char* ending : kReceiptEndings) {
        const fs::path file = spool_.receipt_stem(submission).string() + ending;
        if (!fs::exists(file, failed)) continue;
        if (auto removed = disk_.remove(file); !removed) return removed;
    }
    return {};
}

Result<void> Outbox::keep_receipt(const Digest& submission, std::string_view receipt, std::string_view json,
                                  std::string_view refused_rows) {
    const fs::path stem = spool_.receipt_stem(submission);
    if (!refused_rows.empty()) {
        if (auto kept = write_durably(disk_, stem.string() + ".refused.csv", refused_rows); !kept) return kept;
    }
    if (auto kept = write_durably(disk_, stem.string() + ".json", json); !kept) return kept;
    return write_durably(disk_, spool_.receipt_file(submission), receipt);
}

std::vector<std::uint64_t> Outbox::source_lines(const Digest& submission) const {
    std::vector<std::uint64_t> lines;
    const auto text = read_file(row_map(submission));
    if (!text) return lines;
    const char* at = text->data();
    const char* const end = at + text->size();
    while (at < end) {
        std::uint64_t line = 0;
        const auto [next, failed] = std::from_chars(at, end, line);
        if (failed != std::errc{}) break;
        lines.push_back(line);
        at = next + 1;
    }
    return lines;
}

}  // namespace svd::agent
