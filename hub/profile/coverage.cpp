#include "hub/profile/coverage.h"

#include <algorithm>

namespace svd {
namespace {

// The newest live statement about a month without rows, if any.
struct Said {
    Sequence sequence = 0;
    FigureStatus status = FigureStatus::kNotSupplied;
    Code reason = kUnspecified;
};

Said statement_of(const PartyReturns& returns, CountUnit unit, Month month) {
    Said newest;
    const auto consider = [&](Sequence sequence, std::uint32_t said_month, Code said_unit, FigureStatus status,
                              Code reason) {
        if (said_month != month.number() || said_unit != static_cast<Code>(unit)) return;
        if (sequence >= newest.sequence) newest = {sequence, status, reason};
    };
    for (const auto& [sequence, nil] : returns.nil_returns) {
        consider(sequence, nil.month, nil.count_unit, FigureStatus::kNilReturn, kUnspecified);
    }
    for (const auto& [sequence, said] : returns.not_available) {
        consider(sequence, said.month, said.count_unit, FigureStatus::kNotAvailable, said.reason);
    }
    return newest;
}

MonthCoverage month_coverage(const State& state, PartyIndex party, CountUnit unit, Month month) {
    MonthCoverage coverage{month, FigureStatus::kNotSupplied, kUnspecified, std::nullopt};
    if (party == kNoParty) return coverage;
    const SupplyKey key{party, unit, month};
    const Supply supply = state.supplies().of(key);
    if (supply.in(SupplyForm::kRows) > 0) {
        coverage.status = FigureStatus::kSupplied;
    } else if (state.supplies().records(key) > 0) {
        // Records that corrections moved here.  They are all there is only where the party said that there were
        // no others.
        const bool nil = supply.in(SupplyForm::kNilReturn) > 0;
        coverage.status = nil ? FigureStatus::kSupplied : FigureStatus::kPartial;
    } else if (supply.in(SupplyForm::kAggregates) > 0 || supply.in(SupplyForm::kCohorts) > 0) {
        coverage.status = FigureStatus::kSuppliedAsCounts;
    } else if (supply.submissions > 0) {
        const Said statement = statement_of(state.returns().of(party), unit, month);
        coverage.status = statement.status;
        coverage.reason = statement.reason;
    }
    return coverage;
}

FigureStatus period_status(const std::vector<MonthCoverage>& months) {
    const auto all = [&](FigureStatus status) {
        return std::ranges::all_of(months, [&](const MonthCoverage& month) { return month.status == status; });
    };
    const auto any = [&](FigureStatus status) {
        return std::ranges::any_of(months, [&](const MonthCoverage& month) { return month.status == status; });
    };
    for (const FigureStatus status : {FigureStatus::kNilReturn, FigureStatus::kNotAvailable, FigureStatus::kNotSupplied,
                                      FigureStatus::kSuppliedAsCounts}) {
        if (all(status)) return status;
    }
    if (std::ranges::all_of(months, [](const MonthCoverage& month) { return is_covered(month.status); })) {
        return FigureStatus::kSupplied;
    }
    const bool something = any(FigureStatus::kSupplied) || any(FigureStatus::kNilReturn) ||
                           any(FigureStatus::kPartial) || any(FigureStatus::kSuppliedAsCounts);
    return something ? FigureStatus::kPartial : FigureStatus::kNotSupplied;
}

}  // namespace

bool is_covered(FigureStatus status) { return status == FigureStatus::kSupplied || status == FigureStatus::kNilReturn; }

Figure figure_of(FigureStatus status, std::uint64_t count) {
    // Of a month or period that is not wholly supplied, none counted is not a number: there may be some.
    const bool known = is_covered(status) || (status == FigureStatus::kPartial && count > 0);
    return known ? Figure{status, count} : Figure{status, std::nullopt};
}

Figure figure_of(const Coverage& coverage, std::uint64_t count) {
    const bool part = coverage.status == FigureStatus::kPartial && coverage.months_covered > 0;
    return part ? Figure{coverage.status, count} : figure_of(coverage.status, count);
}

Coverage coverage_of(const State& state, PartyIndex party, CountUnit unit, const Period& period) {
    Coverage coverage;
    for (Month month = period.from; month <= period.to; month = month + 1) {
        coverage.months.push_back(month_coverage(state, party, unit, month));
        coverage.months_covered += is_covered(coverage.months.back().status) ? 1 : 0;
    }
    coverage.status = period_status(coverage.months);
    return coverage;
}

std::set<CountUnit> units_of(const State& state, const Party& party, const Period& period) {
    std::set<CountUnit> units;
    for (const Term& term : terms(Vocabulary::kCountUnit)) {
        if (may_count(party.kind, static_cast<CountUnit>(term.code))) units.insert(static_cast<CountUnit>(term.code));
    }
    const PartyIndex index = state.party_index(party.id);
    if (index != kNoParty) units.merge(state.supplies().units(index, period));
    return units;
}

std::vector<KindFigures> kind_figures(const std::set<Code>& kinds, const Coverage& coverage, const UnitTally* tally,
                                      bool with_series) {
    std::vector<KindFigures> all;
    for (const Code kind : kinds) {
        KindFigures figures;
        figures.kind = kind;
        const std::uint64_t count = tally == nullptr ? 0 : tally->kind_total(kind);
        figures.total = figure_of(coverage, count);
        for (std::size_t i = 0; with_series && i < coverage.months.size(); ++i) {
            const auto counted = tally == nullptr ? nullptr : &tally->kinds;
            const bool present = counted != nullptr && counted->contains(kind);
            figures.by_month.push_back(figure_of(coverage.months[i].status, present ? counted->at(kind)[i] : 0));
        }
        all.push_back(std::move(figures));
    }
    return all;
}

}  // namespace svd
