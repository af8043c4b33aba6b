#include "agent/spool/hold_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "agent/spool/words.h"
#include "core/base/limits.h"

namespace svd::agent {
namespace {

void add_months(const Period& period, std::set<Month>& months) {
    for (Month month = period.from; month <= period.to; month = month + 1) months.insert(month);
}

std::set<Month> months_of(const FileEntry& file) {
    std::set<Month> months;
    for (const Part& part : file.parts) add_months(part.period, months);
    return months;
}

// The record alone is not enough: where one such value is, the column is not what the mapping takes it for.
std::string reason_personal(const Extract& extract) {
    const Tally& tally = extract.tally();
    if (tally.personal_cells == 0) return {};
    std::string reason = fmt::format(
        "{}: {} as if {} identified a person, so nothing of the file is sent", code_text(FindingCode::kLooksPersonal),
        tally.personal_cells == 1 ? "a cell looks" : fmt::format("{} cells look", tally.personal_cells),
        tally.personal_cells == 1 ? "it" : "they");
    for (const PersonalCell& cell : tally.personal) {
        reason += fmt::format("; line {}, column {}: like {}", cell.line, extract.mapper().column_name(cell.column),
                              personal_kind_name(cell.kind));
    }
    if (tally.personal.size() < tally.personal_cells) reason += "; and more";
    return reason;
}

std::string reason_spoilt(const Tally& tally, const IntakeSettings& settings) {
    if (tally.ready == 0) return "not one record of the file is ready to send";
    if (tally.percent_set_aside() <= static_cast<double>(settings.max_rejected_percent)) return {};
    return fmt::format("{} of {} records are set aside, more than max_rejected_percent = {}", tally.set_aside,
                       tally.read, settings.max_rejected_percent);
}

// Mended records are added to what their months hold.  That is right only while the hub counts the rest of the file
// that they were set aside from: else they would stand for the month alone, or be in it already.
std::string reason_not_to_add(const Extract& extract, const Ledger& ledger) {
    for (const std::string& front : extract.sources()) {
        const FileEntry* source = ledger.find_short(front);
        if (source == nullptr) {
            return "its column _row does not say of every record which file it was set aside from: keep that column "
                   "as it was, and put no other records into the file";
        }
        const bool counts = source->state == FileState::kSent && ledger.in_force(*source);
        const FileEntry* later = nullptr;
        for (const auto& [period, ready] : extract.tally().ready_by_period) {
            if (later == nullptr) later = replaced_by(*source, period, ledger);
        }
        if (counts && later == nullptr) continue;
        return fmt::format(
            "its records were set aside from {}, {}: added now, they could be counted twice. Delete this file, mend "
            "the records where they come from, and export the whole month again",
            source->name,
            later != nullptr ? fmt::format("which {} has replaced", later->name) : "of which the hub counts nothing");
    }
    return {};
}

// A file of several months can only be replaced whole.
std::string reason_lost_months(const Tally& tally, const Ledger& ledger, std::string_view dataset) {
    std::set<Month> ready_months;
    for (const auto& [period, ready] : tally.ready_by_period) add_months(period, ready_months);
    for (const auto& [period, ready] : tally.ready_by_period) {
        auto earlier = ledger.supplied(period);
        std::erase_if(earlier, [&](const auto& each) { return each.file->dataset != dataset; });
        if (earlier.size() > limits::kSupersededMax) {
            return fmt::format("{} was supplied in {} submissions, more than one submission can replace",
                               period_text(period), earlier.size());
        }
        for (const auto& [file, part] : earlier) {
            for (const Month other : months_of(*file)) {
                if (ready_months.contains(other)) continue;
                return fmt::format(
                    "it replaces {} of {}, which also supplied {}: export the same months again, all "
                    "of them, so that nothing is lost or counted twice",
                    period_text(period), file->name, other.text());
            }
        }
    }
    return {};
}

// A submission that the hub knows already would not be counted again, and nobody would be told.
std::string reason_known(const Candidate& file, const Ledger& ledger) {
    const std::set<Digest> gone = ledger.superseded();
    for (const Part& part : file.parts) {
        const ReceiptLine* receipt = ledger.receipt_of(part.sha256);
        if (receipt == nullptr || (receipt->file == file.digest && !gone.contains(part.sha256))) continue;
        return fmt::format(
            "the very same {} of {} were sent on {}, and the hub would not count them again: export the whole month "
            "and send that",
            counted(part.rows, "record"), period_text(part.period), plain_day(receipt->received_at));
    }
    return {};
}

}  // namespace

std::string reason_to_hold(const Candidate& file, const Ledger& ledger, const IntakeSettings& settings) {
    const Tally& tally = file.extract.tally();
    if (std::string reason = reason_personal(file.extract); !reason.empty()) return reason;
    if (std::string reason = reason_spoilt(tally, settings); !reason.empty()) return reason;
    if (file.extract.mapper().returned_from_quarantine()) {
        if (std::string reason = reason_not_to_add(file.extract, ledger); !reason.empty()) return reason;
        return reason_known(file, ledger);
    }
    if (std::string reason = reason_lost_months(tally, ledger, settings.dataset); !reason.empty()) return reason;
    if (!settings.allow_shrinking) {
        const auto replaces = what_it_replaces(ledger, settings.dataset, tally.ready_by_period);
        std::string reason = reason_not_to_shrink(replaces, settings.max_shrink_percent);
        if (!reason.empty()) return reason;
    }
    return reason_known(file, ledger);
}

std::string reason_to_wait(const Extract& extract, const Ledger& ledger) {
    for (const FileEntry* file : ledger.waiting()) {
        for (const Part& part : file->parts) {
            const bool touches = std::ranges::any_of(
                extract.tally().ready_by_period, [&](const auto& each) { return overlap(each.first, part.period); });
            if (part.acknowledged || !touches) continue;
            return fmt::format("{} of {} has not been sent yet", period_text(part.period), file->name);
        }
    }
    for (const std::string& front : extract.sources()) {
        const FileEntry* source = ledger.find_short(front);
        const bool waits =
            source != nullptr && (source->state == FileState::kSealed || source->state == FileState::kLost);
        if (!waits) continue;
        return fmt::format("{}, which its records were set aside from, has not been sent yet", source->name);
    }
    return {};
}

}  // namespace svd::agent
