// T6: victims by age and sex.
#include "hub/sections/cross_table.h"

namespace svd {
namespace {

struct Ages {
    unsigned from = 0;
    std::optional<unsigned> to;
};

// The ages of a band of the vocabulary.
std::optional<Ages> ages_of(std::string_view band) {
    if (band == "under_10") return Ages{0, 9};
    if (band == "10_14") return Ages{10, 14};
    if (band == "15_17") return Ages{15, 17};
    if (band == "18_24") return Ages{18, 24};
    if (band == "25_34") return Ages{25, 34};
    if (band == "35_44") return Ages{35, 44};
    if (band == "45_54") return Ages{45, 54};
    if (band == "55_64") return Ages{55, 64};
    if (band == "65_over") return Ages{65, std::nullopt};
    return std::nullopt;
}

std::optional<ResidentSex> resident_sex(std::string_view sex) {
    if (sex == kAll) return ResidentSex::kPersons;
    if (sex == "female") return ResidentSex::kFemale;
    if (sex == "male") return ResidentSex::kMale;
    return std::nullopt;
}

// What a table of one party, unit and measure is made from.
class AgesAndSexes {
public:
    AgesAndSexes(const Subject& subject, const BreakdownCounts& counts, const std::optional<Denominator>& residents)
        : subject_(subject),
          at_(counts.view(subject.key(), 0, subject.measure)),
          ages_(counts.codes(0)),
          sexes_(counts.codes(1)),
          residents_(residents),
          of_age_(ages_.codes.size()),
          of_sex_(sexes_.codes.size()) {
        for (std::size_t age = 0; age < of_age_.size(); ++age) {
            for (std::size_t sex = 0; sex < of_sex_.size(); ++sex) {
                const std::uint64_t count = at_(age, sex);
                const Code age_code = ages_.codes[age], sex_code = sexes_.codes[sex];
                all_ += count;
                of_age_[age] += count;
                of_sex_[sex] += count;
                age_known_.add(age_code, count);
                sex_known_.add(sex_code, count);
                both_known_.add(age_code < kFirstValue ? age_code : sex_code, count);
            }
        }
    }

    // All, each sex, then each age with its sexes.
    void add(FigureTable& table) const {
        FigureRow all = start(std::string(kAll), std::string(kAll), all_);
        add_rate(all, subject_.coverage, all_, residents_);
        table.rows.push_back(std::move(all));
        if (!figure_of(subject_.coverage, 1).value || all_ == 0) return;
        for (const std::size_t sex : shown_order(sexes_, Vocabulary::kSex)) {
            add_part(
                {kAll, sex_name(sex), of_sex_[sex], is_full_detail(Vocabulary::kSex, sexes_.codes[sex]), sex_known_},
                table);
        }
        for (const std::size_t age : shown_order(ages_, Vocabulary::kAgeBand)) {
            const bool is_value = is_full_detail(Vocabulary::kAgeBand, ages_.codes[age]);
            add_part({age_name(age), kAll, of_age_[age], is_value, age_known_}, table);
            for (const std::size_t sex : shown_order(sexes_, Vocabulary::kSex)) {
                const bool both = is_value && is_full_detail(Vocabulary::kSex, sexes_.codes[sex]);
                add_part({age_name(age), sex_name(sex), at_(age, sex), both, both_known_}, table);
            }
        }
    }

private:
    struct Part {
        std::string_view age, sex;
        std::uint64_t count;
        bool is_value;  // in full detail
        const Knowledge& knowledge;
    };

    // Coarse terms and absences have rows where there are such records, values where anything is known: else they would
    // be no numbers.
    void add_part(const Part& part, FigureTable& table) const {
        if (part.count == 0 && (!part.is_value || part.knowledge.known == 0)) return;
        FigureRow row = start(std::string(part.age), std::string(part.sex), part.count);
        if (part.is_value) {
            add_rate(row, subject_.coverage, part.count, group(part.age, part.sex));
            add_share(row, subject_.coverage, part.count, part.knowledge);
        }
        table.rows.push_back(std::move(row));
    }

    FigureRow start(std::string age, std::string sex, std::uint64_t count) const {
        FigureRow row = start_row(subject_.party, subject_.unit, subject_.name, {std::move(age), std::move(sex)});
        row.figures = {figure_of(subject_.coverage, count)};
        row.months_covered = subject_.coverage.months_covered;
        return row;
    }

    std::string_view age_name(std::size_t at) const { return term_name(Vocabulary::kAgeBand, ages_.codes[at]); }
    std::string_view sex_name(std::size_t at) const { return term_name(Vocabulary::kSex, sexes_.codes[at]); }

    std::optional<Denominator> group(std::string_view age, std::string_view sex) const {
        const auto residents = resident_sex(sex);
        const auto ages = age == kAll ? Ages{} : ages_of(age);
        if (!residents_ || !residents || !ages) return std::nullopt;
        return residents_->group(*residents, ages->from, ages->to);
    }

    const Subject& subject_;
    BreakdownCounts::View at_;
    const FieldCodes& ages_;
    const FieldCodes& sexes_;
    const std::optional<Denominator>& residents_;
    std::uint64_t all_ = 0;
    std::vector<std::uint64_t> of_age_, of_sex_;
    Knowledge age_known_, sex_known_, both_known_;
};

std::vector<FigureTable> ages_tables(const SectionInput& input, std::span<const BreakdownCounts> counts) {
    const bool by_measure = counts[0].breakdown().by_measure;
    FigureTable table = start_of_subjects(input, by_measure, "ages", "Victims by age and sex");
    table.dimensions = {"victim_age", "victim_sex"};
    const auto residents = residents_of(input.geography, input.ground.whole(), input.windows.latest);
    if (residents) {
        table.notes.push_back("Rates are per 1,000 residents of that age and sex: " + residents->name + ".");
    }
    table.notes.emplace_back(
        "A share is of the records whose age, or sex, or both, are known. Rates are of all that is known to be of that "
        "age and sex, and so are too low by what is not known.");
    for_each_subject(input, by_measure, input.windows.latest,
                     [&](const Subject& subject) { AgesAndSexes(subject, counts[0], residents).add(table); });
    return {std::move(table)};
}

Section ages_of(const SectionInput& input, bool by_measure) {
    return {{of_subjects(by_measure, {Field::kVictimAge, Field::kVictimSex}, Spans::whole(input.windows.latest))},
            ages_tables};
}

}  // namespace

Section ages_section(const SectionInput& input) { return ages_of(input, false); }
Section measure_ages_section(const SectionInput& input) { return ages_of(input, true); }

}  // namespace svd
