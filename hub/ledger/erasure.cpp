#include "hub/ledger/erasure.h"

#include <algorithm>

#include "core/base/limits.h"

namespace svd {
namespace {

bool is_past(const SubmissionRecord& record, const Agreement& agreement, Month current) {
    return std::ranges::all_of(record.receipt.months, [&](std::uint32_t number) {
        const auto month = Month::from_number(number);
        return month && agreement.is_past_retention(*month, current);
    });
}

// A correction waits for what it corrects, which may wait in its turn: so until nothing changes.
void leave_what_is_needed(const State& state, std::vector<Sequence>& due) {
    for (std::size_t before = due.size() + 1; before != due.size();) {
        before = due.size();
        const std::vector<Sequence> erased = due;
        std::erase_if(due, [&](Sequence each) { return needed_by(state, each, erased).has_value(); });
    }
}

using Owner = std::pair<std::string, std::string>;  // party, agreement

std::map<Owner, std::vector<Sequence>> past_retention(const State& state, const std::vector<Party>& parties,
                                                      Month current) {
    std::map<Owner, std::vector<Sequence>> found;
    for (auto at = state.next_submission(0); at; at = state.next_submission(*at + 1)) {
        const SubmissionRecord& record = state.submission(*at);
        if (record.erased_by) continue;
        const auto party = std::ranges::find(parties, record.receipt.party, &Party::id);
        const Agreement* const agreement =
            party == parties.end() ? nullptr : party->find_agreement(record.receipt.agreement);
        if (agreement == nullptr || !is_past(record, *agreement, current)) continue;
        found[{record.receipt.party, record.receipt.agreement}].push_back(*at);
    }
    return found;
}

}  // namespace

LeftOver left_of(const State& state, Sequence sequence, const Submission& erased) {
    LeftOver left{state.submission(sequence).receipt, {}};
    left.submission.format = erased.format;
    left.submission.mapping_name = erased.mapping_name;
    left.submission.mapping_version = erased.mapping_version;
    left.submission.agreement = erased.agreement;
    left.submission.supply = erased.supply;
    left.submission.months = erased.months;
    left.submission.supersedes = erased.supersedes;
    left.submission.part_of = erased.part_of;
    for (const SupplyNote& note : state.notes(sequence)) {
        left.submission.not_available.push_back(
            {note.month.number(), static_cast<Code>(note.unit), term::kReasonErased});
    }
    left.receipt.accepted = {};
    left.receipt.accepted.not_available = static_cast<std::uint32_t>(left.submission.not_available.size());
    return left;
}

std::optional<Sequence> needed_by(const State& state, Sequence correction, const std::vector<Sequence>& erased) {
    const wire::Accepted& accepted = state.submission(correction).receipt.accepted;
    if (accepted.amendments + accepted.withdrawals == 0) return std::nullopt;
    for (const Sequence corrected : state.corrected_by(correction)) {
        if (!std::ranges::binary_search(erased, corrected)) return corrected;
    }
    return std::nullopt;
}

std::vector<ErasureGroup> due_erasures(const State& state, const std::vector<Party>& parties, Month current) {
    std::vector<ErasureGroup> groups;
    auto found = past_retention(state, parties, current);
    for (auto& [owner, due] : found) {
        leave_what_is_needed(state, due);
        std::uint64_t rows = limits::kErasureRowsMax;
        for (const Sequence each : due) {
            rows += state.submission(each).receipt.accepted.incidents;
            if (rows >= limits::kErasureRowsMax || groups.back().submissions.size() >= limits::kLogRefersToMax) {
                groups.push_back({owner.first, owner.second, {}});
                rows = state.submission(each).receipt.accepted.incidents;
            }
            groups.back().submissions.push_back(each);
        }
    }
    return groups;
}

}  // namespace svd
