#include "agent/spool/part_builder.h"

#include <algorithm>

#include "core/base/limits.h"
#include "core/crypto/digest.h"
#include "core/wire/submission_codec.h"

namespace svd::agent {
namespace {

constexpr std::size_t kRowsWaitingMax = 2 * limits::kPartRowsMax;

}  // namespace

Result<void> PartBuilder::add(const Row& row, std::uint64_t line) {
    const Period period = period_of(row);
    auto [at, fresh] = open_.try_emplace(period);
    Open& open = at->second;
    if (fresh) open.plan = plan_(period);
    if (open.rows.size() >= limits::kPartRowsMax) {
        if (auto sealed = seal(period, open); !sealed) return sealed;
    } else if (rows_waiting_ >= kRowsWaitingMax) {
        if (auto sealed = seal_fullest(); !sealed) return sealed;
    }
    open.rows.push_back({row, line});
    ++rows_waiting_;
    return {};
}

Result<void> PartBuilder::seal_fullest() {
    const auto fullest = std::ranges::max_element(
        open_, {}, [](const auto& period_and_open) { return period_and_open.second.rows.size(); });
    return seal(fullest->first, fullest->second);
}

// Periods may overlap, a year and its months: what one of them has taken the place of is gone for the other, and what
// one of them brought is held.
void PartBuilder::mind_what_is_sealed(const Period& period, PeriodPlan& plan) {
    std::erase_if(plan.supersedes, [this](const Digest& digest) { return superseded_.contains(digest); });
    for (const Sealed& each : sealed_) {
        if (each.period == period || !overlap(each.period, period)) continue;
        plan.units_held.insert(each.units.begin(), each.units.end());
        if (!plan.continues) plan.continues = each.digest;
    }
}

// Sealed late, when the next row comes or at the end, so that there always is a submission for the last tally.
Result<void> PartBuilder::seal(const Period& period, Open& open) {
    mind_what_is_sealed(period, open.plan);
    std::vector<Waiting> rows = std::move(open.rows);
    open.rows.clear();
    rows_waiting_ -= rows.size();
    if (!open.plan.supersedes.empty()) {
        return emit(period, open, rows, static_cast<Code>(SupplyKind::kReplacement));
    }
    std::vector<Waiting> first;
    std::vector<Waiting> added;
    for (const Waiting& row : rows) {
        (open.plan.units_held.contains(unit_of(row.row)) ? added : first).push_back(row);
    }
    if (!first.empty()) {
        if (auto done = emit(period, open, first, static_cast<Code>(SupplyKind::kFirst)); !done) return done;
    }
    if (added.empty()) return {};
    return emit(period, open, added, static_cast<Code>(SupplyKind::kAddition));
}

Result<void> PartBuilder::emit(const Period& period, Open& open, std::span<const Waiting> rows, Code supply) {
    Submission submission;
    submission.format = kSubmissionFormat;
    submission.mapping_name = origin_.mapping_name;
    submission.mapping_version = origin_.mapping_version;
    submission.agreement = origin_.agreement;
    submission.supply = supply;
    for (Month month = period.from; month <= period.to; month = month + 1) {
        submission.months.push_back(month.number());
    }
    submission.supersedes.assign(open.plan.supersedes.begin(), open.plan.supersedes.end());
    if (supply == static_cast<Code>(SupplyKind::kAddition)) submission.part_of = open.plan.continues;
    SealedPart sealed;
    std::set<Code> units;
    for (const Waiting& row : rows) {
        append(row.row, submission);
        sealed.lines.push_back(row.line);
        units.insert(unit_of(row.row));
    }
    submission.records_read = static_cast<std::uint32_t>(rows.size()) + set_aside_;
    submission.records_set_aside = set_aside_;
    sealed.bytes = wire::encode_submission(submission, wire::Encoding::kProtobuf);
    if (sealed.bytes.size() > limits::kSubmissionBytesMax && rows.size() > 1) {
        if (auto half = emit(period, open, rows.first(rows.size() / 2), supply); !half) return half;
        return emit(period, open, rows.subspan(rows.size() / 2), static_cast<Code>(SupplyKind::kAddition));
    }
    sealed.part.sha256 = sha256(sealed.bytes);
    if (submission.part_of && digests_.contains(sealed.part.sha256)) {
        // The same rows a second time in one file are other incidents: name the part before, which no earlier did.
        submission.part_of = open.last;
        sealed.bytes = wire::encode_submission(submission, wire::Encoding::kProtobuf);
        sealed.part.sha256 = sha256(sealed.bytes);
    }
    digests_.insert(sealed.part.sha256);
    sealed_.push_back({period, {units.begin(), units.end()}, sealed.part.sha256});
    superseded_.insert(open.plan.supersedes.begin(), open.plan.supersedes.end());
    open.last = sealed.part.sha256;
    if (!open.plan.continues) open.plan.continues = sealed.part.sha256;
    sealed.part.bytes = sealed.bytes.size();
    sealed.part.rows = static_cast<std::uint32_t>(rows.size());
    sealed.part.period = period;
    sealed.part.units.assign(units.begin(), units.end());
    sealed.part.supply = supply;
    sealed.part.supersedes = std::move(open.plan.supersedes);
    open.plan.supersedes.clear();
    open.plan.units_held.insert(units.begin(), units.end());
    set_aside_ = 0;
    return sink_(std::move(sealed));
}

Result<void> PartBuilder::finish() {
    for (auto& [period, open] : open_) {
        if (open.rows.empty()) continue;
        if (auto sealed = seal(period, open); !sealed) return sealed;
    }
    return {};
}

}  // namespace svd::agent
