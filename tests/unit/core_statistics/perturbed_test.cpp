#include "core/statistics/perturbed.h"

#include "tests/unit/core_statistics/vectors.h"

namespace svd::statistics {
namespace {

using namespace test;

TEST_CASE("perturbed: rates and differences are those of the vectors") {
    const json::object& section = vectors("rate_from_perturbed_count");
    std::size_t checked = 0;
    for (const json::value& v : section.at("vectors").as_array()) {
        const std::uint64_t y = count(v.at("perturbed_count"));
        CAPTURE(y);
        const double people = number(v.at("population"));
        const double noise = number(v.at("V"));
        const Rate rate = rate_of_perturbed(y, people, 1000, noise, Confidence::k95).value();
        CHECK(rate.value == near(v.at("rate")));
        CHECK(rate.limits.lower == near(v.at("lower")));
        CHECK(rate.limits.upper == near(v.at("upper")));
        const Rate exact = crude_rate(y, people, 1000, Confidence::k95).value();
        CHECK((rate.limits.upper - rate.value) / (exact.limits.upper - exact.value) == near(v.at("inflation")));
        ++checked;
    }
    CHECK(checked == 9);
    for (const json::value& v : section.at("difference_test").at("vectors").as_array()) {
        const auto test =
            difference_of_perturbed(count(v.at("previous")), count(v.at("current")), number(v.at("V"))).value();
        REQUIRE(test);
        CHECK(test->z == near(v.at("z")));
        CHECK(test->p == near(v.at("p")));
        ++checked;
    }
    CHECK(checked == 9 + 4);
}

std::vector<AgeBand> bands_of(const json::value& v) {
    const auto events = counts(v.at("y"));
    const auto people = numbers(v.at("n"));
    const auto standard = numbers(v.at("weights"));
    std::vector<AgeBand> bands;
    for (std::size_t i = 0; i < events.size(); ++i) bands.push_back({events[i], people[i], standard[i]});
    return bands;
}

TEST_CASE("perturbed: the standardised rate is that of the vectors") {
    const json::value& v = vectors("dsr_from_perturbed_counts").at("vectors").as_array().at(0);
    const auto bands = bands_of(v);
    const auto rate = standardised_rate_of_perturbed(bands, 100'000, number(v.at("V")), Confidence::k95).value();
    REQUIRE(rate);
    CHECK(rate->rate.value == near(v.at("dsr")));
    CHECK(rate->widened == near(v.at("inflation")));
    CHECK(rate->rate.limits.lower == near(v.at("lower")));
    CHECK(rate->rate.limits.upper == near(v.at("upper")));
}

TEST_CASE("perturbed: without noise everything is as it was") {
    for (const std::uint64_t y : {0U, 7U, 60U}) {
        const Rate rate = rate_of_perturbed(y, 500, 1000, 0, Confidence::k998).value();
        const Rate exact = crude_rate(y, 500, 1000, Confidence::k998).value();
        CHECK(rate.limits.lower == Near{exact.limits.lower, 1e-12});
        CHECK(rate.limits.upper == Near{exact.limits.upper, 1e-12});
    }
    const std::vector<AgeBand> bands{{40, 1000, 5}, {30, 2000, 5}};
    const auto noiseless = standardised_rate_of_perturbed(bands, 1000, 0, Confidence::k95).value();
    REQUIRE(noiseless);
    CHECK(noiseless->widened == 1);
    CHECK(noiseless->rate.limits.upper ==
          Near{standardised_rate(bands, 1000, Confidence::k95)->value().limits.upper, 1e-12});
}

TEST_CASE("perturbed: few events have no standardised rate") {
    const auto rate_with = [](std::uint64_t events) {
        return standardised_rate_of_perturbed(std::vector<AgeBand>{{events, 1000, 1}, {0, 500, 1}}, 1000, 3,
                                              Confidence::k95)
            .value();
    };
    CHECK_FALSE(rate_with(9));
    CHECK_FALSE(rate_with(49));
    CHECK(rate_with(50));
    // All events where the standard has nobody.
    const auto nobody =
        standardised_rate_of_perturbed(std::vector<AgeBand>{{60, 1000, 0}, {0, 500, 1}}, 1000, 3, Confidence::k95)
            .value();
    REQUIRE(nobody);
    CHECK(nobody->rate.value == 0);
    CHECK(nobody->rate.limits == Interval{0, 0});
}

TEST_CASE("perturbed: which counts are too uncertain to rank by") {
    CHECK(is_unreliable(0, 0));
    CHECK(is_unreliable(0, 3));
    CHECK(is_unreliable(27, 3));
    CHECK_FALSE(is_unreliable(28, 3));
    CHECK(is_unreliable(24, 0));
    CHECK_FALSE(is_unreliable(25, 0));
    CHECK(is_unreliable(1000, kNaN));
    CHECK(is_unreliable(1000, -1));
}

// Noise of variance 3 around each count: the sum of twelve fair coins, centred.
std::uint64_t with_noise(std::uint64_t count, std::mt19937_64& random) {
    const auto noise = std::binomial_distribution<int>(12, 0.5)(random) - 6;
    const auto noisy = static_cast<std::int64_t>(count) + noise;
    return noisy < 0 ? 0 : static_cast<std::uint64_t>(noisy);
}

TEST_CASE("perturbed: limits hold the truth as often as they say and without widening they would not") {
    const std::uint64_t seed = test_seed();
    INFO("SVD_TEST_SEED=", seed);
    std::mt19937_64 random(seed);
    constexpr int kRounds = 20'000;
    for (const double mean : {5.0, 12.0, 40.0, 80.0}) {
        CAPTURE(mean);
        std::poisson_distribution<std::uint64_t> events(mean);
        int held = 0;
        int held_narrow = 0;
        for (int round = 0; round < kRounds; ++round) {
            const std::uint64_t y = with_noise(events(random), random);
            const Interval wide = rate_of_perturbed(y, 1, 1, 3, Confidence::k95)->limits;
            const Interval narrow = poisson_limits(y, Confidence::k95).value();
            held += wide.lower <= mean && mean <= wide.upper ? 1 : 0;
            held_narrow += narrow.lower <= mean && mean <= narrow.upper ? 1 : 0;
        }
        CHECK(static_cast<double>(held) / kRounds > 0.943);
        CHECK(held_narrow <= held);
        if (mean == 5.0) CHECK(static_cast<double>(held_narrow) / kRounds < 0.94);
    }
}

TEST_CASE("perturbed: what is no noise is refused") {
    const std::vector<AgeBand> bands{{60, 1000, 1}};
    for (const double noise : {-1.0, kNaN, kInfinity, 1e10}) {
        CAPTURE(noise);
        CHECK(is_refused(rate_of_perturbed(5, 100, 1000, noise, Confidence::k95)));
        CHECK(is_refused(difference_of_perturbed(5, 6, noise)));
        CHECK(is_refused(standardised_rate_of_perturbed(bands, 1000, noise, Confidence::k95)));
    }
    CHECK(is_refused(rate_of_perturbed(5, 0, 1000, 3, Confidence::k95)));
    CHECK(is_refused(rate_of_perturbed(5, -1, 1000, 3, Confidence::k95)));
    CHECK(is_refused(difference_of_perturbed(std::uint64_t{1} << 32U, 6, 3)));
    CHECK(is_refused(standardised_rate_of_perturbed(std::vector<AgeBand>{{60, 0, 1}}, 1000, 3, Confidence::k95)));
    CHECK_FALSE(difference_of_perturbed(0, 0, 0).value());
    CHECK(difference_of_perturbed(0, 0, 3).value()->z == 0);
}

}  // namespace
}  // namespace svd::statistics
