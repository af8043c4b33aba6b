#include "agent/spool/intake.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "agent/spool/words.h"

namespace svd::agent {
namespace {

constexpr std::uint64_t kProgressEvery = 4096;

}  // namespace

Result<void> Intake::read(const FileFacts& facts, Reading& reading, const Progress& progress) {
    Extract& extract = *reading.extract;
    const bool returned = extract.mapper().returned_from_quarantine();
    PartBuilder builder(
        {mapping_.name, mapping_.version, settings_.agreement},
        [&](const Period& period) { return plan_period(ledger_, {facts.digest, settings_.dataset, returned}, period); },
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
        } else if (extract.mapped().ready()) {
            done = builder.add(extract.mapped().row, extract.record().line);
        }
        if (!done) return done;
        if (progress && extract.tally().read % kProgressEvery == 0) progress(extract, facts.bytes);
    }
    return builder.finish();
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
    return reading.quarantine->discard();
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
        report.replaces = what_it_replaces(ledger_, settings_.dataset, report.tally.ready_by_period);
    }
    if (!facts.still_true_of(file)) {
        report.end = IntakeEnd::kWaits;
        report.reason = "it changed while it was read";
    } else if (report.reason = reason_to_wait(*reading.extract, ledger_); !report.reason.empty()) {
        report.end = IntakeEnd::kWaits;
    }
    if (report.end == IntakeEnd::kWaits) {
        if (auto gone = discard(reading); !gone) return gone.error();
        return report;
    }
    report.reason = reason_to_hold({report.digest, *reading.extract, reading.parts}, ledger_, settings_);
    if (!report.reason.empty()) {
        if (auto gone = discard(reading); !gone) return gone.error();
        return hold(std::move(report));
    }
    // Only of what is sent: what is held is mended whole, and its records belong to nothing that the hub has.
    if (!reading.quarantine->empty()) report.quarantine = reading.quarantine->file();
    if (auto kept = reading.quarantine->finish(); !kept) return kept.error();
    FileEntry entry;
    entry.digest = report.digest;
    entry.name = report.name;
    entry.dataset = settings_.dataset;
    entry.at = rfc3339(clock_.now());
    entry.records_read = report.tally.read;
    entry.records_set_aside = report.tally.set_aside;
    entry.returned = reading.extract->mapper().returned_from_quarantine();
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
    auto extract = Extract::open(file, *facts, mapping_, rules_, settings_.smallest_group);
    if (!extract) {
        const bool held = extract.error().code == Errc::kInvalid || extract.error().code == Errc::kTooMany;
        if (!held) return extract.error();
        report.reason = extract.error().detail;
        return hold(std::move(report));
    }
    reading.extract = std::move(*extract);
    const std::string name =
        derived_name(file.stem().string(), fmt::format(".{}.rejected.csv", short_digest(facts->digest)));
    reading.quarantine =
        std::make_unique<Quarantine>(disk_, spool_.quarantine() / name, facts->digest, reading.extract->csv());
    if (auto done = read(*facts, reading, progress); !done) return done.error();
    return settle(file, *facts, reading, std::move(report));
}

}  // namespace svd::agent
