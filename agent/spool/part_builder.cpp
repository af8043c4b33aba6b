#include "agent/spool/part_builder.h"

#include <algorithm>

#include "core/base/limits.h"
#include "core/crypto/digest.h"
#include "core/wire/submission_codec.h"

namespace svd::agent {
namespace {

constexpr std::size_t kRowsWaitingMax = 2 * limits::kPartRowsMax;
constexpr std::uint32_t kFormat = 1;

}  // namespace

Result<void> PartBuilder::add(const Incident& incident, std::uint64_t line) {
    auto [at, fresh] = open_.try_emplace(incident.month);
    OpenMonth& open = at->second;
    if (fresh) open.plan = plan_(incident.month);
    if (open.rows.size() >= limits::kPartRowsMax) {
        if (auto sealed = seal(incident.month, open); !sealed) return sealed;
    } else if (rows_waiting_ >= kRowsWaitingMax) {
        if (auto sealed = seal_fullest(); !sealed) return sealed;
    }
    open.rows.push_back({incident, line});
    ++rows_waiting_;
    return {};
}

Result<void> PartBuilder::seal_fullest() {
    const auto fullest = std::ranges::max_element(
        open_, {}, [](const auto& month_and_open) { return month_and_open.second.rows.size(); });
    return seal(fullest->first, fullest->second);
}

// Sealed late, when the next row comes or at the end, so that there always is a submission for the last tally.
Result<void> PartBuilder::seal(Month month, OpenMonth& open) {
    std::vector<Row> rows = std::move(open.rows);
    open.rows.clear();
    rows_waiting_ -= rows.size();
    if (!open.plan.supersedes.empty()) {
        return emit(month, open, rows, static_cast<Code>(SupplyKind::kReplacement));
    }
    std::vector<Row> first;
    std::vector<Row> added;
    for (const Row& row : rows) {
        (open.plan.units_held.contains(row.incident[Field::kCountUnit]) ? added : first).push_back(row);
    }
    if (!first.empty()) {
        if (auto done = emit(month, open, first, static_cast<Code>(SupplyKind::kFirst)); !done) return done;
    }
    if (added.empty()) return {};
    return emit(month, open, added, static_cast<Code>(SupplyKind::kAddition));
}

Result<void> PartBuilder::emit(Month month, OpenMonth& open, std::span<const Row> rows, Code supply) {
    Submission submission;
    submission.format = kFormat;
    submission.mapping_name = origin_.mapping_name;
    submission.mapping_version = origin_.mapping_version;
    submission.agreement = origin_.agreement;
    submission.supply = supply;
    submission.months = {month.number()};
    submission.supersedes.assign(open.plan.supersedes.begin(), open.plan.supersedes.end());
    if (supply == static_cast<Code>(SupplyKind::kAddition)) submission.part_of = open.plan.continues;
    SealedPart sealed;
    std::set<Code> units;
    for (const Row& row : rows) {
        submission.incidents.push_back(row.incident);
        sealed.lines.push_back(row.line);
        units.insert(row.incident[Field::kCountUnit]);
    }
    submission.records_read = static_cast<std::uint32_t>(rows.size()) + set_aside_;
    submission.records_set_aside = set_aside_;
    sealed.bytes = wire::encode_submission(submission, wire::Encoding::kProtobuf);
    if (sealed.bytes.size() > limits::kSubmissionBytesMax && rows.size() > 1) {
        if (auto half = emit(month, open, rows.first(rows.size() / 2), supply); !half) return half;
        return emit(month, open, rows.subspan(rows.size() / 2), static_cast<Code>(SupplyKind::kAddition));
    }
    sealed.part.sha256 = sha256(sealed.bytes);
    if (submission.part_of && sealed_.contains(sealed.part.sha256)) {
        // The same rows a second time in one file are other incidents: name the part before, which no earlier did.
        submission.part_of = open.last;
        sealed.bytes = wire::encode_submission(submission, wire::Encoding::kProtobuf);
        sealed.part.sha256 = sha256(sealed.bytes);
    }
    sealed_.insert(sealed.part.sha256);
    open.last = sealed.part.sha256;
    if (!open.plan.continues) open.plan.continues = sealed.part.sha256;
    sealed.part.bytes = sealed.bytes.size();
    sealed.part.rows = static_cast<std::uint32_t>(rows.size());
    sealed.part.month = month;
    sealed.part.units.assign(units.begin(), units.end());
    sealed.part.supply = supply;
    sealed.part.supersedes = std::move(open.plan.supersedes);
    open.plan.supersedes.clear();
    open.plan.units_held.insert(units.begin(), units.end());
    set_aside_ = 0;
    return sink_(std::move(sealed));
}

Result<void> PartBuilder::finish() {
    for (auto& [month, open] : open_) {
        if (open.rows.empty()) continue;
        if (auto sealed = seal(month, open); !sealed) return sealed;
    }
    return {};
}

}  // namespace svd::agent
