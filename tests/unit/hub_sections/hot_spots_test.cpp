#include <doctest/doctest.h>

#include "tests/unit/hub_sections/tables.h"

namespace svd {
namespace {

using test::period;
using test::row_of;
using test::statistic;

const Period kYear = period("2021-04", "2022-03");
constexpr const char* kOldtownCode = "E07000901";

// Oldtown has three small areas of 2021: E01900001, which was the same in 2011, and E01900012 and E01900013.
struct Spots : test::SectionWorld {
    explicit Spots(const Period& covered = kYear) { cover(kPolice, CountUnit::kRecordedCrime, covered); }
    void add(int count, const AreaRef& where, int month) {
        std::vector<Incident> incidents(static_cast<std::size_t>(count),
                                        test::incident(test::kind("robbery_personal"), kYear.from + month, where));
        send(kPolice, incidents);
    }
};

TEST_CASE("hot spots: the small areas of both boundary sets are put together where they are the same") {
    Spots world;
    world.add(6, test::kSame2011, 0);
    world.add(4, test::kSame2021, 3);
    world.add(2, test::kNew2021, 5);
    world.add(3, test::kSplit2011, 5);  // which of its halves nobody knows
    world.add(5, test::kOldtown, 5);    // no closer than the district
    world.add(9, test::kNewtown2021, 5);
    const AreaProfile profile = world.made(kOldtownCode, kYear);
    const FigureTable& table = test::table(profile, "hot-spots");
    const FigureRow& most = row_of(table, "test-police", {"E01900001"}, "robbery");
    CHECK(most.figures[0].value == 10);
    CHECK(statistic(most, StatisticKind::kShareOfTotal).value == doctest::Approx(1000.0 / 12).epsilon(1e-5));
    CHECK(statistic(most, StatisticKind::kPersistence).value == 2);
    CHECK(statistic(most, StatisticKind::kRatePer1000).absence == StatisticAbsence::kNoPopulation);
    CHECK(row_of(table, "test-police", {"E01900012"}, "robbery").figures[0].value == 2);
    CHECK(test::find_row(table, "test-police", {"E01900013"}, "robbery") == nullptr);
    CHECK(test::find_row(table, "test-police", {"E01900003"}, "robbery") == nullptr);  // a neighbour's
    const FigureTable& shares = test::table(profile, "concentration");
    CHECK(row_of(shares, "test-police", {"all"}, "robbery").figures[0].value == 12);
    CHECK(row_of(shares, "test-police", {"not_placed"}, "robbery").figures[0].value == 8);
    const FigureRow& tenth = row_of(shares, "test-police", {"10_percent"}, "robbery");  // one of three
    CHECK(tenth.figures[0].value == 10);
    CHECK(statistic(tenth, StatisticKind::kConcentration).value == doctest::Approx(1000.0 / 12).epsilon(1e-5));
}

TEST_CASE("hot spots: nothing is 0 everywhere, and a year with a gap has no persistence or concentration") {
    const AreaProfile none = Spots().made(kOldtownCode, kYear);
    CHECK(test::find_row(test::table(none, "hot-spots"), "test-police", {"E01900001"}, "robbery") == nullptr);
    const FigureRow& all = row_of(test::table(none, "concentration"), "test-police", {"all"}, "robbery");
    CHECK(all.figures[0].value == 0);
    CHECK(statistic(all, StatisticKind::kGini).absence == StatisticAbsence::kNothingCounted);
    Spots gap(period("2021-04", "2022-02"));
    gap.add(6, test::kSame2011, 0);
    const AreaProfile partial = gap.made(kOldtownCode, kYear);
    const FigureRow& row = row_of(test::table(partial, "hot-spots"), "test-police", {"E01900001"}, "robbery");
    CHECK(row.figures[0].status == FigureStatus::kPartial);
    CHECK(statistic(row, StatisticKind::kPersistence).absence == StatisticAbsence::kNotCovered);
    CHECK(statistic(row_of(test::table(partial, "concentration"), "test-police", {"5_percent"}, "robbery"),
                    StatisticKind::kConcentration)
              .absence == StatisticAbsence::kNotCovered);
}

TEST_CASE("hot spots: domestic abuse and sexual violence have no small areas") {
    Spots world;
    world.add(6, test::kSame2011, 0);
    const std::string head =
        "[definition]\nname = \"d\"\nversion = 1\ntitle = \"D\"\nsource = \"S\"\nsource_date = \"2024\"\n"
        "[[measure]]\nname = \"m\"\ntitle = \"M\"\nunits = [\"recorded_crime\"]\n[measure.all_of]\n";
    for (const auto& [rule, shown] : std::initializer_list<std::pair<const char*, bool>>{
             {"kind = [\"robbery_personal\"]\n", true},
             {"kind = [\"robbery_personal\"]\ndomestic_abuse = [\"yes\"]\n", false},
             {"kind = [\"rape_or_penetration\", \"other_sexual\"]\n", false},
             {"kind = [\"rape_or_penetration\", \"robbery_personal\"]\n", true}}) {
        CAPTURE(rule);
        const Definition definition = Definition::parse(head + rule, "d.toml").value();
        const JointRequest request{{test::code(kOldtownCode), kYear, std::nullopt, {}}, {&definition}};
        const AreaProfile profile =
            build_joint_profile(request, world.entries.state, world.geography, world.parties, nullptr).value();
        CHECK((test::find_row(test::table(profile, "hot-spots"), "test-police", {"E01900001"}, "m") != nullptr) ==
              shown);
        CHECK((test::find_row(test::table(profile, "concentration"), "test-police", {"all"}, "m") != nullptr) == shown);
    }
}

TEST_CASE("hot spots: an area wider than a district has medium areas, a small area has none") {
    Spots world;
    world.add(6, test::kSame2011, 0);
    const AreaProfile force = world.made("E23000099", kYear);
    CHECK(row_of(test::table(force, "hot-spots"), "test-police", {"E02900001"}, "robbery").figures[0].value == 6);
    CHECK_FALSE(test::has_table(world.made("E01900001", kYear), "hot-spots"));
}

}  // namespace
}  // namespace svd
