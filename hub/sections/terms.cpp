// T7, T8, T9: with what, where and between whom: the terms of one field, for each kind and each measure.
#include "hub/sections/cross_table.h"

namespace svd {
namespace {

struct About {
    const char* name;
    const char* title;
    const char* note;
};

constexpr About about(Field field) {
    switch (field) {
        case Field::kWeapon:
            return {"weapons", "Weapons", "Of the weapon whether it was used or only carried see weapon_use."};
        case Field::kSetting:
            return {"settings", "Settings", "Where it happened, not where it was reported or treated."};
        default: return {"relationships", "Relationships", "What the other person is to the victim."};
    }
}

void note_breaks(const SectionInput& input, const Subject& subject, Field field, FigureTable& table) {
    Series series{subject.party.id, subject.party.kind, subject.unit, {}, {}, input.windows.latest};
    series.fields.insert(field);
    add_breaks(input, series, table);
}

// Of violence: all of it, then each kind that the party reports.
void add_kinds(const SectionInput& input, const Subject& subject, const BreakdownCounts& counts, CrossTable& table) {
    const BreakdownCounts::View at = counts.view(subject.key());
    const std::size_t kinds = counts.codes(0).codes.size();
    table.add(start_row(subject.party, subject.unit, {}, {std::string(kAll)}), subject.coverage,
              [&](std::size_t position) {
                  std::uint64_t sum = 0;
                  for (std::size_t kind = 0; kind < kinds; ++kind) sum += at(kind, position);
                  return sum;
              });
    if (!figure_of(subject.coverage, 1).value) return;
    for (const Code kind : input.state.supplies().kinds(subject.party.index, subject.unit, input.windows.latest)) {
        if (!violence_kinds().test(kind)) continue;
        table.add(start_row(subject.party, subject.unit, {}, {std::string(term_name(Vocabulary::kKind, kind))}),
                  subject.coverage, [&](std::size_t position) { return at(counts.codes(0).of(kind), position); });
    }
}

template <Field kField>
std::vector<FigureTable> terms_tables(const SectionInput& input, std::span<const BreakdownCounts> counts) {
    const bool by_measure = counts[0].breakdown().by_measure;
    const About what = about(kField);
    CrossTable table(start_of_subjects(input, by_measure, what.name, what.title), kField);
    if (!by_measure) table.table().dimensions = {"kind"};
    table.table().notes.emplace_back(what.note);
    for_each_subject(input, by_measure, input.windows.latest, [&](const Subject& subject) {
        note_breaks(input, subject, kField, table.table());
        if (!by_measure) return add_kinds(input, subject, counts[0], table);
        const BreakdownCounts::View at = counts[0].view(subject.key(), 0, subject.measure);
        table.add(start_row(subject.party, subject.unit, subject.name), subject.coverage, [&](std::size_t position) {
            const std::size_t positions[] = {position};
            return at(positions);
        });
    });
    return {table.take()};
}

template <Field kField>
Section terms_section(const SectionInput& input, bool by_measure) {
    std::vector<Field> fields;
    if (!by_measure) fields.push_back(Field::kKind);
    fields.push_back(kField);
    return {{of_subjects(by_measure, std::move(fields), Spans::whole(input.windows.latest))}, terms_tables<kField>};
}

}  // namespace

Section weapons_section(const SectionInput& input) { return terms_section<Field::kWeapon>(input, false); }
Section measure_weapons_section(const SectionInput& input) { return terms_section<Field::kWeapon>(input, true); }
Section settings_section(const SectionInput& input) { return terms_section<Field::kSetting>(input, false); }
Section measure_settings_section(const SectionInput& input) { return terms_section<Field::kSetting>(input, true); }
Section relationships_section(const SectionInput& input) { return terms_section<Field::kRelationship>(input, false); }
Section measure_relationships_section(const SectionInput& input) {
    return terms_section<Field::kRelationship>(input, true);
}

}  // namespace svd
