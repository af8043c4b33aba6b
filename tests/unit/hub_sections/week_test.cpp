#include <doctest/doctest.h>
#include <fmt/format.h>

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

struct Week : test::SectionWorld {
    Week() { cover(kPolice, CountUnit::kRecordedCrime, kYear); }
    void add(std::string_view weekday, std::string_view hour, int count = 1) {
        std::vector<Incident> incidents;
        for (int i = 0; i < count; ++i) {
            incidents.push_back(test::incident(test::kind("robbery_personal"), kYear.from + i % 12, test::kOldtown));
            incidents.back()[Field::kWeekday] = code_of(Vocabulary::kWeekday, weekday);
            incidents.back()[Field::kHour] = code_of(Vocabulary::kHour, hour);
        }
        send(kPolice, incidents);
    }
};

TEST_CASE("week: every record is in one cell, counted one by one") {
    const auto seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random(seed);
    const char* days[] = {"monday", "friday", "sunday", "weekend_day", "unknown"};
    const char* hours[] = {"00", "15", "23", "band_late", "unknown", "withheld"};
    Week world;
    std::map<std::pair<std::string, std::string>, std::uint64_t> wanted;
    std::uint64_t all = 0;
    for (int i = 0; i < 40; ++i) {
        const char* day = days[random() % 5];
        const char* hour = hours[random() % 6];
        const int count = static_cast<int>(random() % 9) + 1;
        world.add(day, hour, count);
        wanted[{day, hour}] += static_cast<std::uint64_t>(count);
        all += static_cast<std::uint64_t>(count);
    }
    const AreaProfile profile = world.made(kOldtownCode, kYear);
    for (const auto& [id, measure] : {std::pair{"week", ""}, std::pair{"measures-week", "robbery"}}) {
        CAPTURE(id);
        const FigureTable& table = test::table(profile, id);
        std::uint64_t seen = 0;
        for (const FigureRow& row : table.rows) {
            if (row.party != "test-police" || row.keys[0] == "all") continue;
            for (std::size_t i = 0; i < table.columns.size(); ++i) {
                CAPTURE(row.keys[0] + " " + table.columns[i]);
                CHECK(row.figures[i].value == wanted[{row.keys[0], table.columns[i]}]);
                seen += row.figures[i].value.value_or(0);
            }
        }
        CHECK(seen == all);
        const FigureRow& total = row_of(table, "test-police", {"all"}, measure);
        std::uint64_t of_total = 0;
        for (const Figure& each : total.figures) of_total += each.value.value_or(0);
        CHECK(of_total == all);
    }
}

TEST_CASE("week: the night-time economy and the hours after school, with limits") {
    Week world;
    world.add("friday", "20", 10);
    world.add("saturday", "05", 5);
    world.add("saturday", "06", 5);  // no longer night
    world.add("sunday", "23", 4);    // the night to Monday
    world.add("wednesday", "15", 7);
    world.add("wednesday", "17", 1);
    world.add("saturday", "16", 8);   // no school
    world.add("friday", "unknown", 60);
    const AreaProfile profile = world.made(kOldtownCode, kYear);
    const FigureTable& table = test::table(profile, "week-shares");
    const FigureRow& night = row_of(table, "test-police", {"night_time_economy"});
    CHECK(night.figures[0].value == 15);
    CHECK(statistic(night, StatisticKind::kShareOfTotal).value == doctest::Approx(37.5));
    // Wilson's limits of 15 in 40.
    CHECK(statistic(night, StatisticKind::kShareOfTotal).lower == doctest::Approx(24.22).epsilon(1e-3));
    CHECK(statistic(night, StatisticKind::kShareOfTotal).upper == doctest::Approx(52.97).epsilon(1e-3));
    CHECK(statistic(night, StatisticKind::kKnown).value == 40);
    CHECK(row_of(table, "test-police", {"after_school"}).figures[0].value == 8);
}

TEST_CASE("week: where no time is collected no hour is a zero") {
    Week world;
    world.add("not_collected", "not_collected", 9);
    const AreaProfile profile = world.made(kOldtownCode, kYear);
    const FigureTable& table = test::table(profile, "week");
    const FigureRow& all = row_of(table, "test-police", {"all"});
    CHECK(figure(table, all, "03").status == FigureStatus::kNotCollected);
    CHECK_FALSE(figure(table, all, "03").value.has_value());
    CHECK(figure(table, all, "not_collected").value == 9);
    CHECK(statistic(all, StatisticKind::kKnown).value == 0);
    CHECK(test::find_row(table, "test-police", {"monday"}) == nullptr);
    const FigureRow& night = row_of(test::table(profile, "week-shares"), "test-police", {"night_time_economy"});
    CHECK(night.figures[0].status == FigureStatus::kNotCollected);
    CHECK(statistic(night, StatisticKind::kShareOfTotal).absence == StatisticAbsence::kNothingCounted);
}

TEST_CASE("week: nothing counted in a covered year is zeros, and a party that sent nothing has no numbers") {
    const Week world;
    const AreaProfile profile = world.made(kOldtownCode, kYear);
    const FigureTable& table = test::table(profile, "measures-week");
    CHECK(figure(table, row_of(table, "test-police", {"all"}, "robbery"), "03").value == 0);
    const FigureRow& silent = row_of(table, "test-ed", {"all"}, "robbery");
    CHECK(figure(table, silent, "03").status == FigureStatus::kNotSupplied);
    CHECK_FALSE(figure(table, silent, "03").value.has_value());
    CHECK(statistic(silent, StatisticKind::kKnown).absence == StatisticAbsence::kNotCovered);
}

TEST_CASE("week: an hour that stands out is marked on its day alone") {
    Week world;
    const char* days[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    for (const char* day : days) {
        for (int hour = 0; hour < 24; ++hour) world.add(day, fmt::format("{:02}", hour), 12);
    }
    world.add("friday", "23", 60);
    const AreaProfile profile = world.made(kOldtownCode, kYear);
    const FigureTable& table = test::table(profile, "week");
    const FigureRow& friday = row_of(table, "test-police", {"friday"});
    REQUIRE(friday.marks.size() == 1);
    CHECK(table.columns[friday.marks[0].column] == "23");
    CHECK(friday.marks[0].word == Comparison::kHigher);
}

}  // namespace
}  // namespace svd
