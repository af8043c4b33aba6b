#include <doctest/doctest.h>

#include "tests/unit/hub_sections/tables.h"

namespace svd {
namespace {

using test::code_of;
using test::figure;
using test::period;
using test::row_of;
using test::statistic;

const Period kYear = period("2021-04", "2022-03");
const Period kYearBefore = period("2020-04", "2021-03");
constexpr const char* kOldtownCode = "E07000901";

struct TwoYears : test::SectionWorld {
    TwoYears() {
        cover(kPolice, CountUnit::kRecordedCrime, {kYearBefore.from, kYear.to});
        parties.push_back({"test-fire", "Test Fire", AgencyKind::kFireRescue, {test::code("E23000099")}, {}});
    }
    void add(int count, const Period& year, const std::vector<std::pair<Field, const char*>>& terms,
             const char* kind = "robbery_personal", const char* party = kPolice,
             CountUnit unit = CountUnit::kRecordedCrime) {
        std::vector<Incident> incidents;
        for (int i = 0; i < count; ++i) {
            incidents.push_back(test::incident(test::kind(kind), year.from + i % 12, test::kOldtown, unit));
            for (const auto& [field, name] : terms) {
                incidents.back()[field] = code_of(vocabulary_of(field).value(), name);
            }
        }
        send(party, incidents);
    }
};

TEST_CASE("young people: counts, rates and change by age, and what may be among them") {
    TwoYears world;
    world.add(60, kYearBefore, {{Field::kVictimAge, "10_14"}});
    world.add(20, kYear, {{Field::kVictimAge, "10_14"}});
    world.add(5, kYear, {{Field::kVictimAge, "15_17"}});
    world.add(11, kYear, {{Field::kVictimAge, "18_24"}});
    world.add(4, kYear, {{Field::kVictimAge, "under_18"}});
    world.add(10, kYear, {{Field::kVictimAge, "35_44"}});
    world.add(50, kYear, {{Field::kVictimAge, "unknown"}});
    const AreaProfile profile = world.made(kOldtownCode, kYear);
    for (const auto& [id, measure] : {std::pair{"young-people", ""}, std::pair{"measures-young-people", "robbery"}}) {
        CAPTURE(id);
        const FigureTable& table = test::table(profile, id);
        const FigureRow& children = row_of(table, "test-police", {"10_17"}, measure);
        CHECK(children.figures[0].value == 25);
        CHECK(statistic(children, StatisticKind::kPreviousPeriod).value == 60);
        CHECK(statistic(children, StatisticKind::kChange).value == -35);
        CHECK(statistic(children, StatisticKind::kRateRatio).word == Comparison::kLower);
        CHECK(statistic(children, StatisticKind::kShareOfTotal).value == 50);
        CHECK(statistic(children, StatisticKind::kKnown).value == 50);
        CHECK(statistic(children, StatisticKind::kCannotBeTold).value == 4);
        CHECK(statistic(children, StatisticKind::kResidents).value == 12500);
        CHECK(statistic(children, StatisticKind::kRatePer1000).value == 2);
        CHECK(row_of(table, "test-police", {"under_25"}, measure).figures[0].value == 40);
        CHECK(statistic(row_of(table, "test-police", {"18_24"}, measure), StatisticKind::kRatePer1000).value == 1);
    }
}

TEST_CASE("young people: a year in which no age is recorded is no zero, and is not compared") {
    TwoYears world;
    world.add(60, kYearBefore, {});
    world.add(20, kYear, {{Field::kVictimAge, "10_14"}});
    const AreaProfile profile = world.made(kOldtownCode, kYear);
    const FigureRow& row = row_of(test::table(profile, "young-people"), "test-police", {"10_17"});
    CHECK(row.figures[0].value == 20);
    CHECK_FALSE(statistic(row, StatisticKind::kPreviousPeriod).value.has_value());
    CHECK(statistic(row, StatisticKind::kRateRatio).word == Comparison::kNotCompared);
    // Asked about the year before, it says itself that nothing was collected.
    const AreaProfile earlier = world.made(kOldtownCode, kYearBefore);
    CHECK(row_of(test::table(earlier, "young-people"), "test-police", {"10_17"}).figures[0].status ==
          FigureStatus::kNotCollected);
}

TEST_CASE("fires: each class beside the year before, and who sends no fires has none") {
    TwoYears world;
    world.cover("test-fire", CountUnit::kFireIncident, {kYearBefore.from, kYear.to});
    const auto fire = CountUnit::kFireIncident;
    world.add(30, kYearBefore, {{Field::kFireClass, "deliberate_secondary"}}, "arson_or_fire_setting", "test-fire",
              fire);
    world.add(70, kYear, {{Field::kFireClass, "deliberate_secondary"}}, "arson_or_fire_setting", "test-fire", fire);
    world.add(10, kYear, {{Field::kFireClass, "crew_attack"}}, "violence_to_workers", "test-fire", fire);
    world.add(20, kYear, {{Field::kFireClass, "unknown"}}, "arson_or_fire_setting", "test-fire", fire);
    const AreaProfile profile = world.made(kOldtownCode, kYear);
    const FigureTable& table = test::table(profile, "fires");
    const FigureRow& secondary = row_of(table, "test-fire", {"deliberate_secondary"});
    CHECK(secondary.figures[0].value == 70);
    CHECK(statistic(secondary, StatisticKind::kChange).value == 40);
    CHECK(statistic(secondary, StatisticKind::kShareOfTotal).value == 87.5);
    CHECK(row_of(table, "test-fire", {"crew_attack"}).figures[0].value == 10);
    CHECK(row_of(table, "test-fire", {"deliberate_primary"}).figures[0].value == 0);
    CHECK(row_of(table, "test-fire", {"unknown"}).figures[0].value == 20);
    for (const FigureRow& row : table.rows) CHECK(row.party != "test-police");
}

TEST_CASE("domestic abuse: what is known to be, by kind, and between whom") {
    TwoYears world;
    world.add(10, kYearBefore, {{Field::kDomesticAbuse, "yes"}}, "assault_with_injury");
    world.add(30, kYear,
              {{Field::kDomesticAbuse, "yes"}, {Field::kVictimSex, "female"}, {Field::kRelationship, "partner_or_ex"}},
              "assault_with_injury");
    world.add(6, kYear, {{Field::kDomesticAbuse, "yes"}, {Field::kVictimSex, "male"}, {Field::kRelationship, "family"}},
              "threats");
    world.add(60, kYear, {{Field::kDomesticAbuse, "no"}, {Field::kRelationship, "stranger"}}, "assault_with_injury");
    world.add(9, kYear, {{Field::kDomesticAbuse, "yes"}}, "drugs");
    const AreaProfile profile = world.made(kOldtownCode, kYear);
    const FigureTable& table = test::table(profile, "domestic-abuse");
    CHECK(row_of(table, "test-police", {"all"}).figures[0].value == 36);
    const FigureRow& assault = row_of(table, "test-police", {"assault_with_injury"});
    CHECK(assault.figures[0].value == 30);
    CHECK(statistic(assault, StatisticKind::kPreviousPeriod).value == 10);
    CHECK(statistic(assault, StatisticKind::kShareOfTotal).value == doctest::Approx(100.0 / 3).epsilon(1e-5));
    const FigureTable& between = test::table(profile, "domestic-abuse-relationships");
    CHECK(figure(between, row_of(between, "test-police", {"female"}), "partner_or_ex").value == 30);
    CHECK(figure(between, row_of(between, "test-police", {"all"}), "family").value == 6);
    CHECK(figure(between, row_of(between, "test-police", {"all"}), "stranger").value == 0);
}

TEST_CASE("sexual violence: by kind and victim, and what is not split may be among it") {
    TwoYears world;
    world.add(12, kYear, {{Field::kVictimAge, "18_24"}, {Field::kVictimSex, "female"}}, "rape_or_penetration");
    world.add(8, kYear, {{Field::kVictimAge, "10_14"}, {Field::kVictimSex, "male"}}, "other_sexual");
    world.add(90, kYear, {}, "violence_and_sexual_unsplit");
    const AreaProfile profile = world.made(kOldtownCode, kYear);
    const FigureTable& table = test::table(profile, "sexual-violence");
    const FigureRow& all = row_of(table, "test-police", {"all"});
    CHECK(all.figures[0].value == 20);
    CHECK(statistic(all, StatisticKind::kPreviousPeriod).value == 0);
    CHECK(statistic(all, StatisticKind::kCannotBeTold).value == 90);
    CHECK(row_of(table, "test-police", {"rape_or_penetration"}).figures[0].value == 12);
    const FigureTable& victims = test::table(profile, "sexual-violence-victims");
    CHECK(figure(victims, row_of(victims, "test-police", {"18_24"}), "female").value == 12);
    CHECK(figure(victims, row_of(victims, "test-police", {"all"}), "male").value == 8);
    // Where all there is is not split, none counted is no zero.
    TwoYears unsplit;
    unsplit.add(90, kYear, {}, "violence_and_sexual_unsplit");
    unsplit.add(5, kYearBefore, {}, "violence_and_sexual_unsplit");
    const AreaProfile other = unsplit.made(kOldtownCode, kYear);
    const FigureRow& none = row_of(test::table(other, "sexual-violence"), "test-police", {"all"});
    CHECK(none.figures[0].status == FigureStatus::kUnknown);
    CHECK_FALSE(none.figures[0].value.has_value());
    CHECK_FALSE(statistic(none, StatisticKind::kPreviousPeriod).value.has_value());
}

TEST_CASE("domestic abuse and sexual violence: a small area has none of these tables") {
    const TwoYears world;
    const AreaProfile small = world.made("E02900001", kYear);
    for (const char* id :
         {"domestic-abuse", "domestic-abuse-relationships", "sexual-violence", "sexual-violence-victims"}) {
        CAPTURE(id);
        CHECK_FALSE(test::has_table(small, id));
        CHECK(test::has_table(world.made("E23000099", kYear), id));
    }
}

}  // namespace
}  // namespace svd
