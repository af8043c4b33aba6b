// T2: what each agency counts, by kind, over the latest twelve months and the twelve before.
#include "hub/sections/rows.h"

namespace svd {
namespace {

std::vector<FigureTable> kinds_tables(const SectionInput& input, std::span<const BreakdownCounts> counts) {
    const Windows& windows = input.windows;
    FigureTable table = start_table(
        input, "kinds", "Kinds by agency: the latest twelve months beside the twelve before", windows.latest, false);
    table.dimensions = {"kind"};
    table.notes.emplace_back(
        "Agencies count different things: their figures stand beside each other and are never added.");
    const FieldCodes& kinds = counts[0].codes(0);
    for_each_unit(input, windows.latest, [&](const SectionParty& party, CountUnit unit, const Coverage& coverage) {
        const auto before = coverage_of(input.state, party.index, unit, windows.previous);
        const Period both{windows.previous.from, windows.latest.to};
        for (const Code kind : input.state.supplies().kinds(party.index, unit, both)) {
            const std::size_t position[] = {kinds.position[kind]};
            FigureRow row = start_row(party, unit, {}, {std::string(term_name(Vocabulary::kKind, kind))});
            const std::uint64_t now = counts[0].at({party.index, unit}, position, kNow);
            row.figures = {figure_of(coverage, now)};
            row.months_covered = coverage.months_covered;
            Series series{party.id, party.kind, unit, {}, {}, both};
            series.kinds.set(kind);
            const bool broken = add_breaks(input, series, table);
            add_change(row, {coverage, before, now, counts[0].at({party.index, unit}, position, kBefore), broken});
            table.rows.push_back(std::move(row));
        }
    });
    return {std::move(table)};
}

}  // namespace

Section kinds_section(const SectionInput& input) {
    return {{{{Field::kKind}, false, year_beside_year(input.windows)}}, kinds_tables};
}

}  // namespace svd
