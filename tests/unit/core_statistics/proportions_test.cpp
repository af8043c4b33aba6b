#include "core/statistics/proportions.h"

#include "tests/unit/core_statistics/vectors.h"

namespace svd::statistics {
namespace {

using namespace test;

TEST_CASE("proportions: limits are those that the package publishes") {
    std::size_t checked = 0;
    std::size_t without_answer = 0;
    for (const Row& row : rows_of("public_health/proportions.csv")) {
        if (row.at("value").empty()) {
            ++without_answer;
            continue;
        }
        CAPTURE(row.at("Area"));
        for (const bool wide : {false, true}) {
            const Proportion share = proportion(number(row, "Numerator"), number(row, "Denominator"),
                                                number(row, "multiplier"), wide ? Confidence::k998 : Confidence::k95)
                                         .value();
            CHECK(share.value == near(row, "value"));
            CHECK(share.limits.lower == near(row, wide ? "lower99_8cl" : "lower95_0cl"));
            CHECK(share.limits.upper == near(row, wide ? "upper99_8cl" : "upper95_0cl"));
            ++checked;
        }
    }
    for (const Row& row : rows_of("public_health/byars_wilson.csv")) {
        if (row.at("method") != "Wilson") continue;
        const auto confidence = row.at("confidence") == "95%" ? Confidence::k95 : Confidence::k998;
        const Proportion share = proportion(number(row, "x"), number(row, "n"), 1, confidence).value();
        CHECK(share.limits.lower == near(row, "lowercl"));
        CHECK(share.limits.upper == near(row, "uppercl"));
        ++checked;
    }
    CHECK(checked == 16 + 3);
    CHECK(without_answer == 2);
}

// Wilson's limits are the two shares that the one seen is just z standard deviations away from.
TEST_CASE("proportions: limits solve the score equation") {
    const std::uint64_t seed = test_seed();
    INFO("SVD_TEST_SEED=", seed);
    std::mt19937_64 random(seed);
    for (int round = 0; round < 500; ++round) {
        const std::uint64_t whole = 2 + random() % 5000;
        const std::uint64_t part = 1 + random() % (whole - 1);
        CAPTURE(part);
        CAPTURE(whole);
        const auto n = static_cast<double>(whole);
        const Confidence confidence = round % 2 == 0 ? Confidence::k95 : Confidence::k998;
        const Proportion share = proportion(static_cast<double>(part), n, 1, confidence).value();
        CHECK(share.limits.lower < share.value);
        CHECK(share.value < share.limits.upper);
        for (const double limit : {share.limits.lower, share.limits.upper}) {
            CHECK(std::fabs(share.value - limit) / std::sqrt(limit * (1 - limit) / n) == Near{z_of(confidence), 1e-6});
        }
    }
}

TEST_CASE("proportions: nothing and everything have limits within 0 and 1") {
    const Proportion none = proportion(0, 20, 1, Confidence::k95).value();
    CHECK(none.limits.lower == 0);
    CHECK(none.limits.upper == Near{0.1611251581, 1e-8});
    const Proportion all = proportion(20, 20, 100, Confidence::k95).value();
    CHECK(all.limits.lower == Near{100 * (1 - 0.1611251581), 1e-8});
    CHECK(all.limits.upper == 100);
}

TEST_CASE("proportions: what is no share is refused") {
    struct Case {
        std::string name;
        double part, whole, multiplier;
    };
    const Case cases[] = {
        {"of nothing", 0, 0, 1},
        {"a negative part", -1, 10, 1},
        {"a negative whole", 1, -10, 1},
        {"more than the whole", 11, 10, 1},
        {"a part that is not a number", kNaN, 10, 1},
        {"a whole that is not a number", 1, kNaN, 1},
        {"an infinite whole", 1, kInfinity, 1},
        {"a multiplier of 0", 1, 10, 0},
        {"a negative multiplier", 1, 10, -100},
        {"a whole too small to divide by", 1e-309, 1e-309, 1},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(is_refused(proportion(c.part, c.whole, c.multiplier, Confidence::k95)));
    }
}

}  // namespace
}  // namespace svd::statistics
