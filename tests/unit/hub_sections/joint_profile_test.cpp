#include "hub/sections/joint_profile.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/wire/profile_codec.h"
#include "tests/unit/hub_sections/tables.h"

namespace svd {
namespace {

using test::month;
using test::only_row;
using test::period;
using test::statistic;
using test::table;

const Period kYear = period("2021-04", "2022-03");

Definition robbery() {
    return Definition::parse(R"(
[definition]
name = "robberies"
version = 3
title = "Robberies"
source = "S"
source_date = "2024"
[[measure]]
name = "robbery"
title = "Robbery of people and businesses"
units = ["recorded_crime"]
agencies = ["police"]
[measure.all_of]
kind = ["robbery_personal", "robbery_business"]
)",
                             "test.toml")
        .value();
}

SeriesBreaks a_break(const char* from) {
    return SeriesBreaks::parse(std::string("[series_breaks]\nversion = 1\n[[break]]\nname = \"rule\"\nfrom = \"") +
                                   from +
                                   "\"\nagencies = [\"police\"]\nunits = [\"recorded_crime\"]\n"
                                   "what = \"Counted otherwise.\"\nsource = \"S\"\n",
                               "breaks.toml")
        .value();
}

// So many robberies in Oldtown in each month from April 2020; a month with -1 is not supplied.
struct Robberies : test::World {
    explicit Robberies(const std::vector<int>& counts) {
        Month when = month("2020-04");
        for (const int count : counts) {
            std::vector<Incident> incidents;
            for (int i = 0; i < count; ++i) {
                incidents.push_back(test::incident(test::kind("robbery_unsplit"), when, test::kOldtown));
            }
            // Something elsewhere, so that none here is a zero.
            incidents.push_back(test::incident(test::kind("drugs"), when, test::kNewtown2021));
            if (count >= 0) REQUIRE(entries.apply("test-police", test::of_incidents(incidents)));
            when = when + 1;
        }
    }
    AreaProfile made(const SeriesBreaks* breaks = nullptr, const Withheld& withheld = {}) const {
        const Definition definition = robbery();
        const JointRequest request{{test::code("E07000901"), kYear, std::nullopt, withheld}, {&definition}};
        return build_joint_profile(request, entries.state, geography, parties, breaks).value();
    }
};

std::vector<int> months_of(int first_year, int second_year) {
    std::vector<int> counts(12, first_year);
    counts.insert(counts.end(), 12, second_year);
    return counts;
}

TEST_CASE("headline: a year beside the year before, with change, rate and a word") {
    const Robberies world(months_of(5, 10));
    const AreaProfile profile = world.made();
    const FigureTable& headline = table(profile, "headline");
    CHECK(headline.definition == "robberies@3");
    CHECK(profile.definition == "robberies");
    const FigureRow& row = only_row(headline);
    CHECK(row.measure == "robbery");
    REQUIRE(row.figures.size() == 1);
    CHECK(row.figures[0].value == 120);
    CHECK(row.figures[0].status == FigureStatus::kSupplied);
    CHECK(statistic(row, StatisticKind::kPreviousPeriod).value == 60);
    CHECK(statistic(row, StatisticKind::kChange).value == 60);
    CHECK(statistic(row, StatisticKind::kChangePercent).value == 100);
    CHECK(statistic(row, StatisticKind::kRateRatio).value == 2);
    CHECK(statistic(row, StatisticKind::kRateRatio).word == Comparison::kHigher);
    CHECK(statistic(row, StatisticKind::kResidents).value == 132700);
    const Statistic& rate = statistic(row, StatisticKind::kRatePer1000);
    CHECK(rate.value == doctest::Approx(120.0 / 132.7).epsilon(1e-5));
    // Byar's limits of 120 are 99.49 and 143.49 (PHEindicatormethods).
    CHECK(*rate.lower == doctest::Approx(99.49 / 132.7).epsilon(1e-4));
    CHECK(*rate.upper == doctest::Approx(143.49 / 132.7).epsilon(1e-4));
}

TEST_CASE("headline: a change that could be chance is no clear change") {
    const FigureRow row = only_row(table(Robberies(months_of(5, 6)).made(), "headline"));
    CHECK(statistic(row, StatisticKind::kRateRatio).word == Comparison::kNoClearChange);
    const FigureRow fewer = only_row(table(Robberies(months_of(10, 5)).made(), "headline"));
    CHECK(statistic(fewer, StatisticKind::kRateRatio).word == Comparison::kLower);
}

TEST_CASE("headline: a month that was not supplied leaves a part, and nothing is compared") {
    auto counts = months_of(5, 10);
    counts[14] = -1;
    const FigureRow row = only_row(table(Robberies(counts).made(), "headline"));
    CHECK(row.figures[0].status == FigureStatus::kPartial);
    CHECK(row.figures[0].value == 110);
    CHECK(row.months_covered == 11);
    for (const StatisticKind kind : {StatisticKind::kChange, StatisticKind::kChangePercent, StatisticKind::kRateRatio,
                                     StatisticKind::kRatePer1000}) {
        CAPTURE(statistic_name(kind));
        CHECK_FALSE(statistic(row, kind).value.has_value());
        CHECK(statistic(row, kind).absence == StatisticAbsence::kNotCovered);
    }
    CHECK(statistic(row, StatisticKind::kRateRatio).word == Comparison::kNotCompared);
}

TEST_CASE("headline: a year before that was not wholly supplied is no number") {
    auto counts = months_of(5, 10);
    counts[3] = -1;
    const FigureRow row = only_row(table(Robberies(counts).made(), "headline"));
    CHECK(row.figures[0].value == 120);
    CHECK(statistic(row, StatisticKind::kRatePer1000).value.has_value());
    CHECK_FALSE(statistic(row, StatisticKind::kPreviousPeriod).value.has_value());
    CHECK(statistic(row, StatisticKind::kPreviousPeriod).absence == StatisticAbsence::kNotCovered);
    CHECK_FALSE(statistic(row, StatisticKind::kChange).value.has_value());
}

TEST_CASE("headline: nothing is compared across a break in the series, and the break is told") {
    const Robberies world(months_of(5, 10));
    const SeriesBreaks between = a_break("2021-04");
    const AreaProfile profile = world.made(&between);
    const FigureTable& headline = table(profile, "headline");
    CHECK(statistic(only_row(headline), StatisticKind::kRateRatio).absence == StatisticAbsence::kSeriesBreak);
    CHECK(std::ranges::any_of(headline.notes,
                              [](const std::string& note) { return note.ends_with("Counted otherwise."); }));
    const SeriesBreaks later = a_break("2022-04");
    CHECK(statistic(only_row(table(world.made(&later), "headline")), StatisticKind::kRateRatio).value == 2);
}

TEST_CASE("series: a month out of the ordinary is marked, and totals need every month") {
    auto counts = months_of(10, 10);
    counts[20] = 90;
    const AreaProfile profile = Robberies(counts).made();
    const FigureTable& months = table(profile, "measures-by-month");
    REQUIRE(months.columns.size() == 36);
    CHECK(months.columns.back() == "2022-03");
    const FigureRow& row = only_row(months);
    CHECK(row.figures[11].status == FigureStatus::kNotSupplied);  // March 2020
    CHECK_FALSE(row.figures[11].value.has_value());
    CHECK(row.figures[12].value == 10);
    REQUIRE(row.marks.size() == 1);
    CHECK(row.marks[0].column == 32);
    CHECK(row.marks[0].word == Comparison::kHigher);
    const FigureRow& totals = only_row(table(profile, "measures-12-months"));
    REQUIRE(totals.figures.size() == 25);
    CHECK_FALSE(totals.figures[11].value.has_value());
    CHECK(totals.figures[12].value == 120);
    CHECK(totals.figures.back().value == 200);
}

TEST_CASE("tables: a party that is withheld from the reader is in none of them") {
    const Robberies world(months_of(5, 10));
    const AreaProfile profile = world.made(nullptr, {{"test-police", "agreement.recipients"}});
    for (const FigureTable& each : profile.tables) {
        CAPTURE(each.id);
        CHECK(std::ranges::none_of(each.rows, [](const FigureRow& row) { return row.party == "test-police"; }));
    }
}

TEST_CASE("joint profile: made again it is the same, and its digest names what it says") {
    const Robberies world(months_of(5, 10));
    CHECK(wire::profile_digest(world.made()) == wire::profile_digest(world.made()));
    CHECK(wire::profile_digest(world.made()) != wire::profile_digest(Robberies(months_of(5, 11)).made()));
    const std::string json = wire::encode_profile(world.made(), wire::ProfileFormat::kJson);
    CHECK(json.find("\"content_sha256\":\"" + to_hex(wire::profile_digest(world.made())) + "\"") != std::string::npos);
}

}  // namespace
}  // namespace svd
