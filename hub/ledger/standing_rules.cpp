#include "hub/ledger/standing_rules.h"

#include <algorithm>

#include "hub/state/accepted.h"

namespace svd {
namespace {

using MonthUnit = std::pair<Month, Code>;

constexpr SupplyForm kSupplyingForms[] = {SupplyForm::kRows, SupplyForm::kAggregates, SupplyForm::kCohorts,
                                          SupplyForm::kNilReturn};

// What the accepted part brings rows, counts, people or a nil return for.  A not-available return supplies nothing.
std::set<MonthUnit> supplied_by(const Submission& submission, const Verdict& verdict) {
    std::set<MonthUnit> supplied;
    const auto notes = supply_notes(submission, RefusedRows(verdict.refused));
    if (!notes) return supplied;  // the rules accept no row that cannot be noted
    for (const SupplyNote& note : *notes) {
        if (std::ranges::any_of(kSupplyingForms, [&](SupplyForm form) { return note.has(form); })) {
            supplied.insert({note.month, static_cast<Code>(note.unit)});
        }
    }
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
    // The submission, if this party sent it and it has not been superseded.
    std::optional<Sequence> find_live(const Digest& digest) const {
        const auto sequence = state_.find(party_, digest);
        return sequence && !state_.submission(*sequence).superseded_by ? sequence : std::nullopt;
    }

    // A correction cannot be replaced: what it changed would stay changed.  Its rows are corrected again instead.
    std::optional<Sequence> find_replaceable(const Digest& digest) const {
        const auto sequence = find_live(digest);
        const bool corrects =
            sequence && static_cast<SupplyKind>(state_.submission(*sequence).receipt.supply) == SupplyKind::kCorrection;
        return corrects ? std::nullopt : sequence;
    }

    bool find_superseded() {
        for (const auto& digest : submission_.supersedes) {
            const auto sequence = digest ? find_replaceable(*digest) : std::nullopt;
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
                for (const SupplyForm form : kSupplyingForms) {
                    if (note.has(form)) --left;
                }
            }
        }
        return left;
    }

    void check_nothing_held() {
        for (const auto& [month, unit] : supplied_by(submission_, verdict_)) {
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
        for (const auto& [month, unit] : supplied_by(submission_, verdict_)) {
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
        switch (state_.standing(party_, *address)) {
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

void PendingSupplies::add(const std::string& party, const Digest& digest, const Submission& submission,
                          const Verdict& verdict) {
    submissions_.insert({party, digest});
    for (const auto& [month, unit] : supplied_by(submission, verdict)) supplied_.insert({party, month, unit});
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
