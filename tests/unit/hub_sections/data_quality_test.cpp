#include <doctest/doctest.h>

#include "tests/unit/hub_sections/tables.h"

namespace svd {
namespace {

using test::code_of;
using test::figure;
using test::month;
using test::period;
using test::row_of;
using test::statistic;

const Period kYear = period("2021-04", "2022-03");
constexpr const char* kOldtownCode = "E07000901";

TEST_CASE("data quality: how well each field is known, coarse terms apart") {
    test::SectionWorld world;
    world.cover(world.kPolice, CountUnit::kRecordedCrime, kYear);
    std::vector<Incident> incidents;
    for (const auto& [age, weapon] : std::initializer_list<std::pair<const char*, const char*>>{
             {"18_24", "unknown"}, {"under_18", "withheld"}, {"under_18", "blunt"}, {"unknown", "not_collected"}}) {
        incidents.push_back(test::incident(test::kind("robbery_personal"), kYear.from, test::kOldtown));
        incidents.back()[Field::kVictimAge] = code_of(Vocabulary::kAgeBand, age);
        incidents.back()[Field::kWeapon] = code_of(Vocabulary::kWeapon, weapon);
    }
    world.send(world.kPolice, incidents);
    const AreaProfile profile = world.made(kOldtownCode, kYear);
    const FigureTable& table = test::table(profile, "data-quality");
    const FigureRow& age = row_of(table, "test-police", {"victim_age"});
    CHECK(figure(table, age, "full_detail").value == 1);
    CHECK(figure(table, age, "coarse").value == 2);
    CHECK(figure(table, age, "unknown").value == 1);
    CHECK(statistic(age, StatisticKind::kKnown).value == 75);
    const FigureRow& weapon = row_of(table, "test-police", {"weapon"});
    CHECK(figure(table, weapon, "full_detail").value == 1);
    CHECK(figure(table, weapon, "withheld").value == 1);
    CHECK(figure(table, weapon, "not_collected").value == 1);
    CHECK(statistic(weapon, StatisticKind::kKnown).value == 25);
}

TEST_CASE("supply: months, the median of days from their end, and what was refused") {
    test::SectionWorld world;
    const auto send = [&](const char* received, const char* when, std::size_t records, std::size_t refused) {
        world.entries.received_at = received;
        std::vector<Incident> incidents(records, test::incident(test::kind("drugs"), month(when), test::kOldtown));
        std::vector<wire::RowFinding> findings;
        for (std::uint32_t row = 0; row < refused; ++row) findings.push_back({RowKind::kIncident, row, "E101", "kind"});
        REQUIRE(world.entries.apply("test-police", test::of_incidents(incidents), findings));
    };
    send("2021-05-10T09:30:00Z", "2021-04", 3, 1);  // 10 days after 30 April
    send("2021-08-01T00:00:00Z", "2021-04", 1, 0);  // more of a month that was there
    send("2021-06-20T23:59:59Z", "2021-05", 2, 0);  // 20 days
    send("2021-07-31T12:00:00Z", "2021-06", 2, 1);  // 31 days
    send("2021-03-01T12:00:00Z", "2020-01", 9, 5);  // another year
    const AreaProfile profile = world.made(kOldtownCode, kYear);
    const FigureTable& table = test::table(profile, "supply");
    CHECK(row_of(table, "test-police", {"submissions"}).figures[0].value == 4);
    CHECK(row_of(table, "test-police", {"rows_refused"}).figures[0].value == 2);
    CHECK(row_of(table, "test-police", {"amendments"}).figures[0].value == 0);
    const auto found = std::ranges::find_if(table.rows, [](const FigureRow& row) {
        return row.party == "test-police" && row.unit == CountUnit::kRecordedCrime;
    });
    REQUIRE(found != table.rows.end());
    CHECK(found->figures[0].value == 3);
    CHECK(statistic(*found, StatisticKind::kLateness).value == 20);
    // Who sent nothing has no lateness, which is not 0 days.
    const auto silent =
        std::ranges::find_if(table.rows, [](const FigureRow& row) { return row.party == "test-ed" && row.unit; });
    REQUIRE(silent != table.rows.end());
    CHECK(statistic(*silent, StatisticKind::kLateness).absence == StatisticAbsence::kNothingCounted);
}

}  // namespace
}  // namespace svd
