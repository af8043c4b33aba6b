// T7 and T16: the shares of knives, and of what is linked to alcohol, drugs and the like.
#include "hub/sections/cross_table.h"

namespace svd {
namespace {

constexpr Field kFlags[] = {Field::kAlcohol, Field::kDrugs,        Field::kGroup,
                            Field::kHate,    Field::kExploitation, Field::kDomesticAbuse};

Code code_of(Vocabulary vocabulary, std::string_view name) { return find_term(vocabulary, name).value(); }

bool is_under_25(Code age) {
    static const Codes bands = [] {
        Codes made;
        for (const std::string_view name : {"under_10", "10_14", "15_17", "18_24", "under_18"}) {
            made.set(code_of(Vocabulary::kAgeBand, name));
        }
        return made;
    }();
    return bands.test(age);
}

// The row of all victims and that of those under 25.
void add_knives(const Subject& subject, const BreakdownCounts& counts, FigureTable& table) {
    const BreakdownCounts::View at = counts.view(subject.key(), 0, subject.measure);
    const FieldCodes& ages = counts.codes(0);
    const FieldCodes& weapons = counts.codes(1);
    for (const bool young : {false, true}) {
        Knowledge known;
        std::uint64_t knives = 0, of_age = 0;
        Knowledge ages_known;
        for (std::size_t age = 0; age < ages.codes.size(); ++age) {
            for (std::size_t weapon = 0; weapon < weapons.codes.size(); ++weapon) {
                const std::uint64_t count = at(age, weapon);
                ages_known.add(ages.codes[age], count);
                if (young && !is_under_25(ages.codes[age])) continue;
                known.add(weapons.codes[weapon], count);
                of_age += count;
                if (weapons.codes[weapon] == code_of(Vocabulary::kWeapon, "knife_or_sharp")) knives += count;
            }
        }
        FigureRow row = start_row(subject.party, subject.unit, subject.name, {young ? "under_25" : std::string(kAll)});
        // Where no age is known, none under 25 is no number either.
        row.figures = {figure_of(subject.coverage, knives, young && of_age == 0 ? ages_known : known)};
        row.months_covered = subject.coverage.months_covered;
        add_share(row, subject.coverage, knives, known);
        table.rows.push_back(std::move(row));
    }
}

std::vector<FigureTable> knives_tables(const SectionInput& input, std::span<const BreakdownCounts> counts) {
    const bool by_measure = counts[0].breakdown().by_measure;
    FigureTable table = start_of_subjects(input, by_measure, "knives", "Knives and sharp instruments");
    table.dimensions = {"victim_age"};
    table.notes.emplace_back(
        "The share is of the records whose weapon is known, \"none\" included. Glass and bottles, and weapons that "
        "were "
        "believed present and not seen, are not knives here: see the table of weapons.");
    for_each_subject(input, by_measure, input.windows.latest, [&](const Subject& subject) {
        Series series{subject.party.id, subject.party.kind, subject.unit, {}, {}, input.windows.latest};
        series.fields.insert(Field::kWeapon);
        add_breaks(input, series, table);
        add_knives(subject, counts[0], table);
    });
    return {std::move(table)};
}

std::vector<FigureTable> flags_tables(const SectionInput& input, std::span<const BreakdownCounts> counts) {
    const bool by_measure = counts[0].breakdown().by_measure;
    CrossTable table(start_of_subjects(input, by_measure, "flags", "Alcohol, drugs and other links"), Field::kAlcohol);
    table.table().dimensions = {"flag"};
    table.table().column_dimension = "answer";
    table.table().notes.emplace_back(
        "The share is of \"yes\" among the records where it is known. That two things are recorded together does not "
        "say "
        "that one is the cause of the other.");
    for_each_subject(input, by_measure, input.windows.latest, [&](const Subject& subject) {
        for (std::size_t i = 0; i < counts.size(); ++i) {
            const BreakdownCounts::View at = counts[i].view(subject.key(), 0, subject.measure);
            const auto count = [&](std::size_t position) {
                const std::size_t positions[] = {position};
                return at(positions);
            };
            Knowledge known;
            for (std::size_t p = 0; p < table.positions(); ++p) known.add(table.code(p), count(p));
            FigureRow row = start_row(subject.party, subject.unit, subject.name,
                                      {std::string(field_name(counts[i].breakdown().fields.front()))});
            add_share(row, subject.coverage, count(counts[i].codes(0).of(kFlagYes)), known);
            row.statistics.pop_back();  // the table adds what is known
            table.add(std::move(row), subject.coverage, count);
        }
    });
    return {table.take()};
}

Section knives_of(const SectionInput& input, bool by_measure) {
    return {{of_subjects(by_measure, {Field::kVictimAge, Field::kWeapon}, Spans::whole(input.windows.latest))},
            knives_tables};
}

Section flags_of(const SectionInput& input, bool by_measure) {
    Section section{{}, flags_tables};
    for (const Field flag : kFlags) {
        section.breakdowns.push_back(of_subjects(by_measure, {flag}, Spans::whole(input.windows.latest)));
    }
    return section;
}

}  // namespace

Section knives_section(const SectionInput& input) { return knives_of(input, false); }
Section measure_knives_section(const SectionInput& input) { return knives_of(input, true); }
Section flags_section(const SectionInput& input) { return flags_of(input, false); }
Section measure_flags_section(const SectionInput& input) { return flags_of(input, true); }

}  // namespace svd
