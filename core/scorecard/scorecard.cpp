#include "core/scorecard/scorecard.h"

#include <algorithm>

#include "core/domain/entry_time.h"
#include "core/domain/vocabulary.h"

namespace svd {
namespace {

enum Rank : int { kNothing, kNotAvailable, kNil, kData };

std::uint64_t count_of(const LogEntry& entry, std::string_view of) {
    const auto found = std::ranges::find(entry.counts, of, &LogCount::of);
    return found == entry.counts.end() ? 0 : found->number;
}

int rank_of(const LogEntry& entry) {
    const auto any = [&](std::string_view of) { return count_of(entry, of) > 0; };
    if (any("incidents") || any("aggregates") || any("cohorts")) return kData;
    if (any("nil_returns")) return kNil;
    return any("not_available") ? kNotAvailable : kNothing;
}

// The first moment that is late for that month.
UtcTime late_from(Month month, int days) {
    const Month after = month + 1;
    const std::chrono::year_month_day first{std::chrono::year{after.year()},
                                            std::chrono::month{static_cast<unsigned>(after.month_of_year())},
                                            std::chrono::day{1}};
    return std::chrono::sys_days{first} + std::chrono::days{days};
}

}  // namespace

void Scorecard::follow(const LogEntry& entry) {
    if (entry.party.empty()) return;
    switch (entry.event) {
        case LogEvent::kSubmissionAccepted:
        case LogEvent::kCorrectionAccepted: follow_accepted(entry, kept_[entry.party]); break;
        case LogEvent::kSubmissionRefused: ++kept_[entry.party].score.refused; break;
        case LogEvent::kAgreementSuspended: kept_[entry.party].score.suspended.insert(entry.agreement); break;
        case LogEvent::kAgreementResumed:
        case LogEvent::kAgreementEnded: kept_[entry.party].score.suspended.erase(entry.agreement); break;
        default: break;
    }
}

void Scorecard::follow_accepted(const LogEntry& entry, Kept& kept) {
    const bool replaces = entry.subject == supply_kind_name(SupplyKind::kReplacement);
    if (replaces || entry.event == LogEvent::kCorrectionAccepted) ++kept.score.amended;
    kept.score.refused_rows += count_of(entry, "refused_rows");
    kept.score.agreements.insert(entry.agreement);
    const int rank = rank_of(entry);
    const auto at = parse_time(entry.at);
    if (rank == kNothing || !entry.from || !entry.to) return;
    const Month last = std::min(*entry.to, question_.due.to);
    for (Month month = std::max(*entry.from, question_.due.from); month <= last; month = month + 1) {
        const bool in_time = at && *at < late_from(month, question_.late_after_days);
        Supply& supply = kept.months[month];
        supply.rank = std::max(supply.rank, rank);
        supply.in_time = supply.in_time || in_time;
    }
}

std::vector<Score> Scorecard::scores(const std::vector<Party>& parties) const {
    std::map<std::string, Kept> all = kept_;
    for (const Party& party : parties) {
        Score& score = all[party.id].score;
        score.name = party.name;
        score.agreements.clear();
        for (const Agreement& agreement : party.agreements) score.agreements.insert(agreement.id);
    }
    std::vector<Score> scores;
    for (auto& [party, kept] : all) {
        Score& score = kept.score;
        score.party = party;
        score.due = question_.due.months();
        for (const auto& [month, supply] : kept.months) {
            ++(supply.rank == kData ? score.received : supply.rank == kNil ? score.nil : score.not_available);
            if (!supply.in_time) ++score.late;
        }
        score.missing = score.due - static_cast<int>(kept.months.size());
        scores.push_back(std::move(score));
    }
    return scores;
}

}  // namespace svd
