#include <doctest/doctest.h>

#include <map>
#include <random>

#include "tests/unit/hub_sections/tables.h"

namespace svd {
namespace {

using test::code_of;
using test::figure;
using test::period;
using test::row_of;
using test::statistic;

const Period kYear = period("2021-04", "2022-03");
constexpr const char* kOldtownCode = "E07000901";

struct Terms : test::SectionWorld {
    Terms() { cover(kPolice, CountUnit::kRecordedCrime, kYear); }
    void add(int count, const std::vector<std::pair<Field, const char*>>& terms,
             const char* kind = "robbery_personal") {
        std::vector<Incident> incidents;
        for (int i = 0; i < count; ++i) {
            incidents.push_back(test::incident(test::kind(kind), kYear.from + i % 12, test::kOldtown));
            for (const auto& [field, name] : terms) {
                incidents.back()[field] = code_of(vocabulary_of(field).value(), name);
            }
        }
        send(kPolice, incidents);
    }
};

TEST_CASE("terms: weapons, settings and relationships by kind and by measure equal counting one by one") {
    const auto seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random(seed);
    struct Case {
        Field field;
        const char* table;
        std::vector<const char*> terms;
    };
    const Case cases[] = {
        {Field::kWeapon, "weapons", {"knife_or_sharp", "firearm", "none_bodily_force", "unknown", "withheld"}},
        {Field::kSetting, "settings", {"home", "street_or_open_space", "not_collected"}},
        {Field::kRelationship, "relationships", {"stranger", "partner_or_ex", "unknown"}}};
    const char* kinds[] = {"robbery_personal", "assault_with_injury", "drugs"};
    Terms world;
    std::map<std::tuple<std::string, std::string, std::string>, std::uint64_t> wanted;
    for (int i = 0; i < 40; ++i) {
        const char* kind = kinds[random() % 3];
        const int count = static_cast<int>(random() % 5) + 1;
        std::vector<std::pair<Field, const char*>> made;
        for (const Case& each : cases) {
            made.emplace_back(each.field, each.terms[random() % each.terms.size()]);
            wanted[{each.table, kind, made.back().second}] += static_cast<std::uint64_t>(count);
        }
        world.add(count, made, kind);
    }
    const AreaProfile profile = world.made(kOldtownCode, kYear);
    for (const Case& each : cases) {
        const FigureTable& table = test::table(profile, each.table);
        const FigureTable& measures = test::table(profile, std::string("measures-") + each.table);
        for (const std::string term : each.terms) {
            CAPTURE(term);
            const std::uint64_t robbery = wanted[{each.table, kinds[0], term}];
            const std::uint64_t assault = wanted[{each.table, kinds[1], term}];
            const auto shown = [&](const FigureTable& in, const FigureRow& row) {
                if (std::ranges::find(in.columns, term) == in.columns.end()) return std::uint64_t{0};
                return figure(in, row, term).value.value();
            };
            CHECK(shown(table, row_of(table, "test-police", {kinds[0]})) == robbery);
            CHECK(shown(table, row_of(table, "test-police", {kinds[1]})) == assault);
            CHECK(shown(table, row_of(table, "test-police", {"all"})) == robbery + assault);
            CHECK(shown(measures, row_of(measures, "test-police", {}, "robbery")) == robbery);
        }
        CHECK(test::find_row(table, "test-police", {"drugs"}) == nullptr);
    }
}

TEST_CASE("knives: their share of known weapons, of all victims and of those under 25") {
    Terms world;
    world.add(16, {{Field::kWeapon, "knife_or_sharp"}, {Field::kVictimAge, "18_24"}});
    world.add(41, {{Field::kWeapon, "none_bodily_force"}, {Field::kVictimAge, "under_18"}});
    world.add(43, {{Field::kWeapon, "glass_or_bottle"}, {Field::kVictimAge, "65_over"}});
    world.add(20, {{Field::kWeapon, "unknown"}, {Field::kVictimAge, "10_14"}});
    const AreaProfile profile = world.made(kOldtownCode, kYear);
    const FigureTable& table = test::table(profile, "knives");
    const FigureRow& all = row_of(table, "test-police", {"all"});
    CHECK(all.figures[0].value == 16);
    CHECK(statistic(all, StatisticKind::kShareOfTotal).value == 16);
    const FigureRow& young = row_of(table, "test-police", {"under_25"});
    CHECK(young.figures[0].value == 16);
    // Wilson's limits of 16 in 57: 0.1808 and 0.4084.
    CHECK(statistic(young, StatisticKind::kShareOfTotal).value == doctest::Approx(28.07).epsilon(1e-3));
    CHECK(statistic(young, StatisticKind::kShareOfTotal).lower == doctest::Approx(18.08).epsilon(1e-3));
    CHECK(statistic(young, StatisticKind::kShareOfTotal).upper == doctest::Approx(40.84).epsilon(1e-3));
    CHECK(statistic(young, StatisticKind::kKnown).value == doctest::Approx(100.0 * 57 / 77).epsilon(1e-5));
    CHECK(row_of(test::table(profile, "measures-knives"), "test-police", {"all"}, "robbery").figures[0].value == 16);
}

TEST_CASE("knives: where no weapon or no age is recorded there is no number") {
    Terms world;
    world.add(5, {{Field::kVictimAge, "18_24"}});
    const AreaProfile no_weapon = world.made(kOldtownCode, kYear);
    const FigureRow& all = row_of(test::table(no_weapon, "knives"), "test-police", {"all"});
    CHECK(all.figures[0].status == FigureStatus::kNotCollected);
    CHECK_FALSE(all.figures[0].value.has_value());
    Terms other;
    other.add(5, {{Field::kWeapon, "knife_or_sharp"}});
    const AreaProfile no_age = other.made(kOldtownCode, kYear);
    CHECK(row_of(test::table(no_age, "knives"), "test-police", {"all"}).figures[0].value == 5);
    CHECK(row_of(test::table(no_age, "knives"), "test-police", {"under_25"}).figures[0].status ==
          FigureStatus::kNotCollected);
}

TEST_CASE("flags: yes among what is known, and a flag that nobody records has no number") {
    Terms world;
    world.add(3, {{Field::kAlcohol, "yes"}});
    world.add(9, {{Field::kAlcohol, "no"}});
    world.add(8, {{Field::kAlcohol, "unknown"}});
    const AreaProfile profile = world.made(kOldtownCode, kYear);
    for (const auto& [id, measure] : {std::pair{"flags", ""}, std::pair{"measures-flags", "robbery"}}) {
        CAPTURE(id);
        const FigureTable& table = test::table(profile, id);
        const FigureRow& alcohol = row_of(table, "test-police", {"alcohol"}, measure);
        CHECK(figure(table, alcohol, "yes").value == 3);
        CHECK(figure(table, alcohol, "unknown").value == 8);
        CHECK(statistic(alcohol, StatisticKind::kShareOfTotal).value == 25);
        CHECK(statistic(alcohol, StatisticKind::kKnown).value == 60);
        const FigureRow& drugs = row_of(table, "test-police", {"drugs"}, measure);
        CHECK(figure(table, drugs, "yes").status == FigureStatus::kNotCollected);
        CHECK(figure(table, drugs, "not_collected").value == 20);
    }
}

}  // namespace
}  // namespace svd
