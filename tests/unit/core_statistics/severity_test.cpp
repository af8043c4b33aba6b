#include "core/statistics/severity.h"

#include "tests/unit/core_statistics/vectors.h"

namespace svd::statistics {
namespace {

using namespace test;

std::vector<WeightedCount> weighted(const std::vector<std::uint64_t>& counts, const std::vector<double>& weights) {
    REQUIRE(counts.size() == weights.size());
    std::vector<WeightedCount> result;
    for (std::size_t i = 0; i < counts.size(); ++i) result.push_back({counts[i], weights[i]});
    return result;
}

TEST_CASE("severity: the score is that of the vectors") {
    const json::object& v = vectors("severity_score");
    const auto weights = numbers(v.at("weights"));
    const auto latest = weighted(counts(v.at("counts")), weights);
    const auto previous = weighted(counts(v.at("previous_counts")), weights);
    const Severity score = severity(latest, number(v.at("population"))).value();
    CHECK(score.weighted_sum == near(v.at("weighted_sum")));
    CHECK(score.variance == near(v.at("variance_weighted_sum_poisson")));
    CHECK(score.score == near(v.at("score")));
    CHECK(score.standard_error == near(v.at("se_score")));
    CHECK(score.average.value_or(0) == near(v.at("average_severity")));
    CHECK(score.effective.value_or(0) == near(v.at("effective_count")));
    CHECK(severity(previous, 1).value().weighted_sum == near(v.at("previous_weighted_sum")));
    const auto ratio = severity_ratio(latest, previous, Confidence::k95).value();
    REQUIRE(ratio);
    CHECK(ratio->value == near(v.at("ratio")));
    CHECK(ratio->limits.lower == near(v.at("ratio_lower")));
    CHECK(ratio->limits.upper == near(v.at("ratio_upper")));
}

TEST_CASE("severity: alike incidents count for themselves") {
    const Severity score = severity(weighted({30, 12}, {50, 50}), 100).value();
    CHECK(score.effective.value_or(0) == Near{42});
    CHECK(score.average.value_or(0) == 50);
}

TEST_CASE("severity: of nothing there is no average and no ratio") {
    for (const auto& nothing : {weighted({0, 0}, {7, 5}), weighted({}, {})}) {
        const Severity score = severity(nothing, 100).value();
        CHECK(score.score == 0);
        CHECK_FALSE(score.average);
        CHECK_FALSE(score.effective);
        CHECK_FALSE(severity_ratio(nothing, weighted({1}, {1}), Confidence::k95).value());
        CHECK_FALSE(severity_ratio(weighted({1}, {1}), nothing, Confidence::k95).value());
    }
    // Incidents without any harm: an average of 0, and nothing to divide by.
    const Severity harmless = severity(weighted({5}, {0}), 100).value();
    CHECK(harmless.average == 0.0);
    CHECK_FALSE(harmless.effective);
}

TEST_CASE("severity: the variance is that of simulated years") {
    const std::uint64_t seed = test_seed();
    INFO("SVD_TEST_SEED=", seed);
    std::mt19937_64 random(seed);
    const std::vector<double> weights{700, 80, 20};
    const std::vector<std::uint64_t> means{3, 14, 55};
    constexpr int kRounds = 20'000;
    double sum = 0, squares = 0;
    for (int round = 0; round < kRounds; ++round) {
        std::vector<std::uint64_t> year;
        for (const auto mean : means) {
            year.push_back(std::poisson_distribution<std::uint64_t>(static_cast<double>(mean))(random));
        }
        const double score = severity(weighted(year, weights), 1).value().weighted_sum;
        sum += score;
        squares += score * score;
    }
    const double mean = sum / kRounds;
    CHECK(squares / kRounds - mean * mean == Near{severity(weighted(means, weights), 1).value().variance, 0.1});
}

TEST_CASE("severity: what has no score is refused") {
    struct Case {
        std::string name;
        std::vector<WeightedCount> counts;
        double population;
    };
    const Case cases[] = {
        {"no population", {{1, 1}}, 0},
        {"a negative population", {{1, 1}}, -1},
        {"a population that is not a number", {{1, 1}}, kNaN},
        {"a negative weight", {{1, -1}}, 1},
        {"a weight that is not a number", {{1, kNaN}}, 1},
        {"an infinite weight", {{1, kInfinity}}, 1},
        {"a weight too large to square", {{1, 1e200}}, 1},
        {"a count of 33 bits", {{std::uint64_t{1} << 32U, 1}}, 1},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(is_refused(severity(c.counts, c.population)));
        if (c.population == 1) {
            CHECK(is_refused(severity_ratio(c.counts, weighted({1}, {1}), Confidence::k95)));
            CHECK(is_refused(severity_ratio(weighted({1}, {1}), c.counts, Confidence::k95)));
        }
    }
}

}  // namespace
}  // namespace svd::statistics
