// T1: each measure over the latest twelve months, beside the twelve before.
#include "hub/sections/rows.h"

namespace svd {
namespace {

std::vector<FigureTable> headline_tables(const SectionInput& input, std::span<const BreakdownCounts> counts) {
    const Windows& windows = input.windows;
    FigureTable table = start_table(input, "headline", "Measures: the latest twelve months beside the twelve before",
                                    windows.latest, true);
    const auto denominator = residents_of(input.geography, input.ground.whole(), windows.latest);
    if (denominator) table.notes.push_back("Rates are per 1,000 residents: " + denominator->name + ".");
    for_each_measure(
        input, windows.latest,
        [&](const SectionParty& party, CountUnit unit, const Coverage& coverage, std::size_t measure) {
            const UnitKey key{party.index, unit};
            const auto before = coverage_of(input.state, party.index, unit, windows.previous);
            FigureRow row = start_row(party, unit, input.definition->measures[measure].name);
            const std::uint64_t now = counts[0].at(key, {}, kNow, measure);
            row.figures = {figure_of(coverage, now)};
            row.months_covered = coverage.months_covered;
            const Period both{windows.previous.from, windows.latest.to};
            const bool broken = add_breaks(
                input, series_of(input.definition->measures[measure], party.id, party.kind, unit, both), table);
            add_rate(row, coverage, now, denominator);
            add_change(row, {coverage, before, now, counts[0].at(key, {}, kBefore, measure), broken});
            const std::uint64_t may = counts[0].may(key, {}, kNow, measure);
            row.statistics.push_back(Statistic::of(StatisticKind::kCannotBeTold, static_cast<double>(may)));
            if (may > 0) row.note = "At least so many: of further records it cannot be told whether they count.";
            table.rows.push_back(std::move(row));
        });
    return {std::move(table)};
}

}  // namespace

Section headline_section(const SectionInput& input) {
    return {{{{}, true, year_beside_year(input.windows)}}, headline_tables};
}

}  // namespace svd
