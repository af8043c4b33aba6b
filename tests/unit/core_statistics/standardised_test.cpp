#include "core/statistics/standardised.h"

#include "core/statistics/rates.h"
#include "tests/unit/core_statistics/vectors.h"

namespace svd::statistics {
namespace {

using namespace test;

std::vector<AgeBand> bands_of(const std::vector<std::uint64_t>& events, const std::vector<double>& people,
                              const std::vector<double>& standard) {
    REQUIRE(events.size() == people.size());
    REQUIRE(events.size() == standard.size());
    std::vector<AgeBand> bands;
    for (std::size_t i = 0; i < events.size(); ++i) bands.push_back({events[i], people[i], standard[i]});
    return bands;
}

std::vector<double> european_2013() {
    std::vector<double> people;
    for (const StandardBand& band : kEuropeanStandard2013) people.push_back(band.people);
    return people;
}

TEST_CASE("standardised: the European standard population is Eurostat's") {
    const json::object& section = vectors("dsr_dobson_esp2013");
    check_near(european_2013(), section.at("esp2013"));
    double all = 0;
    for (std::size_t i = 0; i < kEuropeanStandard2013.size(); ++i) {
        CHECK(kEuropeanStandard2013[i].ages == section.at("age_bands").as_array()[i].as_string());
        all += kEuropeanStandard2013[i].people;
    }
    CHECK(all == 100'000);
}

TEST_CASE("standardised: rates are those of the vectors") {
    std::size_t checked = 0;
    for (const json::value& v : vectors("dsr_dobson_esp2013").at("vectors").as_array()) {
        CAPTURE(std::string(v.at("id").as_string()));
        const auto bands = bands_of(counts(v.at("x")), numbers(v.at("n")), european_2013());
        const auto rate = standardised_rate(bands, number(v.at("multiplier")), confidence_of(v.at("conf"))).value();
        REQUIRE(rate);
        CHECK(rate->events == count(v.at("total_count")));
        CHECK(rate->population == number(v.at("total_pop")));
        CHECK(rate->value == near(v.at("dsr")));
        CHECK(rate->variance == near(v.at("variance")));
        CHECK(rate->limits.lower == near(v.at("lower")));
        CHECK(rate->limits.upper == near(v.at("upper")));
        ++checked;
    }
    CHECK(checked == 5);
}

struct PublishedArea {
    std::vector<std::uint64_t> events;
    std::vector<double> people;
    std::vector<double> standard;
};

std::map<std::string, PublishedArea> published_areas() {
    std::map<std::string, PublishedArea> areas;
    for (const Row& row : rows_of("public_health/dsr_input.csv")) {
        PublishedArea& area = areas[row.at("area")];
        area.events.push_back(row.at("count").empty() ? 0 : count(row, "count"));  // as the package does
        area.people.push_back(number(row, "pop"));
    }
    REQUIRE(areas.size() == 3);
    for (auto& [name, area] : areas) area.standard = european_2013();
    PublishedArea& old = areas["testdata_1976"] = areas.at("testdata_big");
    old.events.pop_back();
    old.people.pop_back();
    old.standard = {8000, 7000, 7000, 7000, 7000, 7000, 7000, 7000, 7000,
                    7000, 7000, 6000, 5000, 4000, 3000, 2000, 1000, 1000};
    return areas;
}

TEST_CASE("standardised: rates are those that the package publishes") {
    const auto areas = published_areas();
    std::size_t checked = 0;
    std::size_t too_few = 0;
    std::size_t without_input = 0;
    for (const Row& row : rows_of("public_health/dsr_expected.csv")) {
        const std::string& name = row.at("area");
        CAPTURE(name);
        if (!areas.contains(name)) {
            CHECK(name.starts_with("testdata_nonind_"));
            ++without_input;
            continue;
        }
        const PublishedArea& area = areas.at(name);
        const auto bands = bands_of(area.events, area.people, area.standard);
        const double multiplier = row.at("statistic") == "dsr per 10000" ? 10'000 : 100'000;
        const auto rate = standardised_rate(bands, multiplier, Confidence::k95).value();
        const auto wide = standardised_rate(bands, multiplier, Confidence::k998).value();
        if (row.at("value").empty()) {
            CHECK_FALSE(rate);
            CHECK_FALSE(wide);
            ++too_few;
            continue;
        }
        REQUIRE(rate);
        CHECK(rate->events == count(row, "total_count"));
        CHECK(rate->population == number(row, "total_pop"));
        CHECK(rate->value == near(row, "value"));
        CHECK(rate->limits.lower == near(row, "lower95_0cl"));
        CHECK(rate->limits.upper == near(row, "upper95_0cl"));
        const double flaw = name == "testdata_1976" ? 10 : 1;  // the table's: see its README
        CHECK(wide->limits.lower * flaw == near(row, "lower99_8cl"));
        CHECK(wide->limits.upper * flaw == near(row, "upper99_8cl"));
        ++checked;
    }
    CHECK(checked == 6);
    CHECK(too_few == 2);
    CHECK(without_input == 4);
}

TEST_CASE("standardised: against its own population an area has its crude rate") {
    const std::vector<AgeBand> bands{{40, 1000, 1000}, {3, 500, 500}, {0, 250, 250}};
    const auto rate = standardised_rate(bands, 1000, Confidence::k95).value();
    const Rate crude = crude_rate(43, 1750, 1000, Confidence::k95).value();
    REQUIRE(rate);
    CHECK(rate->value == Near{crude.value, 1e-12});
    CHECK(rate->limits.lower == Near{crude.limits.lower, 1e-12});
    CHECK(rate->limits.upper == Near{crude.limits.upper, 1e-12});
}

TEST_CASE("standardised: ten events are enough and nine are not") {
    CHECK(standardised_rate(std::vector<AgeBand>{{5, 100, 1}, {5, 100, 1}}, 1000, Confidence::k95).value());
    CHECK_FALSE(standardised_rate(std::vector<AgeBand>{{4, 100, 1}, {5, 100, 1}}, 1000, Confidence::k95).value());
    CHECK_FALSE(standardised_rate(std::vector<AgeBand>{{0, 100, 1}}, 1000, Confidence::k95).value());
}

TEST_CASE("standardised: a lower limit is never under 0") {
    // One of ten events carries all the weight.
    const std::vector<AgeBand> bands{{9, 1e6, 1}, {1, 10, 1000}};
    const auto rate = standardised_rate(bands, 1000, Confidence::k95).value();
    REQUIRE(rate);
    CHECK(rate->limits.lower == 0);
    CHECK(rate->limits.upper > rate->value);
}

TEST_CASE("standardised: what cannot be standardised is refused") {
    struct Case {
        std::string name;
        std::vector<AgeBand> bands;
        double multiplier;
    };
    const Case cases[] = {
        {"no band", {}, 1000},
        {"a band without people", {{20, 100, 1}, {0, 0, 1}}, 1000},
        {"a negative population", {{20, -100, 1}}, 1000},
        {"a population that is not a number", {{20, kNaN, 1}}, 1000},
        {"a negative weight", {{20, 100, 2}, {20, 100, -1}}, 1000},
        {"a weight that is not a number", {{20, 100, kNaN}}, 1000},
        {"no weight at all", {{20, 100, 0}, {20, 100, 0}}, 1000},
        {"no multiplier", {{20, 100, 1}}, 0},
        {"a count of 33 bits", {{std::uint64_t{1} << 32U, 100, 1}}, 1000},
        {"counts of 33 bits together", {{0xffff'ffff, 100, 1}, {1, 100, 1}}, 1000},
        {"wrong, though with few events", {{2, 0, 1}}, 1000},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(is_refused(standardised_rate(c.bands, c.multiplier, Confidence::k95)));
    }
}

TEST_CASE("standardised: limits hold the truth as often as they say") {
    const std::uint64_t seed = test_seed();
    INFO("SVD_TEST_SEED=", seed);
    std::mt19937_64 random(seed);
    const std::vector<double> people{5000, 8000, 12000, 6000};
    const std::vector<double> standard{16000, 11500, 45000, 27500};
    const std::vector<double> means{3, 25, 20, 2};
    double truth = 0;
    for (std::size_t i = 0; i < 4; ++i) truth += standard[i] * means[i] / people[i] / 100'000 * 1000;
    constexpr int kRounds = 20'000;
    int held = 0;
    for (int round = 0; round < kRounds; ++round) {
        std::vector<std::uint64_t> events;
        for (const double mean : means) events.push_back(std::poisson_distribution<std::uint64_t>(mean)(random));
        const auto rate = standardised_rate(bands_of(events, people, standard), 1000, Confidence::k95).value();
        REQUIRE(rate);
        held += rate->limits.lower <= truth && truth <= rate->limits.upper ? 1 : 0;
    }
    const double share = static_cast<double>(held) / kRounds;
    CHECK(share > 0.935);
    CHECK(share < 0.97);
}

}  // namespace
}  // namespace svd::statistics
