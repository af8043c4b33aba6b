#include "core/statistics/funnel.h"

#include "tests/unit/core_statistics/vectors.h"

namespace svd::statistics {
namespace {

using namespace test;

void check_limits(const Interval& actual, const json::value& expected) {
    CHECK(actual.lower == near(expected.as_array()[0]));
    CHECK(actual.upper == near(expected.as_array()[1]));
}

TEST_CASE("funnel: limits are those of the vectors") {
    std::size_t checked = 0;
    for (const json::value& v : vectors("funnel_limits").at("vectors").as_array()) {
        const FunnelTarget target{number(v.at("target_rate_per_1000")), 1000};
        const double people = number(v.at("population"));
        CAPTURE(people);
        CHECK(target.rate * people / 1000 == near(v.at("expected")));
        check_limits(funnel_normal(target, people, Confidence::k95).value(), v.at("normal_95"));
        check_limits(funnel_normal(target, people, Confidence::k998).value(), v.at("normal_998"));
        check_limits(funnel_exact(target, people, Confidence::k95).value(), v.at("exact_interp_95"));
        check_limits(funnel_exact(target, people, Confidence::k998).value(), v.at("exact_interp_998"));
        ++checked;
    }
    CHECK(checked == 6);
}

TEST_CASE("funnel: inverted limits are those of the package") {
    std::size_t checked = 0;
    for (const json::value& v : vectors("funnel_limits").at("phe_inverted").as_array()) {
        const std::uint64_t observed = count(v.at("observed"));
        const Interval two = funnel_expected(observed, Confidence::k95).value();
        const Interval three = funnel_expected(observed, Confidence::k998).value();
        // An area is low beyond the most that could have been expected.
        CHECK(two.upper == near(v.at("lower_2s_expected")));
        CHECK(two.lower == near(v.at("upper_2s_expected")));
        CHECK(three.upper == near(v.at("lower_3s_expected")));
        CHECK(three.lower == near(v.at("upper_3s_expected")));
        ++checked;
    }
    CHECK(checked == 8);
}

TEST_CASE("funnel: over-dispersion is that of the vectors") {
    const json::object& v = vectors("funnel_limits").at("overdispersion").as_object();
    const auto observed = counts(v.at("observed"));
    const auto people = numbers(v.at("population"));
    std::vector<FunnelArea> areas;
    for (std::size_t i = 0; i < observed.size(); ++i) areas.push_back({observed[i], people[i]});
    const OverDispersion result = over_dispersion(areas).value();
    CHECK(result.rate == near(v.at("theta")));
    check_near(result.z, v.at("z"));
    CHECK(result.winsor.lower == near(v.at("q10")));
    CHECK(result.winsor.upper == near(v.at("q90")));
    CHECK(result.phi == near(v.at("phi")));
    // The limits move out by its root; under 1 it would move them in, and is not used.
    const FunnelTarget target{10, 1000};
    const Interval plain = funnel_normal(target, 5000, Confidence::k95).value();
    const Interval wide = funnel_normal(target, 5000, Confidence::k95, result.phi).value();
    CHECK((wide.upper - 10) / (plain.upper - 10) == Near{std::sqrt(result.phi)});
    CHECK(funnel_normal(target, 5000, Confidence::k95, 0.5).value() == plain);
}

TEST_CASE("funnel: exact limits are quantiles of the distribution drawn out") {
    for (const double mean : {0.01, 0.3, 3.0, 17.5, 120.0}) {
        for (const Confidence confidence : {Confidence::k95, Confidence::k998}) {
            CAPTURE(mean);
            const Interval limits = funnel_exact({mean, 1}, 1, confidence).value();
            for (const bool upper : {false, true}) {
                const long double share = upper ? 1 - tail_of(confidence) : tail_of(confidence);
                std::uint64_t r = 0;
                while (slow_poisson_up_to(r, mean) < share) ++r;
                const long double over = slow_poisson_up_to(r, mean) - share;
                const long double limit = static_cast<long double>(r) - over / slow_poisson(r, mean);
                const double wanted = std::max(0.0, static_cast<double>(limit));
                CHECK(std::fabs((upper ? limits.upper : limits.lower) - wanted) < 1e-7 * std::max(1.0, wanted));
            }
        }
    }
}

TEST_CASE("funnel: areas that differ by chance alone are not over-dispersed") {
    const std::uint64_t seed = test_seed();
    INFO("SVD_TEST_SEED=", seed);
    std::mt19937_64 random(seed);
    double sum = 0;
    std::size_t outside = 0;
    constexpr int kRounds = 200;
    for (int round = 0; round < kRounds; ++round) {
        std::vector<FunnelArea> areas;
        for (int i = 0; i < 50; ++i) {
            const double people = 1000 + 100 * i;
            areas.push_back({std::poisson_distribution<std::uint64_t>(people * 0.012)(random), people});
            const Interval limits = funnel_exact({12, 1000}, people, Confidence::k95).value();
            const double rate = static_cast<double>(areas.back().observed) / people * 1000;
            outside += rate < limits.lower || rate > limits.upper ? 1U : 0U;
        }
        sum += over_dispersion(areas).value().phi;
    }
    CHECK(sum / kRounds > 0.62);  // 0.68 for normal z drawn in at a tenth of either side
    CHECK(sum / kRounds < 0.73);
    const double share = static_cast<double>(outside) / (50 * kRounds);
    CHECK(share > 0.035);
    CHECK(share < 0.065);
}

TEST_CASE("funnel: where an area stands") {
    struct Case {
        double rate;
        std::string name;
    };
    const Case cases[] = {{10, "within the limits"},        {12, "within the limits"},
                          {12.5, "above the 95 % limit"},   {14, "above the 95 % limit"},
                          {14.1, "above the 99.8 % limit"}, {8, "within the limits"},
                          {7, "below the 95 % limit"},      {5.9, "below the 99.8 % limit"}};
    for (const Case& c : cases) CHECK(funnel_place_name(funnel_place(c.rate, {8, 12}, {6, 14})) == c.name);
}

TEST_CASE("funnel: what has no funnel is refused") {
    struct Case {
        std::string name;
        FunnelTarget target;
        double people;
    };
    const Case cases[] = {
        {"no population", {10, 1000}, 0},
        {"a negative population", {10, 1000}, -5},
        {"a population that is not a number", {10, 1000}, kNaN},
        {"a rate of 0", {0, 1000}, 5},
        {"a negative rate", {-1, 1000}, 5},
        {"a rate that is not a number", {kNaN, 1000}, 5},
        {"no multiplier", {10, 0}, 5},
        {"more events than a count can hold", {1e9, 1}, 1e9},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(is_refused(funnel_normal(c.target, c.people, Confidence::k95)));
        CHECK(is_refused(funnel_exact(c.target, c.people, Confidence::k95)));
    }
    CHECK(is_refused(funnel_normal({10, 1000}, 5, Confidence::k95, -1)));
    CHECK(is_refused(funnel_normal({10, 1000}, 5, Confidence::k95, kNaN)));
    CHECK(is_refused(over_dispersion(std::vector<FunnelArea>{{5, 100}})));
    CHECK(is_refused(over_dispersion(std::vector<FunnelArea>{{5, 100}, {5, 0}})));
    CHECK(is_refused(over_dispersion(std::vector<FunnelArea>{{0, 100}, {0, 100}})));
    CHECK(is_refused(over_dispersion(std::vector<FunnelArea>{{5, 100}, {std::uint64_t{1} << 32U, 100}})));
    CHECK(is_refused(funnel_expected(std::uint64_t{1} << 32U, Confidence::k95)));
}

}  // namespace
}  // namespace svd::statistics
