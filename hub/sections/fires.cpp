// T15: deliberate fires and attacks on crews, beside the year before.
#include "hub/sections/year_rows.h"

namespace svd {
namespace {

std::vector<FigureTable> fires_tables(const SectionInput& input, std::span<const BreakdownCounts> counts) {
    FigureTable table =
        start_table(input, "fires", "Deliberate fires and attacks on fire crews", input.windows.latest, false);
    table.dimensions = {"fire_class"};
    table.notes.emplace_back(
        "Deliberate includes what is merely suspected. The share is of the records whose class is known.");
    const FieldCodes& classes = counts[0].codes(0);
    for_each_unit(input, input.windows.latest,
                  [&](const SectionParty& party, CountUnit unit, const Coverage& coverage) {
                      if (unit != CountUnit::kFireIncident) return;
                      const Subject subject{party, unit, coverage, 0, {}};
                      const BreakdownCounts::View now = counts[0].view(subject.key(), kNow);
                      const BreakdownCounts::View before = counts[0].view(subject.key(), kBefore);
                      YearRow row;
                      row.fields.insert(Field::kFireClass);
                      for (std::size_t at = 0; at < classes.codes.size(); ++at) {
                          row.known_now.add(classes.codes[at], now(std::array{at}));
                          row.known_before.add(classes.codes[at], before(std::array{at}));
                      }
                      for (const std::size_t at : shown_order(classes, Vocabulary::kFireClass)) {
                          row.now = now(std::array{at});
                          row.before = before(std::array{at});
                          if (classes.codes[at] >= kFirstValue) {
                              row.keys = {shown_name(Vocabulary::kFireClass, classes.codes[at])};
                              table.rows.push_back(make_year_row(input, subject, row, table));
                          } else if (row.now > 0) {
                              FigureRow absence =
                                  start_row(party, unit, {}, {shown_name(Vocabulary::kFireClass, classes.codes[at])});
                              absence.figures = {figure_of(coverage, row.now)};
                              absence.months_covered = coverage.months_covered;
                              table.rows.push_back(std::move(absence));
                          }
                      }
                  });
    return {std::move(table)};
}

}  // namespace

Section fires_section(const SectionInput& input) {
    return {{{{Field::kFireClass}, false, year_beside_year(input.windows)}}, fires_tables};
}

}  // namespace svd
