// T13: young victims, beside the year before.
#include "hub/sections/year_rows.h"

namespace svd {
namespace {

struct Group {
    const char* name;
    unsigned from, to;
    std::vector<std::string_view> bands;
    std::string_view may;  // a band of which only some would be in the group
};

const std::vector<Group>& groups() {
    static const std::vector<Group> all{{"10_17", 10, 17, {"10_14", "15_17"}, "under_18"},
                                        {"18_24", 18, 24, {"18_24"}, {}},
                                        {"under_25", 0, 24, {"under_10", "10_14", "15_17", "18_24", "under_18"}, {}}};
    return all;
}

std::uint64_t sum_of(const BreakdownCounts& counts, const Subject& subject, std::size_t span,
                     std::span<const std::string_view> bands) {
    std::uint64_t sum = 0;
    for (const std::string_view band : bands) {
        const std::size_t position[] = {counts.codes(0).of(find_term(Vocabulary::kAgeBand, band).value())};
        sum += counts.at(subject.key(), position, span, subject.measure);
    }
    return sum;
}

Knowledge knowledge_of(const BreakdownCounts& counts, const Subject& subject, std::size_t span) {
    Knowledge known;
    for (std::size_t age = 0; age < counts.codes(0).codes.size(); ++age) {
        const std::size_t position[] = {age};
        known.add(counts.codes(0).codes[age], counts.at(subject.key(), position, span, subject.measure));
    }
    return known;
}

std::vector<FigureTable> young_people_tables(const SectionInput& input, std::span<const BreakdownCounts> counts) {
    const bool by_measure = counts[0].breakdown().by_measure;
    FigureTable table = start_of_subjects(input, by_measure, "young-people", "Young victims beside the year before");
    table.dimensions = {"victim_age"};
    const auto residents = residents_of(input.geography, input.ground.whole(), input.windows.latest);
    if (residents) table.notes.push_back("Rates are per 1,000 residents of that age: " + residents->name + ".");
    table.notes.emplace_back("The share is of the records whose age is known.");
    for_each_subject(input, by_measure, input.windows.latest, [&](const Subject& subject) {
        for (const Group& group : groups()) {
            YearRow row;
            row.keys = {group.name};
            row.now = sum_of(counts[0], subject, kNow, group.bands);
            row.before = sum_of(counts[0], subject, kBefore, group.bands);
            row.known_now = knowledge_of(counts[0], subject, kNow);
            row.known_before = knowledge_of(counts[0], subject, kBefore);
            row.fields.insert(Field::kVictimAge);
            FigureRow made = make_year_row(input, subject, row, table);
            if (made.figures[0].value) {
                const auto of_age =
                    residents ? residents->group(ResidentSex::kPersons, group.from, group.to) : std::nullopt;
                add_rate(made, subject.coverage, row.now, of_age);
            }
            if (!group.may.empty()) {
                const std::uint64_t may = sum_of(counts[0], subject, kNow, std::span(&group.may, 1));
                made.statistics.push_back(Statistic::of(StatisticKind::kCannotBeTold, static_cast<double>(may)));
            }
            table.rows.push_back(std::move(made));
        }
    });
    return {std::move(table)};
}

Section young_people_of(const SectionInput& input, bool by_measure) {
    return {{of_subjects(by_measure, {Field::kVictimAge}, year_beside_year(input.windows))}, young_people_tables};
}

}  // namespace

Section young_people_section(const SectionInput& input) { return young_people_of(input, false); }
Section measure_young_people_section(const SectionInput& input) { return young_people_of(input, true); }

}  // namespace svd
