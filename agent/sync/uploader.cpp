#include "agent/sync/uploader.h"

#include <fmt/format.h>

#include <algorithm>

namespace svd::agent {
namespace {

std::uint32_t rows_accepted(const wire::Accepted& accepted) {
    return accepted.incidents + accepted.aggregates + accepted.cohorts + accepted.nil_returns + accepted.not_available +
           accepted.amendments + accepted.withdrawals;
}

std::string source_line(const std::vector<std::uint64_t>& lines, std::uint32_t row) {
    return row < lines.size() ? fmt::format("{}", lines[row]) : std::string("?");
}

// What is not good becomes the report's end.
bool is_good(const Contact& contact, DrainReport& report) {
    report.message = contact.message;
    report.retry_after = contact.retry_after;
    switch (contact.end) {
        case ContactEnd::kGood: return true;
        case ContactEnd::kTryLater: report.end = DrainEnd::kTryLater; break;
        case ContactEnd::kDenied: report.end = DrainEnd::kDenied; break;
        case ContactEnd::kMisconfigured: report.end = DrainEnd::kMisconfigured; break;
        case ContactEnd::kAlarm: report.end = DrainEnd::kAlarm; break;
    }
    return false;
}

}  // namespace

Result<void> Uploader::keep(const FileEntry& file, const Part& part, const HubAnswer& answer,
                            const AnswerMeaning& meaning) {
    const wire::Receipt& receipt = meaning.receipt;
    std::string rows;
    if (!receipt.refused.empty()) {
        const auto lines = outbox_.source_lines(part.sha256);
        rows = "row,source_line,code,field\n";
        for (const wire::RowFinding& finding : receipt.refused) {
            rows +=
                fmt::format("{},{},{},{}\n", finding.row, source_line(lines, finding.row), finding.code, finding.field);
        }
    }
    auto kept = outbox_.keep_receipt(part.sha256, answer.body, wire::receipt_json(meaning.receipt_bytes), rows);
    if (!kept) return kept;
    ReceiptLine line;
    line.sha256 = part.sha256;
    line.sequence = receipt.sequence;
    line.received_at = receipt.received_at;
    line.accepted = rows_accepted(receipt.accepted);
    line.refused = part.rows > line.accepted ? part.rows - line.accepted : 0;
    line.file = file.digest;
    if (auto noted = ledger_.receipt(line); !noted) return noted;
    return outbox_.remove(part.sha256);
}

Result<void> Uploader::refuse(const FileEntry& file, const Part& part, const AnswerMeaning& meaning,
                              DrainReport& report) {
    std::string text = fmt::format("{} was refused by the hub.\n\n{}\n", file.name, meaning.message);
    const auto lines = outbox_.source_lines(part.sha256);
    if (!meaning.rows.empty()) text += "\nrow,source_line,code,field\n";
    for (const ProblemRow& row : meaning.rows) {
        const bool of_source = row.rows == row_kind_name(RowKind::kIncident);
        text +=
            fmt::format("{},{},{},{}\n", row.row, of_source ? source_line(lines, row.row) : "", row.code, row.field);
    }
    std::vector<std::string> codes;
    if (!meaning.code.empty()) codes.push_back(meaning.code);
    for (const ProblemRow& row : meaning.rows) {
        if (!row.code.empty() && std::ranges::find(codes, row.code) == codes.end()) codes.push_back(row.code);
    }
    std::string reason = meaning.message;
    if (codes.size() > 1) reason += fmt::format(" Rows: {}.", fmt::join(codes.begin() + 1, codes.end(), ", "));
    return reject(file, {file.name, reason, codes, FileState::kRefused}, text, report);
}

// Only its source can make it whole, and that is for a person to put back.
Result<void> Uploader::hold(const FileEntry& file, const Error& unreadable, DrainReport& report) {
    const std::string reason = fmt::format(
        "{}, so that nothing more of it was sent; put the file into the inbox again, or make the nil return again",
        unreadable.detail);
    const std::string reasons = fmt::format("{} was not sent.\n\n{}\n", file.name, reason);
    return reject(file, {file.name, reason, {}, FileState::kHeld}, reasons, report);
}

// The ledger's line comes first.  After it nothing of the file is waited for, and a crash leaves the source in work/,
// where the next run takes it anew; before it, the file would wait for ever for what has left the outbox.
// The entry is a copy, because the line changes the one in the ledger.
Result<void> Uploader::reject(FileEntry was, RejectedFile rejected, std::string_view reasons, DrainReport& report) {
    const StateLine line{was.digest, rejected.state, rejected.reason, rfc3339(clock_.now()), was.name};
    if (auto noted = ledger_.stands(line); !noted) return noted;
    report.rejected.push_back(std::move(rejected));
    for (const Part& part : was.parts) {  // for a person to look at; the row maps stay where they are
        if (part.acknowledged) continue;
        if (auto moved = outbox_.set_aside(part.sha256); !moved) return moved;
    }
    return spool_.file_as_rejected(was.name, was.digest, reasons);
}

Result<void> Uploader::finish(const FileEntry& file, DrainReport& report) {
    SentFile sent{file.name, 0, 0, 0, file.records_set_aside};
    const std::set<Digest> gone = ledger_.superseded();  // a file sent before and replaced has such parts
    for (const Part& part : file.parts) {
        const ReceiptLine* receipt = ledger_.receipt_of(part.sha256);
        if (receipt == nullptr || gone.contains(part.sha256)) continue;
        ++sent.parts;
        sent.accepted += receipt->accepted;
        sent.refused += receipt->refused;
    }
    if (auto filed = spool_.file_as_sent(file.name, file.digest, clock_.now()); !filed) return filed;
    report.sent.push_back(sent);
    return ledger_.stands({file.digest, FileState::kSent, "", rfc3339(clock_.now()), file.name});
}

Result<bool> Uploader::send_file(const FileEntry& file, DrainReport& report) {
    for (std::size_t i = 0; i < file.parts.size(); ++i) {
        const Part part = file.parts[i];
        if (part.acknowledged) continue;
        if (stop_ && stop_()) {
            report.end = DrainEnd::kStopped;
            return false;
        }
        auto bytes = outbox_.read(part.sha256);
        if (!bytes) {
            const bool lost = bytes.error().code == Errc::kNotFound || bytes.error().code == Errc::kCorrupt;
            if (!lost) return bytes.error();
            if (auto held = hold(file, bytes.error(), report); !held) return held.error();
            return true;
        }
        const auto answer = hub_.put_submission(part.sha256, *bytes);
        const AnswerMeaning meaning = understand(answer, part.sha256);
        report.message = meaning.message;
        report.retry_after = meaning.retry_after;
        if (meaning.kind == AnswerKind::kAccepted) {
            const auto proven = witness_.check_receipt(answer->body);
            if (!proven) return proven.error();
            if (!is_good(*proven, report)) return false;
        }
        switch (meaning.kind) {
            case AnswerKind::kAccepted:
                if (auto kept = keep(file, part, *answer, meaning); !kept) return kept.error();
                ++report.parts_acknowledged;
                break;
            case AnswerKind::kRefused:
                if (auto noted = refuse(file, part, meaning, report); !noted) return noted.error();
                return true;
            case AnswerKind::kDenied: report.end = DrainEnd::kDenied; return false;
            case AnswerKind::kMisconfigured: report.end = DrainEnd::kMisconfigured; return false;
            case AnswerKind::kTryLater: report.end = DrainEnd::kTryLater; return false;
        }
    }
    if (auto finished = finish(file, report); !finished) return finished.error();
    return true;
}

Result<void> Uploader::send_all(DrainReport& report) {
    std::vector<Digest> waiting;
    for (const FileEntry* file : ledger_.waiting()) waiting.push_back(file->digest);
    for (const Digest& digest : waiting) {
        auto more = send_file(*ledger_.find(digest), report);
        if (!more) return more.error();
        if (!*more) break;
    }
    return {};
}

Result<DrainReport> Uploader::drain() {
    DrainReport report;
    if (ledger_.waiting().empty()) return report;
    auto before = witness_.contact();
    if (!before) return before.error();
    if (!is_good(*before, report)) return report;
    if (auto sent = send_all(report); !sent) return sent.error();
    if (report.end == DrainEnd::kEmpty && report.parts_acknowledged > 0) {
        auto after = witness_.contact();
        if (!after) return after.error();
        // Short of an alarm, the next contact makes up for this one.
        if (after->end == ContactEnd::kAlarm) (void)is_good(*after, report);
    }
    if (!witness_.remark().empty()) report.remarks.push_back(witness_.remark());
    return report;
}

}  // namespace svd::agent
