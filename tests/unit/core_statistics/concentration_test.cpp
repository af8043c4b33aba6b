#include "core/statistics/concentration.h"

#include <algorithm>

#include "tests/unit/core_statistics/vectors.h"

namespace svd::statistics {
namespace {

using namespace test;
using Counts = std::vector<std::uint64_t>;

TEST_CASE("concentration: worked by hand") {
    struct Case {
        std::string name;
        Counts areas;
        std::size_t with_half;
        double gini, adjusted;
    };
    const Case cases[] = {
        {"spread evenly", {5, 5, 5, 5}, 2, 0, 0},
        {"all in one", {0, 0, 12, 0}, 1, 0.75, 0.75},
        {"one area", {7}, 1, 0, 0},
        {"half is enough", {6, 3, 2, 1}, 1, 1.0 / 3, 1.0 / 3},
        {"a little under half is not", {5, 3, 2, 1}, 2, 13.0 / 44, 13.0 / 44},
        {"fewer incidents than areas, one each", {1, 0, 1, 0, 0, 0, 0, 0}, 1, 0.75, 0},
        {"fewer incidents than areas, together", {2, 0, 0, 0, 0, 0, 0, 0}, 1, 0.875, 0.5},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        const auto result = concentration(c.areas).value();
        REQUIRE(result);
        CHECK(result->areas_with_half == c.with_half);
        CHECK(result->share_with_half == Near{static_cast<double>(c.with_half) / static_cast<double>(c.areas.size())});
        CHECK(result->gini == Near{c.gini, 1e-9});
        CHECK(result->gini_adjusted == Near{c.adjusted, 1e-9});
    }
    CHECK_FALSE(concentration(Counts{0, 0, 0}).value());
}

double slow_gini(const Counts& areas) {
    double differences = 0;
    double all = 0;
    for (const std::uint64_t a : areas) {
        all += static_cast<double>(a);
        for (const std::uint64_t b : areas) differences += static_cast<double>(a > b ? a - b : b - a);
    }
    return differences / (2 * static_cast<double>(areas.size()) * all);
}

// Takes the busiest area away again and again.
std::size_t slow_half(Counts areas) {
    std::uint64_t all = 0;
    for (const std::uint64_t a : areas) all += a;
    std::uint64_t held = 0;
    std::size_t taken = 0;
    while (2 * held < all) {
        const auto busiest = std::max_element(areas.begin(), areas.end());
        held += *busiest;
        areas.erase(busiest);
        ++taken;
    }
    return taken;
}

TEST_CASE("concentration: agrees with counting it out") {
    const std::uint64_t seed = test_seed();
    INFO("SVD_TEST_SEED=", seed);
    std::mt19937_64 random(seed);
    for (int round = 0; round < 300; ++round) {
        Counts areas;
        const std::uint64_t most = 1 + random() % 50;
        for (std::size_t i = 1 + random() % 60; i > 0; --i) areas.push_back(random() % most * (random() % most) / 7);
        areas.push_back(1);
        const auto result = concentration(areas).value();
        REQUIRE(result);
        CHECK(result->areas_with_half == slow_half(areas));
        CHECK(std::fabs(result->gini - slow_gini(areas)) < 1e-12);
        CHECK(result->gini_adjusted <= result->gini + 1e-12);
        CHECK(result->gini_adjusted >= 0);
    }
}

TEST_CASE("concentration: the share in the busiest areas") {
    Counts areas(100, 1);
    areas[3] = 51;
    areas[60] = 50;
    struct Case {
        double top, share;
    };
    const Case cases[] = {{0.01, 51.0 / 199}, {0.02, 101.0 / 199}, {0.015, 101.0 / 199}, {0.07, 106.0 / 199}, {1, 1}};
    for (const Case& c : cases) {
        CAPTURE(c.top);
        CHECK(share_in_busiest(areas, c.top).value().value_or(0) == Near{c.share});
    }
    CHECK(share_in_busiest(areas, 1e-9).value().value_or(0) == Near{51.0 / 199});
    CHECK_FALSE(share_in_busiest(Counts{0, 0}, 0.5).value());
}

TEST_CASE("concentration: how often an area is among the busiest") {
    const std::vector<Counts> periods{{9, 1, 5, 0, 0, 0, 0, 0, 0, 0},
                                      {9, 9, 5, 0, 0, 0, 0, 0, 0, 0},   // two tie for the one place
                                      {0, 0, 0, 0, 0, 0, 0, 0, 0, 0},   // nothing happened
                                      {2, 8, 5, 7, 0, 0, 0, 0, 0, 0}};
    CHECK(persistence(periods, 0.1).value() == std::vector<std::size_t>{2, 2, 0, 0, 0, 0, 0, 0, 0, 0});
    CHECK(persistence(periods, 0.3).value() == std::vector<std::size_t>{2, 3, 3, 1, 0, 0, 0, 0, 0, 0});
    CHECK(persistence(periods, 1).value() == std::vector<std::size_t>{3, 3, 3, 1, 0, 0, 0, 0, 0, 0});
}

TEST_CASE("concentration: what cannot be concentrated is refused") {
    CHECK(is_refused(concentration(Counts{})));
    CHECK(is_refused(concentration(Counts{1, std::uint64_t{1} << 32U})));
    for (const double top : {0.0, -0.1, 1.1, kNaN, kInfinity}) {
        CAPTURE(top);
        CHECK(is_refused(share_in_busiest(Counts{1, 2}, top)));
        CHECK(is_refused(persistence(std::vector<Counts>{{1, 2}}, top)));
    }
    CHECK(is_refused(share_in_busiest(Counts{}, 0.1)));
    CHECK(is_refused(persistence(std::vector<Counts>{}, 0.1)));
    CHECK(is_refused(persistence(std::vector<Counts>{{}, {}}, 0.1)));
    CHECK(is_refused(persistence(std::vector<Counts>{{1, 2}, {1}}, 0.1)));
}

}  // namespace
}  // namespace svd::statistics
