#include "hub/profile/profile_csv.h"

#include <optional>
#include <string_view>

#include "hub/profile/csv_row.h"
#include "hub/profile/tables_csv.h"

namespace svd {
namespace {

using csv::append;
using csv::name;
using csv::Row;

std::string_view unit_name(CountUnit unit) { return name(Vocabulary::kCountUnit, static_cast<Code>(unit)); }
std::string_view kind_name(Code kind) { return name(Vocabulary::kKind, kind); }

// Where the sender's treatment leaves a number: suppressed is the only one that does not.
std::string_view treatment_name(Code treatment) { return name(Vocabulary::kCountTreatment, treatment); }

class Table {
public:
    explicit Table(const AreaProfile& profile)
        : profile_(profile), period_(profile.period.from.text() + "/" + profile.period.to.text()) {}

    std::string text() {
        csv_ = csv::kHeader;
        heading();
        residents("residents", profile_.area);
        for (const PartyProfile& party : profile_.parties) add_party(party);
        if (profile_.parts) add_parts(*profile_.parts);
        aggregates();
        cohorts();
        returns_not_shown();
        append_tables(profile_, csv_);
        return std::move(csv_);
    }

private:
    Row row(std::string_view section) const {
        Row made;
        made.section = section;
        made.area_code = profile_.area.ref.code.text();
        made.area_name = profile_.area.name;
        made.month = period_;
        return made;
    }

    Row row(std::string_view section, const PartyProfile& party, CountUnit unit) const {
        Row made = row(section);
        made.party = party.id;
        made.party_kind = party.agency_kind;
        made.count_unit = unit_name(unit);
        return made;
    }

    void put(Row row, std::string measure, std::optional<std::uint64_t> value, std::string_view status = {}) {
        row.measure = std::move(measure);
        if (value) row.value = std::to_string(*value);
        row.status = status;
        append(row, csv_);
    }

    void heading() {
        const auto text = [&](std::string measure, std::string content) {
            Row made = row("profile");
            made.note = std::move(content);
            put(std::move(made), std::move(measure), std::nullopt);
        };
        text("notice", profile_.notice);
        put(row("profile"), "snapshot", profile_.snapshot);
        text("geography_edition", profile_.geography_edition);
        text("definition", profile_.definition + " version " + std::to_string(profile_.definition_version));
        text("disclosure", profile_.disclosure);
        for (const std::string& note : profile_.notes) text("note", note);
    }

    void residents(std::string_view section, const ProfileArea& area) {
        for (const ProfileResidents& residents : area.residents) {
            Row made = row(section);
            made.area_code = area.ref.code.text();
            made.area_name = area.name;
            made.month = residents.reference_date.substr(0, 7);
            made.note = residents.source + " " + residents.reference_date;
            put(std::move(made), "persons", residents.persons);
        }
    }

    void add_party(const PartyProfile& party) {
        for (const UnitProfile& unit : party.units) {
            coverage(party, unit);
            kinds(row("kinds", party, unit.unit), unit.kinds);
            series(party, unit);
            quality(party, unit);
            unlocated(party, unit);
        }
    }

    void coverage(const PartyProfile& party, const UnitProfile& unit) {
        put(row("coverage", party, unit.unit), "months_covered", unit.months_covered, figure_status_name(unit.status));
        put(row("coverage", party, unit.unit), "best_fit_records", unit.best_fit_records);
        for (const MonthCoverage& month : unit.coverage) {
            Row made = row("coverage", party, unit.unit);
            made.month = month.month.text();
            made.note = name(Vocabulary::kNotAvailableReason, month.reason);
            put(std::move(made), "records", month.records, figure_status_name(month.status));
        }
    }

    void kinds(const Row& like, const std::vector<KindFigures>& all) {
        for (const KindFigures& figures : all) {
            Row made = like;
            made.kind = kind_name(figures.kind);
            put(std::move(made), "count", figures.total.value, figure_status_name(figures.total.status));
        }
    }

    void series(const PartyProfile& party, const UnitProfile& unit) {
        for (const KindFigures& figures : unit.kinds) {
            for (std::size_t i = 0; i < figures.by_month.size(); ++i) {
                Row made = row("series", party, unit.unit);
                made.kind = kind_name(figures.kind);
                made.month = (profile_.period.from + static_cast<int>(i)).text();
                put(std::move(made), "count", figures.by_month[i].value,
                    figure_status_name(figures.by_month[i].status));
            }
        }
    }

    void quality(const PartyProfile& party, const UnitProfile& unit) {
        for (const FieldQuality& field : unit.quality) {
            const std::string prefix = std::string(field_name(field.field)) + ".";
            const auto put_number = [&](std::string_view what, std::uint64_t value) {
                put(row("data_quality", party, unit.unit), prefix + std::string(what), value);
            };
            put_number("known", field.known);
            put_number("unknown", field.unknown);
            put_number("not_collected", field.not_collected);
            put_number("withheld", field.withheld);
            put_number("not_given", field.not_given);
        }
    }

    void unlocated(const PartyProfile& party, const UnitProfile& unit) {
        for (const UnplacedCount& left : unit.unplaced) {
            Row made = row("unlocated", party, unit.unit);
            made.kind = kind_name(left.kind);
            made.note = unplaced_reason_name(left.reason);
            if (left.area) made.note += " " + std::string(left.area->code.text());
            put(std::move(made), "count", left.count);
        }
    }

    void add_parts(const ProfileParts& parts) {
        for (const ProfilePart& part : parts.areas) {
            residents("parts", part.area);
            for (const PartUnit& unit : part.units) {
                Row made = row("parts");
                made.area_code = part.area.ref.code.text();
                made.area_name = part.area.name;
                made.party = unit.party;
                made.party_kind = kind_of(unit.party);
                made.count_unit = unit_name(unit.unit);
                put(made, "months_covered", unit.months_covered, figure_status_name(unit.status));
                put(made, "best_fit_records", unit.best_fit_records);
                kinds(made, unit.kinds);
            }
        }
        for (const NotCarried& left : parts.not_carried) {
            Row made = row("not_carried");
            made.party = left.party;
            made.party_kind = kind_of(left.party);
            made.count_unit = unit_name(left.unit);
            made.kind = kind_name(left.kind);
            made.note = not_carried_reason_name(left.reason);
            put(std::move(made), "count", left.count);
        }
    }

    void aggregates() {
        for (const AggregateFigure& figure : profile_.aggregates) {
            Row made = row("aggregates");
            made.area_code = figure.area.code.text();
            made.area_name = {};
            made.party = figure.party;
            made.party_kind = kind_of(figure.party);
            made.count_unit = name(Vocabulary::kCountUnit, figure.count_unit);
            made.kind = kind_name(figure.kind);
            made.month = figure.from.text() + "/" + figure.to.text();
            made.note = detail({{"weapon", name(Vocabulary::kWeapon, figure.weapon)},
                                {"setting", name(Vocabulary::kSetting, figure.setting)},
                                {"victim_age", name(Vocabulary::kAgeBand, figure.victim_age)},
                                {"victim_sex", name(Vocabulary::kSex, figure.victim_sex)},
                                {"reported_to_police", name(Vocabulary::kFlag, figure.reported_to_police)}});
            put(std::move(made), "count", figure.count, treatment_name(figure.treatment));
        }
    }

    void cohorts() {
        for (const CohortFigure& figure : profile_.cohorts) {
            Row made = row("cohorts");
            made.area_code = figure.area.code.text();
            made.area_name = {};
            made.party = figure.party;
            made.party_kind = kind_of(figure.party);
            made.count_unit = unit_name(CountUnit::kPerson);
            made.kind = kind_name(figure.offence);
            made.month = figure.as_at.text();
            made.note = detail({{"order_type", name(Vocabulary::kOrderType, figure.order_type)},
                                {"risk_band", name(Vocabulary::kRiskBand, figure.risk_band)},
                                {"age_band", name(Vocabulary::kAgeBand, figure.age_band)}});
            put(std::move(made), "people", figure.people, treatment_name(figure.treatment));
        }
    }

    void returns_not_shown() {
        for (const ReturnsNotShown& left : profile_.returns_not_shown) {
            Row made = row("returns_not_shown");
            made.party = left.party;
            made.party_kind = kind_of(left.party);
            put(made, "reaching_beyond_period", left.reaching_beyond_period);
            put(made, "without_area", left.without_area);
            put(made, "of_wider_area", left.of_wider_area);
        }
    }

    struct Detail {
        std::string_view what;
        std::string_view value;
    };
    static std::string detail(std::initializer_list<Detail> details) {
        std::string text;
        for (const Detail& one : details) {
            if (!text.empty()) text += ' ';
            text.append(one.what).append("=").append(one.value);
        }
        return text;
    }

    std::string_view kind_of(std::string_view id) const {
        for (const PartyProfile& party : profile_.parties) {
            if (party.id == id) return party.agency_kind;
        }
        return {};
    }

    const AreaProfile& profile_;
    std::string period_;
    std::string csv_;
};

}  // namespace

std::string profile_csv(const AreaProfile& profile) { return Table(profile).text(); }

}  // namespace svd
