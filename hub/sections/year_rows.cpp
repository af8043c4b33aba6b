#include "hub/sections/year_rows.h"

namespace svd {

FigureRow make_year_row(const SectionInput& input, const Subject& subject, const YearRow& row, FigureTable& table) {
    FigureRow made = start_row(subject.party, subject.unit, subject.name, row.keys);
    made.figures = {figure_of(subject.coverage, row.now, row.known_now)};
    made.months_covered = subject.coverage.months_covered;
    if (!row.fields.empty()) add_share(made, subject.coverage, row.now, row.known_now);
    const Period& before = input.windows.previous;
    Coverage covered_before = coverage_of(input.state, subject.party.index, subject.unit, before);
    const auto nobody_knows = [](const Knowledge& known) { return known.known == 0 && known.total() > 0; };
    Coverage covered_now = subject.coverage;
    // A year without a number is for a comparison the same as one that was not supplied.
    if (nobody_knows(row.known_now)) covered_now.status = FigureStatus::kNotCollected;
    if (nobody_knows(row.known_before)) covered_before.status = FigureStatus::kNotCollected;
    Series series{
        subject.party.id, subject.party.kind, subject.unit, {}, row.fields, {before.from, input.windows.latest.to}};
    const bool broken = add_breaks(input, series, table);
    add_change(made, {covered_now, covered_before, row.now, row.before, broken});
    return made;
}

}  // namespace svd
