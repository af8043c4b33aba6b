#include "agent/spool/intake.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "agent/spool/words.h"
#include "core/base/limits.h"

namespace svd::agent {
namespace {

constexpr std::uint64_t kProgressEvery = 4096;

std::vector<Month> months_of(const FileEntry& file) {
    std::set<Month> months;
    for (const Part& part : file.parts) months.insert(part.month);
    return {months.begin(), months.end()};
}

}  // namespace

MonthPlan Intake::plan_month(Month month, bool returned) const {
    MonthPlan plan;
    bool own = false;
    for (const auto& [file, part] : ledger_.supplied(month)) {
        if (file->dataset == settings_.dataset && !returned) {
            plan.supersedes.push_back(part->sha256);
        } else {
            plan.units_held.insert(part->units.begin(), part->units.end());
            // Late records continue what their own data set holds, else whatever they are added to.
            if (!plan.continues || (file->dataset == settings_.dataset && !own)) plan.continues = part->sha256;
            own = own || file->dataset == settings_.dataset;
        }
    }
    return plan;
}

Result<void> Intake::read(const FileFacts& facts, Reading& reading, const Progress& progress) {
    Extract& extract = *reading.extract;
    const bool returned = extract.mapper().returned_from_quarantine();
    PartBuilder builder(
        {mapping_.name, mapping_.version, settings_.agreement},
        [&](Month month) { return plan_month(month, returned); },
        [&](SealedPart sealed) -> Result<void> {
            if (auto put = outbox_.put(sealed); !put) return put;
            reading.parts.push_back(std::move(sealed.part));
            return {};
        });
    while (true) {
        auto more = extract.next();
        if (!more) return more.error();
        if (!*more) break;
        Result<void> done;
        if (extract.mapped().refused) {
            builder.add_set_aside();
            done = reading.quarantine->add(extract);
        } else {
            done = builder.add(extract.mapped().incident, extract.record().line);
        }
        if (!done) return done;
        if (progress && extract.tally().read % kProgressEvery == 0) progress(extract, facts.bytes);
    }
    if (auto done = builder.finish(); !done) return done;
    const auto months = builder.months();
    reading.months.insert(months.begin(), months.end());
    return {};
}

std::string Intake::reason_to_hold(const Reading& reading, const std::vector<Replaced>& replaces) const {
    const Tally& tally = reading.extract->tally();
    if (tally.ready == 0) return "not one record of the file is ready to send";
    if (tally.percent_set_aside() > static_cast<double>(settings_.max_rejected_percent)) {
        return fmt::format("{} of {} records are set aside, more than max_rejected_percent = {}", tally.set_aside,
                           tally.read, settings_.max_rejected_percent);
    }
    if (reading.extract->mapper().returned_from_quarantine()) return {};
    if (std::string reason = reason_lost_months(reading); !reason.empty()) return reason;
    return settings_.allow_shrinking ? std::string{} : reason_not_to_shrink(replaces, settings_.max_shrink_percent);
}

// A file of several months can only be replaced whole.
std::string Intake::reason_lost_months(const Reading& reading) const {
    for (const Month month : reading.months) {
        auto earlier = ledger_.supplied(month);
        std::erase_if(earlier, [&](const auto& each) { return each.file->dataset != settings_.dataset; });
        if (earlier.size() > limits::kSupersededMax) {
            return fmt::format("{} was supplied in {} submissions, more than one submission can replace", month.text(),
                               earlier.size());
        }
        for (const auto& [file, part] : earlier) {
            for (const Month other : months_of(*file)) {
                if (reading.months.contains(other)) continue;
                return fmt::format(
                    "it replaces {} of {}, which also supplied {}: export the same months again, all "
                    "of them, so that nothing is lost or counted twice",
                    month.text(), file->name, other.text());
            }
        }
    }
    return {};
}

// A submission that the hub knows already would not be counted again, and nobody would be told.
std::string Intake::reason_known(const Reading& reading, const Digest& file) const {
    const std::set<Digest> gone = ledger_.superseded();
    for (const Part& part : reading.parts) {
        const ReceiptLine* receipt = ledger_.receipt_of(part.sha256);
        if (receipt == nullptr || (receipt->file == file && !gone.contains(part.sha256))) continue;
        return fmt::format(
            "the very same {} of {} were sent on {}, and the hub would not count them again: export the whole month "
            "and send that",
            counted(part.rows, "record"), part.month.text(), plain_day(receipt->received_at));
    }
    return {};
}

// What an earlier file supplied can only be replaced once the hub has said that it holds it.
std::string Intake::reason_to_wait(const Reading& reading) const {
    for (const FileEntry* file : ledger_.waiting()) {
        for (const Part& part : file->parts) {
            if (part.acknowledged || !reading.months.contains(part.month)) continue;
            return fmt::format("{} of {} has not been sent yet", part.month.text(), file->name);
        }
    }
    return {};
}

Result<void> Intake::discard(const Reading& reading) {
    for (const Part& part : reading.parts) {
        bool wanted = false;
        for (const FileEntry* file : ledger_.waiting()) {
            wanted = wanted || std::ranges::any_of(file->parts, [&](auto& p) { return p.sha256 == part.sha256; });
        }
        if (wanted) continue;
        if (auto removed = outbox_.remove(part.sha256); !removed) return removed;
    }
    return {};
}

Result<IntakeReport> Intake::hold(IntakeReport report) {
    report.end = IntakeEnd::kHeld;
    const std::string reasons = fmt::format("{} was not sent.\n\n{}\n", report.name, report.reason);
    // Noted first: what is still in work/ after a crash is taken again, and held again.
    const StateLine held{report.digest, FileState::kHeld, report.reason, rfc3339(clock_.now()), report.name};
    if (auto noted = ledger_.stands(held); !noted) return noted.error();
    if (auto filed = spool_.file_as_rejected(report.name, report.digest, reasons); !filed) return filed.error();
    return report;
}

Result<IntakeReport> Intake::settle(const fs::path& file, const FileFacts& facts, Reading& reading,
                                    IntakeReport report) {
    report.tally = reading.extract->tally();
    report.header = reading.extract->mapper().column_names();
    report.not_mapped = reading.extract->mapper().not_mapped();
    report.parts = reading.parts.size();
    if (!reading.extract->mapper().returned_from_quarantine()) {
        report.replaces = what_it_replaces(ledger_, settings_.dataset, report.tally.ready_by_month);
    }
    if (!facts.still_true_of(file)) {
        report.end = IntakeEnd::kWaits;
        report.reason = "it changed while it was read";
    } else if (report.reason = reason_to_wait(reading); !report.reason.empty()) {
        report.end = IntakeEnd::kWaits;
    }
    if (report.end == IntakeEnd::kWaits) {
        if (auto gone = discard(reading); !gone) return gone.error();
        return report;
    }
    if (!reading.quarantine->empty()) report.quarantine = reading.quarantine->file();
    if (auto kept = reading.quarantine->finish(); !kept) return kept.error();
    report.reason = reason_to_hold(reading, report.replaces);
    if (report.reason.empty()) report.reason = reason_known(reading, report.digest);
    if (!report.reason.empty()) {
        if (auto gone = discard(reading); !gone) return gone.error();
        return hold(std::move(report));
    }
    FileEntry entry;
    entry.digest = report.digest;
    entry.name = report.name;
    entry.dataset = settings_.dataset;
    entry.at = rfc3339(clock_.now());
    entry.records_read = report.tally.read;
    entry.records_set_aside = report.tally.set_aside;
    entry.parts = std::move(reading.parts);
    if (auto sealed = ledger_.sealed(entry); !sealed) return sealed.error();
    report.end = IntakeEnd::kSealed;
    return report;
}

// A file that another has replaced may come again, and then replaces that one.  Where files are left in the inbox,
// an old file that lies there is not meant to come again, only one that was written anew.
bool Intake::still_sent(const FileEntry& known, const FileFacts& facts) const {
    if (ledger_.in_force(known)) return true;
    if (spool_.settings().move) return false;
    const auto changed = std::chrono::file_clock::to_sys(facts.changed);
    return rfc3339(std::chrono::floor<std::chrono::seconds>(changed)) <= known.at;
}

Result<IntakeReport> Intake::take(const fs::path& file, const Progress& progress) {
    auto facts = inspect_file(file);
    if (!facts) return facts.error();
    IntakeReport report;
    report.digest = facts->digest;
    report.name = file.filename().string();
    const FileEntry* known = ledger_.find(facts->digest);
    if (known != nullptr && known->state == FileState::kSealed) {
        report.end = IntakeEnd::kAlreadySealed;
        return report;
    }
    if (known != nullptr && known->state == FileState::kSent && still_sent(*known, *facts)) {
        report.end = ledger_.in_force(*known) ? IntakeEnd::kAlreadySent : IntakeEnd::kReplacedSince;
        report.reason = known->at;
        if (auto filed = spool_.file_as_sent(report.name, report.digest, clock_.now()); !filed) return filed.error();
        return report;
    }
    Reading reading;
    auto extract = Extract::open(file, *facts, mapping_, rules_);
    if (!extract) {
        if (extract.error().code != Errc::kInvalid) return extract.error();
        report.reason = extract.error().detail;
        return hold(std::move(report));
    }
    reading.extract = std::move(*extract);
    const std::string name =
        derived_name(file.stem().string(), fmt::format(".{}.rejected.csv", short_digest(facts->digest)));
    reading.quarantine = std::make_unique<Quarantine>(disk_, spool_.quarantine() / name, mapping_.csv.delimiter);
    if (auto done = read(*facts, reading, progress); !done) return done.error();
    return settle(file, *facts, reading, std::move(report));
}

}  // namespace svd::agent
