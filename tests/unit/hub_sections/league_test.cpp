#include <doctest/doctest.h>

#include "tests/unit/hub_sections/tables.h"

namespace svd {
namespace {

using test::period;
using test::row_of;
using test::statistic;

const Period kYear = period("2021-04", "2022-03");
constexpr const char* kForce = "E23000099";
constexpr const char* kOldtownCode = "E07000901";
constexpr const char* kNewtownCode = "E07000902";
constexpr const char* kPortCode = "E06000903";

// So many robberies in the year in Oldtown (132,700 people), Newtown (100,000) and Port (200,000).
struct Districts : test::SectionWorld {
    Districts(int oldtown, int newtown, int port) {
        cover(kPolice, CountUnit::kRecordedCrime, kYear);
        add(oldtown, test::kSame2011);
        add(newtown, test::kNewtown2021);
        add(port, test::kPort2021);
    }
    void add(int count, const AreaRef& where) {
        std::vector<Incident> incidents;
        for (int i = 0; i < count; ++i) {
            incidents.push_back(test::incident(test::kind("robbery_personal"), kYear.from + i % 12, where));
        }
        if (count > 0) send(kPolice, incidents);
    }
};

TEST_CASE("districts: counts, rates and the rate of all") {
    const AreaProfile profile = Districts(120, 0, 90).made(kForce, kYear);
    const FigureTable& table = test::table(profile, "districts");
    CHECK(table.definition == "robberies@3");
    const FigureRow& all = row_of(table, "test-police", {kForce}, "robbery");
    CHECK(all.figures[0].value == 210);
    CHECK(statistic(all, StatisticKind::kResidents).value == 432700);
    CHECK(statistic(all, StatisticKind::kRatePer1000).value == doctest::Approx(210 / 432.7).epsilon(1e-5));
    for (const auto& [code, count, people] :
         {std::tuple{kOldtownCode, 120, 132.7}, std::tuple{kNewtownCode, 0, 100.0}, std::tuple{kPortCode, 90, 200.0}}) {
        CAPTURE(code);
        const FigureRow& row = row_of(table, "test-police", {code}, "robbery");
        CHECK(row.figures[0].status == FigureStatus::kSupplied);
        CHECK(row.figures[0].value == count);
        CHECK(statistic(row, StatisticKind::kRatePer1000).value == doctest::Approx(count / people).epsilon(1e-5));
        CHECK(statistic(row, StatisticKind::kExpected).value == doctest::Approx(210 / 432.7 * people).epsilon(1e-5));
    }
}

TEST_CASE("districts: one beyond the funnel is told, one within it is similar, and ranks have a range") {
    const AreaProfile profile = Districts(120, 48, 90).made(kForce, kYear);
    const FigureTable& table = test::table(profile, "districts");
    const FigureRow& high = row_of(table, "test-police", {kOldtownCode}, "robbery");
    CHECK(statistic(high, StatisticKind::kRatePer1000).word == Comparison::kHigher);
    CHECK(statistic(high, StatisticKind::kFunnelPosition).word == Comparison::kHigher);
    CHECK(high.note == "Funnel: above the 99.8 % limit.");
    CHECK(statistic(high, StatisticKind::kRank).value == 1);
    CHECK(statistic(high, StatisticKind::kRank).lower == 1);
    CHECK(statistic(high, StatisticKind::kRank).upper == 1);
    // 48 in 100,000 and 90 in 200,000 cannot be told apart.
    for (const auto& [code, rank] : {std::pair{kNewtownCode, 2}, std::pair{kPortCode, 3}}) {
        CAPTURE(code);
        const FigureRow& row = row_of(table, "test-police", {code}, "robbery");
        CHECK(statistic(row, StatisticKind::kRank).value == rank);
        CHECK(statistic(row, StatisticKind::kRank).lower == 2);
        CHECK(statistic(row, StatisticKind::kRank).upper == 3);
    }
}

TEST_CASE("districts: all alike are similar, and nothing at all has no funnel") {
    const AreaProfile alike = Districts(66, 50, 100).made(kForce, kYear);
    for (const char* code : {kOldtownCode, kNewtownCode, kPortCode}) {
        CAPTURE(code);
        const FigureRow& row = row_of(test::table(alike, "districts"), "test-police", {code}, "robbery");
        CHECK(statistic(row, StatisticKind::kFunnelPosition).word == Comparison::kSimilar);
        CHECK(row.note.empty());
    }
    const AreaProfile none = Districts(0, 0, 0).made(kForce, kYear);
    const FigureRow& row = row_of(test::table(none, "districts"), "test-police", {kPortCode}, "robbery");
    CHECK(row.figures[0].value == 0);
    CHECK(statistic(row, StatisticKind::kFunnelPosition).absence == StatisticAbsence::kNothingCounted);
}

TEST_CASE("districts: a district is shown beside the others of its force, with the same figures") {
    const Districts world(120, 48, 90);
    const AreaProfile of_force = world.made(kForce, kYear), of_one = world.made(kNewtownCode, kYear);
    const auto police_only = [](const FigureTable& table) {
        std::vector<std::pair<std::vector<std::string>, std::optional<std::uint64_t>>> rows;
        for (const FigureRow& row : table.rows) {
            if (row.party == "test-police") rows.emplace_back(row.keys, row.figures[0].value);
        }
        return rows;
    };
    CHECK(police_only(test::table(of_one, "districts")) == police_only(test::table(of_force, "districts")));
    CHECK(police_only(test::table(of_force, "districts")).size() == 4);
}

TEST_CASE("districts: a year with a gap has counts of a part, and nothing is compared or ranked") {
    Districts world(120, 48, 90);
    const AreaProfile profile = world.made(kForce, period("2021-05", "2022-04"));
    const FigureRow& row = row_of(test::table(profile, "districts"), "test-police", {kNewtownCode}, "robbery");
    CHECK(row.figures[0].status == FigureStatus::kPartial);
    CHECK(statistic(row, StatisticKind::kRatePer1000).absence == StatisticAbsence::kNotCovered);
    CHECK(statistic(row, StatisticKind::kRatePer1000).word == Comparison::kNotCompared);
    CHECK(
        std::ranges::none_of(row.statistics, [](const Statistic& each) { return each.kind == StatisticKind::kRank; }));
}

TEST_CASE("districts: a party that never sent anything has no number, and is not 0") {
    const AreaProfile profile = Districts(1, 1, 1).made(kForce, kYear);
    const FigureRow& row = row_of(test::table(profile, "districts"), "test-ed", {kPortCode}, "robbery");
    CHECK(row.figures[0].status == FigureStatus::kNotSupplied);
    CHECK_FALSE(row.figures[0].value.has_value());
}

TEST_CASE("districts: a withheld party is in no row, a small area is not compared") {
    const Districts world(120, 48, 90);
    const AreaProfile profile = world.made(kForce, kYear, {{"test-police", "agreement.recipients"}});
    for (const FigureRow& row : test::table(profile, "districts").rows) CHECK(row.party != "test-police");
    CHECK_FALSE(test::has_table(world.made("E02900001", kYear), "districts"));
}

}  // namespace
}  // namespace svd
