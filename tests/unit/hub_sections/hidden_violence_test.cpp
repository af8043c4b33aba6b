#include <doctest/doctest.h>

#include <random>

#include "tests/unit/hub_sections/tables.h"

namespace svd {
namespace {

using test::code_of;
using test::period;
using test::row_of;
using test::statistic;

const Period kYear = period("2021-04", "2022-03");
constexpr const char* kForce = "E23000099";
constexpr const char* kOldtownCode = "E07000901";

struct Hidden : test::SectionWorld {
    struct Some {
        int count = 1;
        const char* age = "not_collected";
        const char* hour = "not_collected";
        const char* reported = "not_collected";
        const char* kind = "assault_with_injury";
        int month = 0;
    };
    explicit Hidden(const Period& covered = kYear) {
        cover(kPolice, CountUnit::kRecordedCrime, covered);
        cover(kHospital, CountUnit::kAttendance, covered);
    }
    void add(const char* party, const AreaRef& where, const Some& some) {
        const auto unit = party == std::string_view(kPolice) ? CountUnit::kRecordedCrime : CountUnit::kAttendance;
        std::vector<Incident> incidents;
        for (int i = 0; i < some.count; ++i) {
            incidents.push_back(test::incident(test::kind(some.kind), kYear.from + some.month, where, unit));
            Incident& made = incidents.back();
            made[Field::kVictimAge] = code_of(Vocabulary::kAgeBand, some.age);
            made[Field::kHour] = code_of(Vocabulary::kHour, some.hour);
            made[Field::kReportedToPolice] = code_of(Vocabulary::kFlag, some.reported);
        }
        send(party, incidents);
    }
};

TEST_CASE("hidden violence: the ratio of health to police by district, with exact limits and a word") {
    Hidden world;
    world.add(world.kPolice, test::kOldtown, {.count = 100});
    world.add(world.kHospital, test::kOldtown, {.count = 50});
    world.add(world.kPolice, test::kNewtown2021, {.count = 100});
    world.add(world.kHospital, test::kNewtown2021, {.count = 200});
    const AreaProfile profile = world.made(kForce, kYear);
    const FigureTable& table = test::table(profile, "hidden-violence");
    const FigureRow& whole = row_of(table, "test-ed", {"test-police", kForce});
    CHECK(whole.figures[0].value == 250);
    CHECK(whole.unit == CountUnit::kAttendance);
    CHECK(statistic(whole, StatisticKind::kRatio).value == 1.25);
    const FigureRow& oldtown = row_of(table, "test-ed", {"test-police", kOldtownCode});
    CHECK(oldtown.figures[0].value == 50);
    CHECK(statistic(oldtown, StatisticKind::kRatio).value == 0.5);
    // poisson.test(c(50, 100)) of R: 0.3489 and 0.7081.
    CHECK(statistic(oldtown, StatisticKind::kRatio).lower == doctest::Approx(0.3489).epsilon(1e-3));
    CHECK(statistic(oldtown, StatisticKind::kRatio).upper == doctest::Approx(0.7081).epsilon(1e-3));
    CHECK(statistic(oldtown, StatisticKind::kRatio).word == Comparison::kLower);
    CHECK(statistic(row_of(table, "test-ed", {"test-police", "E07000902"}), StatisticKind::kRatio).word ==
          Comparison::kHigher);
    const FigureRow& police = row_of(table, "test-police", {"none", kOldtownCode});
    CHECK(police.figures[0].value == 100);
    CHECK(police.unit == CountUnit::kRecordedCrime);
    // Port has neither: there is nothing to compare, and both are true zeros.
    const FigureRow& port = row_of(table, "test-ed", {"test-police", "E06000903"});
    CHECK(port.figures[0].value == 0);
    CHECK(statistic(port, StatisticKind::kRatio).absence == StatisticAbsence::kNothingCounted);
}

TEST_CASE("hidden violence: only injuries of the police are compared, unless they do not split them") {
    Hidden world;
    world.add(world.kPolice, test::kOldtown, {.count = 7});
    world.add(world.kPolice, test::kOldtown, {.count = 90, .kind = "threats"});
    world.add(world.kPolice, test::kOldtown, {.count = 40, .kind = "robbery_personal"});
    const AreaProfile split = world.made(kOldtownCode, kYear);
    CHECK(row_of(test::table(split, "hidden-violence"), "test-police", {"none", kOldtownCode}).figures[0].value == 7);
    world.add(world.kPolice, test::kOldtown, {.count = 3, .kind = "violence_and_sexual_unsplit"});
    const AreaProfile unsplit = world.made(kOldtownCode, kYear);
    CHECK(row_of(test::table(unsplit, "hidden-violence"), "test-police", {"none", kOldtownCode}).figures[0].value ==
          100);
}

TEST_CASE("hidden violence: what the police were not told of, where that is recorded") {
    Hidden world;
    world.add(world.kHospital, test::kOldtown, {.count = 12, .reported = "no"});
    world.add(world.kHospital, test::kOldtown, {.count = 8, .reported = "yes"});
    world.add(world.kHospital, test::kOldtown, {.count = 80, .reported = "unknown"});
    const AreaProfile profile = world.made(kOldtownCode, kYear);
    const FigureRow& row = row_of(test::table(profile, "hidden-violence"), "test-ed", {"test-police", kOldtownCode});
    CHECK(statistic(row, StatisticKind::kNotReported).value == 60);
    // Wilson's limits of 12 in 20.
    CHECK(statistic(row, StatisticKind::kNotReported).lower == doctest::Approx(38.66).epsilon(1e-3));
    CHECK(statistic(row, StatisticKind::kNotReported).upper == doctest::Approx(78.12).epsilon(1e-3));
    // The police recorded none: there is no ratio, and it is not infinite.
    CHECK_FALSE(statistic(row, StatisticKind::kRatio).value.has_value());
}

TEST_CASE("hidden violence: ages and hours equal counting one by one, and months have no ratio across a gap") {
    const auto seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random(seed);
    Hidden world(period("2021-04", "2022-02"));  // March is missing
    const char* ages[] = {"under_10", "18_24", "65_over", "unknown", "under_18"};
    const char* hours[] = {"00", "05", "15", "23", "band_late", "withheld"};
    std::map<std::string, std::uint64_t> wanted;
    for (int i = 0; i < 60; ++i) {
        const Hidden::Some some{static_cast<int>(random() % 5) + 1,
                                ages[random() % 5],
                                hours[random() % 6],
                                "unknown",
                                "assault_with_injury",
                                static_cast<int>(random() % 11)};
        world.add(world.kHospital, test::kOldtown, some);
        const auto count = static_cast<std::uint64_t>(some.count);
        wanted[some.age] += count;
        const std::string hour = some.hour;
        const bool is_night = hour == "00" || hour == "05";
        const bool is_late = hour == "23" || hour == "band_late";
        wanted[is_night ? "band_night" : is_late ? "band_late" : hour == "15" ? "band_after_school" : hour] += count;
        wanted[(kYear.from + some.month).text()] += count;
    }
    const AreaProfile profile = world.made(kOldtownCode, kYear);
    for (const auto& [id, keys] : std::initializer_list<std::pair<const char*, std::vector<std::string>>>{
             {"hidden-violence-by-age", {"under_10", "18_24", "65_over", "10_14"}},
             {"hidden-violence-by-hours", {"band_night", "band_late", "band_after_school", "band_morning"}},
             {"hidden-violence-by-month", {"2021-04", "2022-02"}}}) {
        for (const std::string& key : keys) {
            CAPTURE(key);
            const FigureRow& row = row_of(test::table(profile, id), "test-ed", {"test-police", key});
            CHECK(row.figures[0].value.value_or(0) == wanted[key]);
        }
    }
    const FigureRow& missing =
        row_of(test::table(profile, "hidden-violence-by-month"), "test-ed", {"test-police", "2022-03"});
    CHECK(missing.figures[0].status == FigureStatus::kNotSupplied);
    CHECK_FALSE(missing.figures[0].value.has_value());
    CHECK(statistic(missing, StatisticKind::kRatio).absence == StatisticAbsence::kNotCovered);
}

TEST_CASE("hidden violence: no health service, or none that the reader may be given, has no rows") {
    Hidden world;
    const AreaProfile profile = world.made(kOldtownCode, kYear, {{"test-ed", "agreement.recipients"}});
    CHECK(test::table(profile, "hidden-violence").rows.empty());
}

}  // namespace
}  // namespace svd
