// T17: domestic abuse and sexual violence, of districts and wider areas only.
#include "hub/sections/year_rows.h"

namespace svd {
namespace {

const Codes& sexual_kinds() {
    static const Codes kinds = [] {
        Codes made;
        for (const char* name : {"rape_or_penetration", "other_sexual"})
            made.set(find_term(Vocabulary::kKind, name).value());
        return made;
    }();
    return kinds;
}

// The kinds of violence that the party reports in either year, with "all" before them as nothing.
std::vector<std::optional<Code>> kinds_shown(const SectionInput& input, const Subject& subject, const Codes& of) {
    std::vector<std::optional<Code>> shown{std::nullopt};
    const Period both{input.windows.previous.from, input.windows.latest.to};
    for (const Code kind : input.state.supplies().kinds(subject.party.index, subject.unit, both)) {
        if (of.test(kind)) shown.emplace_back(kind);
    }
    return shown;
}

std::string key_of(const std::optional<Code>& kind) {
    return kind ? std::string(term_name(Vocabulary::kKind, *kind)) : std::string(kAll);
}

FigureTable domestic_abuse(const SectionInput& input, const BreakdownCounts& counts) {
    FigureTable table = start_table(input, "domestic-abuse", "Domestic abuse, by kind", input.windows.latest, false);
    table.dimensions = {"kind"};
    table.notes.emplace_back("The share is of the records where it is known whether they are domestic abuse.");
    const FieldCodes& kinds = counts.codes(0);
    const FieldCodes& flags = counts.codes(1);
    for_each_subject(input, false, input.windows.latest, [&](const Subject& subject) {
        for (const auto& kind : kinds_shown(input, subject, violence_kinds())) {
            YearRow row;
            row.keys = {key_of(kind)};
            row.fields.insert(Field::kDomesticAbuse);
            for (std::size_t at = 0; at < kinds.codes.size(); ++at) {
                if (kind && kinds.codes[at] != *kind) continue;
                for (std::size_t flag = 0; flag < flags.codes.size(); ++flag) {
                    const std::uint64_t now = counts.view(subject.key(), kNow)(at, flag);
                    const std::uint64_t before = counts.view(subject.key(), kBefore)(at, flag);
                    row.known_now.add(flags.codes[flag], now);
                    row.known_before.add(flags.codes[flag], before);
                    if (flags.codes[flag] != kFlagYes) continue;
                    row.now += now;
                    row.before += before;
                }
            }
            table.rows.push_back(make_year_row(input, subject, row, table));
        }
    });
    return table;
}

// Of what is domestic abuse for certain: whose, and between whom.
FigureTable domestic_relationships(const SectionInput& input, const BreakdownCounts& counts) {
    CrossTable table(start_table(input, "domestic-abuse-relationships", "Domestic abuse, by victim and relationship",
                                 input.windows.latest, false),
                     Field::kRelationship);
    table.table().dimensions = {"victim_sex"};
    const FieldCodes& sexes = counts.codes(1);
    for_each_subject(input, false, input.windows.latest, [&](const Subject& subject) {
        const BreakdownCounts::View at = counts.view(subject.key());
        const auto count = [&](std::size_t sex, std::size_t relationship) {
            const std::size_t positions[] = {counts.codes(0).of(kFlagYes), sex, relationship};
            return at(positions);
        };
        table.add(start_row(subject.party, subject.unit, {}, {std::string(kAll)}), subject.coverage,
                  [&](std::size_t relationship) {
                      std::uint64_t sum = 0;
                      for (std::size_t sex = 0; sex < sexes.codes.size(); ++sex) sum += count(sex, relationship);
                      return sum;
                  });
        for (const std::size_t sex : shown_order(sexes, Vocabulary::kSex)) {
            std::uint64_t any = 0;
            for (std::size_t position = 0; position < table.positions(); ++position) any += count(sex, position);
            if (any == 0) continue;
            table.add(start_row(subject.party, subject.unit, {}, {shown_name(Vocabulary::kSex, sexes.codes[sex])}),
                      subject.coverage, [&](std::size_t relationship) { return count(sex, relationship); });
        }
    });
    return table.take();
}

FigureTable sexual_violence(const SectionInput& input, const BreakdownCounts& counts) {
    FigureTable table = start_table(input, "sexual-violence", "Sexual violence, by kind", input.windows.latest, false);
    table.dimensions = {"kind"};
    table.notes.emplace_back(
        "cannot_be_told: violence and sexual offences of a source that does not split them; some are sexual violence.");
    const FieldCodes& kinds = counts.codes(0);
    const std::size_t unsplit[] = {kinds.of(find_term(Vocabulary::kKind, "violence_and_sexual_unsplit").value())};
    for_each_subject(input, false, input.windows.latest, [&](const Subject& subject) {
        const std::uint64_t may = counts.at(subject.key(), unsplit, kNow);
        for (const auto& kind : kinds_shown(input, subject, sexual_kinds())) {
            YearRow row;
            row.keys = {key_of(kind)};
            for (std::size_t at = 0; at < kinds.codes.size(); ++at) {
                const bool here = kind ? kinds.codes[at] == *kind : sexual_kinds().test(kinds.codes[at]);
                if (!here) continue;
                row.now += counts.view(subject.key(), kNow)(std::array{at});
                row.before += counts.view(subject.key(), kBefore)(std::array{at});
            }
            row.known_now.known = row.now;
            row.known_before.known = row.before;
            // Whether there are any cannot be told where some are not split: none counted is then no zero.
            if (row.now == 0) row.known_now.unknown = may;
            if (row.before == 0) row.known_before.unknown = counts.at(subject.key(), unsplit, kBefore);
            FigureRow made = make_year_row(input, subject, row, table);
            made.statistics.push_back(Statistic::of(StatisticKind::kCannotBeTold, static_cast<double>(may)));
            table.rows.push_back(std::move(made));
        }
    });
    return table;
}

FigureTable sexual_victims(const SectionInput& input, const BreakdownCounts& counts) {
    CrossTable table(start_table(input, "sexual-violence-victims", "Sexual violence, by victims' age and sex",
                                 input.windows.latest, false),
                     Field::kVictimSex);
    table.table().dimensions = {"victim_age"};
    const FieldCodes& ages = counts.codes(0);
    for_each_subject(input, false, input.windows.latest, [&](const Subject& subject) {
        const BreakdownCounts::View at = counts.view(subject.key());
        table.add(start_row(subject.party, subject.unit, {}, {std::string(kAll)}), subject.coverage,
                  [&](std::size_t sex) {
                      std::uint64_t sum = 0;
                      for (std::size_t age = 0; age < ages.codes.size(); ++age) sum += at(age, sex);
                      return sum;
                  });
        for (const std::size_t age : shown_order(ages, Vocabulary::kAgeBand)) {
            std::uint64_t any = 0;
            for (std::size_t sex = 0; sex < table.positions(); ++sex) any += at(age, sex);
            if (any == 0) continue;
            table.add(start_row(subject.party, subject.unit, {}, {shown_name(Vocabulary::kAgeBand, ages.codes[age])}),
                      subject.coverage, [&](std::size_t sex) { return at(age, sex); });
        }
    });
    return table.take();
}

bool is_shown(const SectionInput& input) {
    return input.geography.area(input.ground.whole()).level >= AreaLevel::kDistrict;
}

std::vector<FigureTable> domestic_sexual_tables(const SectionInput& input, std::span<const BreakdownCounts> counts) {
    if (!is_shown(input)) return {};
    std::vector<FigureTable> tables;
    tables.push_back(domestic_abuse(input, counts[0]));
    tables.push_back(domestic_relationships(input, counts[1]));
    tables.push_back(sexual_violence(input, counts[2]));
    tables.push_back(sexual_victims(input, counts[3]));
    return tables;
}

}  // namespace

Section domestic_sexual_section(const SectionInput& input) {
    if (!is_shown(input)) return {{}, domestic_sexual_tables};
    const Spans years = year_beside_year(input.windows), year = Spans::whole(input.windows.latest);
    return {{{{Field::kKind, Field::kDomesticAbuse}, false, years, violence_kinds()},
             {{Field::kDomesticAbuse, Field::kVictimSex, Field::kRelationship}, false, year, violence_kinds()},
             {{Field::kKind}, false, years, violence_kinds()},
             {{Field::kVictimAge, Field::kVictimSex}, false, year, sexual_kinds()}},
            domestic_sexual_tables};
}

}  // namespace svd
