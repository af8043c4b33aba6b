#include "core/statistics/ascertainment.h"

#include "tests/unit/core_statistics/vectors.h"

namespace svd::statistics {
namespace {

using namespace test;

TEST_CASE("ascertainment: health beside police is that of the vectors") {
    std::size_t checked = 0;
    for (const json::value& v : vectors("ascertainment").at("ratio_vectors").as_array()) {
        const auto hidden = health_to_police(count(v.at("health")), count(v.at("police")), Confidence::k95).value();
        REQUIRE(hidden);
        CHECK(hidden->ratio.value.value_or(0) == near(v.at("ratio")));
        CHECK(hidden->ratio.lower == near(v.at("lower")));
        CHECK(hidden->ratio.upper.value_or(0) == near(v.at("upper")));
        CHECK(hidden->health_share == near(v.at("health_share")));
        ++checked;
    }
    CHECK(checked == 8);
    CHECK_FALSE(health_to_police(0, 0, Confidence::k95).value());
    const auto unseen = health_to_police(5, 0, Confidence::k95).value();
    REQUIRE(unseen);
    CHECK_FALSE(unseen->ratio.value);
    CHECK(unseen->health_share == 1);
}

TEST_CASE("ascertainment: Chapman's estimate is that of the vectors") {
    std::size_t checked = 0;
    for (const json::value& v : vectors("ascertainment").at("chapman_vectors").as_array()) {
        const Recapture result =
            chapman(count(v.at("n1")), count(v.at("n2")), count(v.at("m")), Confidence::k95).value();
        CHECK(result.total == near(v.at("N_hat")));
        CHECK(result.variance == near(v.at("var")));
        CHECK(result.normal.lower == near(v.at("normal_lower")));
        CHECK(result.normal.upper == near(v.at("normal_upper")));
        CHECK(result.log_normal.lower == near(v.at("chao_lognormal_lower")));
        CHECK(result.log_normal.upper == near(v.at("chao_lognormal_upper")));
        ++checked;
    }
    CHECK(checked == 4);
}

// The chance that m of the n2 that are drawn from a population are among n1 marked ones.
double hypergeometric(unsigned m, unsigned population, unsigned n1, unsigned n2) {
    const auto choose = [](double n, double k) {
        return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
    };
    return std::exp(choose(n1, m) + choose(population - n1, n2 - m) - choose(population, n2));
}

TEST_CASE("ascertainment: Chapman's estimate is right on average") {
    // It is without bias where both sources together are as large as the population.
    constexpr unsigned kPopulation = 30, kFirst = 18, kSecond = 14;
    double total = 0, squares = 0, variance = 0;
    for (unsigned m = kFirst + kSecond - kPopulation; m <= kSecond; ++m) {
        const double chance = hypergeometric(m, kPopulation, kFirst, kSecond);
        const Recapture result = chapman(kFirst, kSecond, m, Confidence::k95).value();
        total += chance * result.total;
        squares += chance * result.total * result.total;
        variance += chance * result.variance;
    }
    CHECK(total == Near{kPopulation, 1e-9});
    CHECK(variance == Near{squares - total * total, 1e-9});
}

TEST_CASE("ascertainment: limits where one source is within the other") {
    const Recapture same = chapman(20, 20, 20, Confidence::k95).value();
    CHECK(same.total == 20);
    CHECK(same.variance == 0);
    CHECK(same.log_normal == Interval{20, 20});
    const Recapture none = chapman(0, 0, 0, Confidence::k95).value();
    CHECK(none.total == 0);
    const Recapture apart = chapman(10, 10, 0, Confidence::k95).value();
    CHECK(apart.log_normal.lower > 20);
    CHECK(std::isfinite(apart.log_normal.upper));
}

TEST_CASE("ascertainment: what cannot be is refused") {
    CHECK(is_refused(chapman(10, 5, 6, Confidence::k95)));
    CHECK(is_refused(chapman(5, 10, 6, Confidence::k95)));
    CHECK(is_refused(chapman(std::uint64_t{1} << 32U, 10, 6, Confidence::k95)));
    CHECK(is_refused(chapman(10, std::uint64_t{1} << 32U, 6, Confidence::k95)));
    CHECK(is_refused(health_to_police(std::uint64_t{1} << 32U, 1, Confidence::k95)));
    CHECK(is_refused(health_to_police(1, std::uint64_t{1} << 32U, Confidence::k95)));
}

}  // namespace
}  // namespace svd::statistics
