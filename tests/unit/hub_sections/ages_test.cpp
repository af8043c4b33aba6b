#include <doctest/doctest.h>

#include <map>
#include <random>

#include "tests/unit/hub_sections/tables.h"

namespace svd {
namespace {

using test::code_of;
using test::period;
using test::row_of;
using test::statistic;

const Period kYear = period("2021-04", "2022-03");
constexpr const char* kOldtownCode = "E07000901";

struct Victims : test::SectionWorld {
    Victims() { cover(kPolice, CountUnit::kRecordedCrime, kYear); }
    void add(int count, std::string_view age, std::string_view sex, const char* kind = "robbery_personal") {
        std::vector<Incident> incidents;
        for (int i = 0; i < count; ++i) {
            incidents.push_back(test::incident(test::kind(kind), kYear.from + i % 12, test::kOldtown));
            incidents.back()[Field::kVictimAge] = code_of(Vocabulary::kAgeBand, age);
            incidents.back()[Field::kVictimSex] = code_of(Vocabulary::kSex, sex);
        }
        send(kPolice, incidents);
    }
};

TEST_CASE("ages: rows by age and sex equal counting one by one") {
    const auto seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random(seed);
    const char* ages[] = {"10_14", "18_24", "65_over", "under_18", "unknown"};
    const char* sexes[] = {"female", "male", "other_recorded", "not_collected"};
    Victims world;
    std::map<std::vector<std::string>, std::uint64_t> wanted;
    for (int i = 0; i < 30; ++i) {
        const char* age = ages[random() % 5];
        const char* sex = sexes[random() % 4];
        const int count = static_cast<int>(random() % 7) + 1;
        world.add(count, age, sex);
        for (const auto& keys :
             std::initializer_list<std::vector<std::string>>{{age, sex}, {age, "all"}, {"all", sex}, {"all", "all"}}) {
            wanted[keys] += static_cast<std::uint64_t>(count);
        }
    }
    world.add(5, "18_24", "male", "drugs");  // no violence
    const AreaProfile profile = world.made(kOldtownCode, kYear);
    for (const auto& [id, measure] : {std::pair{"ages", ""}, std::pair{"measures-ages", "robbery"}}) {
        const FigureTable& table = test::table(profile, id);
        for (const auto& [keys, count] : wanted) {
            CAPTURE(keys[0] + " " + keys[1]);
            CHECK(row_of(table, "test-police", keys, measure).figures[0].value == count);
        }
        for (const FigureRow& row : table.rows) {
            CAPTURE(row.keys[0] + " " + row.keys[1]);
            if (row.unit == CountUnit::kRecordedCrime) CHECK(row.figures[0].value == wanted[row.keys]);
        }
    }
}

TEST_CASE("ages: rates are of residents of that age and sex, where they are known") {
    Victims world;
    world.add(30, "18_24", "female");
    world.add(10, "18_24", "male");
    world.add(60, "unknown", "female");
    const AreaProfile profile = world.made(kOldtownCode, kYear);
    const FigureTable& table = test::table(profile, "ages");
    const FigureRow& women = row_of(table, "test-police", {"18_24", "female"});
    CHECK(statistic(women, StatisticKind::kResidents).value == 5000);
    CHECK(statistic(women, StatisticKind::kRatePer1000).value == 6);
    CHECK(statistic(women, StatisticKind::kShareOfTotal).value == 75);  // of 40 whose age and sex are known
    CHECK(statistic(women, StatisticKind::kKnown).value == 40);
    CHECK(statistic(row_of(table, "test-police", {"18_24", "all"}), StatisticKind::kResidents).value == 11000);
    CHECK(statistic(row_of(table, "test-police", {"all", "female"}), StatisticKind::kShareOfTotal).value == 90);
    CHECK(statistic(row_of(table, "test-police", {"18_24", "male"}), StatisticKind::kRatePer1000).absence ==
          StatisticAbsence::kNoPopulation);
    // A covered year without any: a true zero.
    const FigureRow& boys = row_of(table, "test-police", {"10_14", "male"});
    CHECK(boys.figures[0].value == 0);
}

TEST_CASE("ages: where no age is collected no age has a row, and what there is says so") {
    Victims world;
    world.add(9, "not_collected", "male");
    const AreaProfile profile = world.made(kOldtownCode, kYear);
    const FigureTable& table = test::table(profile, "ages");
    CHECK(test::find_row(table, "test-police", {"18_24", "all"}) == nullptr);
    CHECK(row_of(table, "test-police", {"not_collected", "male"}).figures[0].value == 9);
    CHECK(row_of(table, "test-police", {"all", "male"}).figures[0].value == 9);
    const FigureRow& silent = row_of(table, "test-ed", {"all", "all"});
    CHECK(silent.figures[0].status == FigureStatus::kNotSupplied);
}

}  // namespace
}  // namespace svd
