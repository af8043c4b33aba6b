#include "core/statistics/verdict.h"

#include "tests/unit/core_statistics/vectors.h"

namespace svd::statistics {
namespace {

using namespace test;

TEST_CASE("verdict: an area beside a benchmark") {
    struct Case {
        std::string name;
        std::optional<Interval> area;
        std::optional<double> benchmark;
        const char* word;
    };
    const Case cases[] = {
        {"above", Interval{5, 7}, 4, "higher"},
        {"below", Interval{5, 7}, 8, "lower"},
        {"within", Interval{5, 7}, 6, "similar"},
        {"touches from above", Interval{5, 7}, 5, "similar"},
        {"touches from below", Interval{5, 7}, 7, "similar"},
        {"just above", Interval{5, 7}, std::nextafter(5.0, 0.0), "higher"},
        {"just below", Interval{5, 7}, std::nextafter(7.0, 8.0), "lower"},
        {"nothing against nothing", Interval{0, 0}, 0, "similar"},
        {"no events, wide limits", Interval{0, 3.7}, 1, "similar"},
        {"masked", std::nullopt, 5, "not compared"},
        {"no benchmark", Interval{5, 7}, std::nullopt, "not compared"},
        {"neither", std::nullopt, std::nullopt, "not compared"},
        {"a lower limit that is not a number", Interval{kNaN, 7}, 9, "not compared"},
        {"an upper limit that is not a number", Interval{5, kNaN}, 4, "not compared"},
        {"a benchmark that is not a number", Interval{5, 7}, kNaN, "not compared"},
        {"infinite limits", Interval{5, kInfinity}, 4, "not compared"},
        {"limits the wrong way round", Interval{7, 5}, 9, "not compared"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(verdict_word(against_benchmark(c.area, c.benchmark)) == c.word);
    }
}

TEST_CASE("verdict: two areas") {
    struct Case {
        std::string name;
        std::optional<Interval> area, other;
        const char* word;
    };
    const Case cases[] = {
        {"apart, above", Interval{5, 7}, Interval{1, 4}, "higher"},
        {"apart, below", Interval{5, 7}, Interval{8, 9}, "lower"},
        {"overlap", Interval{5, 7}, Interval{6, 9}, "similar"},
        {"one within the other", Interval{5, 7}, Interval{1, 9}, "similar"},
        {"touch", Interval{5, 7}, Interval{7, 9}, "similar"},
        {"the other is masked", Interval{5, 7}, std::nullopt, "not compared"},
        {"the other is no number", Interval{5, 7}, Interval{kNaN, kNaN}, "not compared"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(verdict_word(against_area(c.area, c.other)) == c.word);
    }
}

std::optional<RateRatio> ratio_with(double lower, std::optional<double> upper) {
    RateRatio ratio;
    ratio.lower = lower;
    ratio.upper = upper;
    return ratio;
}

TEST_CASE("verdict: a year on year") {
    struct Case {
        std::string name;
        std::optional<RateRatio> ratio;
        const char* word;
    };
    const Case cases[] = {
        {"rises", ratio_with(1.1, 1.4), "higher"},
        {"falls", ratio_with(0.7, 0.9), "lower"},
        {"holds 1", ratio_with(0.9, 1.2), "no clear change"},
        {"touches 1 from above", ratio_with(1, 1.2), "no clear change"},
        {"touches 1 from below", ratio_with(0.8, 1), "no clear change"},
        {"from nothing, clearly", ratio_with(1.5, std::nullopt), "higher"},
        {"from nothing, not clearly", ratio_with(0.5, std::nullopt), "no clear change"},
        {"to nothing, clearly", ratio_with(0, 0.6), "lower"},
        {"nothing in either year", std::nullopt, "not compared"},
        {"a limit that is not a number", ratio_with(kNaN, 2), "not compared"},
        {"a limit that is not a number above", ratio_with(2, kNaN), "not compared"},
        {"limits the wrong way round", ratio_with(3, 2), "not compared"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(verdict_word(over_time(c.ratio)) == c.word);
    }
}

TEST_CASE("verdict: from counts to a word") {
    struct Case {
        std::uint64_t previous, current;
        const char* word;
    };
    const Case cases[] = {
        {0, 0, "not compared"}, {0, 1, "no clear change"}, {0, 12, "higher"},
        {12, 0, "lower"},       {1, 4, "no clear change"}, {31, 48, "no clear change"},
        {1200, 1335, "higher"}, {1335, 1200, "lower"},     {100, 100, "no clear change"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.previous);
        CAPTURE(c.current);
        CHECK(verdict_word(over_time(rate_ratio({c.current, 1}, {c.previous, 1}, Confidence::k95).value())) == c.word);
    }
}

// An area and its benchmark are the same in truth: a word other than "similar" is chance.
TEST_CASE("verdict: is seldom wrong when there is no difference") {
    const std::uint64_t seed = test_seed();
    INFO("SVD_TEST_SEED=", seed);
    std::mt19937_64 random(seed);
    std::poisson_distribution<std::uint64_t> events(60);
    constexpr int kRounds = 20'000;
    int changes = 0;
    for (int round = 0; round < kRounds; ++round) {
        const auto ratio = rate_ratio({events(random), 1}, {events(random), 1}, Confidence::k95).value();
        changes += over_time(ratio) != Verdict::kNoClearChange ? 1 : 0;
    }
    const double share = static_cast<double>(changes) / kRounds;
    CHECK(share < 0.05);  // the exact limits are cautious
    CHECK(share > 0.02);
}

}  // namespace
}  // namespace svd::statistics
