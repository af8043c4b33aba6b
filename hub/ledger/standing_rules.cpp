#include "hub/ledger/standing_rules.h"

#include <algorithm>

namespace svd {
namespace {

using MonthUnit = std::pair<Month, Code>;

// What the submission brings rows, counts, people or a nil return for.  A not-available return supplies nothing.
std::set<MonthUnit> supplied_by(const Submission& submission) {
    std::set<MonthUnit> supplied;
    const auto add = [&](std::uint32_t number, Code unit) {
        if (const auto month = Month::from_number(number)) supplied.insert({*month, unit});
    };
    std::vector<MonthUnit> of_rows;  // rows are many and mostly of one month: sorted once, not searched for each
    of_rows.reserve(submission.incidents.size());
    for (const Incident& incident : submission.incidents) {
        of_rows.emplace_back(incident.month, incident[Field::kCountUnit]);
    }
    std::ranges::sort(of_rows);
    supplied.insert(of_rows.begin(), of_rows.end());
    for (const AggregateReturn& aggregate : submission.aggregates) {
        const auto from = Month::from_number(aggregate.from_month);
        const auto to = Month::from_number(aggregate.to_month);
        if (!from || !to) continue;
        for (Month month = *from; month <= *to; month = month + 1) supplied.insert({month, aggregate.count_unit});
    }
    for (const CohortSnapshot& cohort : submission.cohorts) {
        add(cohort.as_at_month, static_cast<Code>(CountUnit::kPerson));
    }
    for (const NilReturn& nil : submission.nil_returns) add(nil.month, nil.count_unit);
    return supplied;
}

// Applies the rules of one submission; each method adds its findings.
class StandingCheck {
public:
    StandingCheck(const Submission& submission, const std::string& party, const State& state,
                  const PendingSupplies& pending, Verdict& verdict)
        : submission_(submission), party_(party), state_(state), pending_(pending), verdict_(verdict) {}

    void run() {
        switch (static_cast<SupplyKind>(submission_.supply)) {
            case SupplyKind::kFirst: return check_nothing_held();
            case SupplyKind::kAddition: return check_something_held();
            case SupplyKind::kReplacement:
                if (find_superseded()) check_nothing_held();
                return;
            case SupplyKind::kCorrection: return check_changes();
        }
    }

private:
    // The submission, if it is this party's and has not been superseded.
    std::optional<Sequence> find_live(const Digest& digest) const {
        const auto sequence = state_.find(digest);
        const bool live = sequence && state_.submission(*sequence).receipt.party == party_ &&
                          !state_.submission(*sequence).superseded_by;
        return live ? sequence : std::nullopt;
    }

    bool find_superseded() {
        for (const auto& digest : submission_.supersedes) {
            const auto sequence = digest ? find_live(*digest) : std::nullopt;
            if (!sequence) {
                verdict_.file.push_back({FindingCode::kSupersedesNotHeld, RowKind::kIncident, 0, "supersedes"});
                return false;
            }
            superseded_.push_back(*sequence);
        }
        return true;
    }

    // Live submissions that stay, and supply something for that month and unit.
    std::size_t supplies_left(Month month, Code unit) const {
        const auto count_unit = static_cast<CountUnit>(unit);
        const Supply supply = state_.supplies().of({state_.party_index(party_), count_unit, month});
        std::size_t left = supply.in(SupplyForm::kRows) + supply.in(SupplyForm::kAggregates) +
                           supply.in(SupplyForm::kCohorts) + supply.in(SupplyForm::kNilReturn);
        for (const Sequence sequence : superseded_) {
            for (const SupplyNote& note : state_.notes(sequence)) {
                if (note.month != month || note.unit != count_unit) continue;
                for (const SupplyForm form :
                     {SupplyForm::kRows, SupplyForm::kAggregates, SupplyForm::kCohorts, SupplyForm::kNilReturn}) {
                    if (note.has(form)) --left;
                }
            }
        }
        return left;
    }

    void check_nothing_held() {
        for (const auto& [month, unit] : supplied_by(submission_)) {
            if (supplies_left(month, unit) > 0 || pending_.has(party_, month, unit)) {
                verdict_.file.push_back({FindingCode::kMonthsAlreadySupplied, RowKind::kIncident, 0, "months"});
                return;
            }
        }
    }

    // A part of a month's file may be the first to hold one of its units, so any unit will do.
    void check_something_held() {
        const auto& whole = submission_.part_of;
        if (whole && !find_live(*whole) && !pending_.has(party_, *whole)) {
            verdict_.file.push_back({FindingCode::kNothingToAddTo, RowKind::kIncident, 0, "part_of"});
            return;
        }
        for (const auto& [month, unit] : supplied_by(submission_)) {
            if (pending_.has(party_, month)) continue;
            const auto units = terms(Vocabulary::kCountUnit);
            const bool held = std::ranges::any_of(
                units, [&, at = month](const Term& each) { return supplies_left(at, each.code) > 0; });
            if (!held) {
                verdict_.file.push_back({FindingCode::kNothingToAddTo, RowKind::kIncident, 0, "months"});
                return;
            }
        }
    }

    void check_change(RowKind rows, std::uint32_t row, const std::optional<RowAddress>& address) {
        if (!address) return;  // the rules have said so
        const auto refuse = [&](FindingCode code) { verdict_.refused.push_back({code, rows, row, "row"}); };
        if (!changed_.insert(*address).second) return refuse(FindingCode::kRowAddressInvalid);
        const auto sequence = state_.find(address->submission);
        if (!sequence) return refuse(FindingCode::kRowNotHeld);
        if (state_.submission(*sequence).receipt.party != party_) return refuse(FindingCode::kRowNotYours);
        switch (state_.standing(*address)) {
            case RowStanding::kHeld: return;
            case RowStanding::kNotHeld: return refuse(FindingCode::kRowNotHeld);
            case RowStanding::kWithdrawn: return refuse(FindingCode::kRowAlreadyWithdrawn);
        }
    }

    void check_changes() {
        for (std::uint32_t row = 0; row < submission_.amendments.size(); ++row) {
            check_change(RowKind::kAmendment, row, submission_.amendments[row].row);
        }
        for (std::uint32_t row = 0; row < submission_.withdrawals.size(); ++row) {
            check_change(RowKind::kWithdrawal, row, submission_.withdrawals[row].row);
        }
        std::set<std::pair<RowKind, std::uint32_t>> refused;
        for (const Finding& finding : verdict_.refused) refused.insert({finding.rows, finding.row});
        if (refused.size() == submission_.rows()) {
            verdict_.file.push_back({FindingCode::kNoRowAccepted, RowKind::kAmendment, 0, ""});
        }
    }

    const Submission& submission_;
    const std::string& party_;
    const State& state_;
    const PendingSupplies& pending_;
    Verdict& verdict_;
    std::vector<Sequence> superseded_;
    std::set<RowAddress> changed_;
};

}  // namespace

void PendingSupplies::add(const std::string& party, const Digest& digest, const Submission& submission) {
    submissions_.insert({party, digest});
    for (const auto& [month, unit] : supplied_by(submission)) supplied_.insert({party, month, unit});
}

bool PendingSupplies::has(const std::string& party, const Digest& digest) const {
    return submissions_.contains({party, digest});
}

bool PendingSupplies::has(const std::string& party, Month month, Code unit) const {
    return supplied_.contains({party, month, unit});
}

bool PendingSupplies::has(const std::string& party, Month month) const {
    const auto next = supplied_.lower_bound({party, month, Code{0}});
    return next != supplied_.end() && std::get<0>(*next) == party && std::get<1>(*next) == month;
}

bool changes_what_is_held(const Submission& submission) {
    const auto supply = static_cast<SupplyKind>(submission.supply);
    return supply == SupplyKind::kReplacement || supply == SupplyKind::kCorrection;
}

void check_standing(const Submission& submission, const std::string& party, const State& state,
                    const PendingSupplies& pending, Verdict& verdict) {
    StandingCheck(submission, party, state, pending, verdict).run();
}

}  // namespace svd
