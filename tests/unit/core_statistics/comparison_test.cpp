#include "core/statistics/comparison.h"

#include "tests/unit/core_statistics/vectors.h"

namespace svd::statistics {
namespace {

using namespace test;

TEST_CASE("comparison: ratios of rates are those of the vectors") {
    std::size_t checked = 0;
    for (const json::value& v : vectors("rate_ratio").at("vectors").as_array()) {
        CAPTURE(count(v.at("a")));
        const auto ratio = rate_ratio({count(v.at("a")), number(v.at("n1"))}, {count(v.at("b")), number(v.at("n2"))},
                                      confidence_of(v.at("conf")))
                               .value();
        REQUIRE(ratio);
        CHECK(ratio->value.value_or(0) == near(v.at("rate_ratio")));
        CHECK(ratio->lower == near(v.at("exact_lower")));
        CHECK(ratio->upper.value_or(0) == near(v.at("exact_upper")));
        CHECK(ratio->p == near(v.at("exact_p_two_sided")));
        REQUIRE(ratio->log_normal);
        CHECK(ratio->log_normal->standard_error == near(v.at("log_se")));
        CHECK(ratio->log_normal->limits.lower == near(v.at("log_lower")));
        CHECK(ratio->log_normal->limits.upper == near(v.at("log_upper")));
        ++checked;
    }
    CHECK(checked == 8);
}

// A percentage was rounded as a ratio: 0.4191964 is 1.004191964.
double as_ratio(const json::value& percent) { return 1 + number(percent) / 100; }

TEST_CASE("comparison: changes are those of the vectors") {
    std::size_t checked = 0;
    for (const json::value& v : vectors("yoy_change").at("vectors").as_array()) {
        const Observed previous{count(v.at("previous")), number(v.at("exposure_previous"))};
        const Observed current{count(v.at("current")), number(v.at("exposure_current"))};
        CAPTURE(previous.count);
        const auto result = change(previous, current, Confidence::k95, 0).value();
        REQUIRE(result);
        REQUIRE(result->percent_limits);
        CHECK(1 + result->percent.value_or(0) / 100 == Near{as_ratio(v.at("percent_change"))});
        CHECK(1 + result->percent_limits->lower / 100 == Near{as_ratio(v.at("pc_lower_exact"))});
        CHECK(1 + result->percent_limits->upper / 100 == Near{as_ratio(v.at("pc_upper_exact"))});
        CHECK(result->ratio.p == near(v.at("p_exact")));
        CHECK((result->ratio.p < 0.05) == v.at("significant_5pct").as_bool());
        const json::value& z = v.at("z_equal_exposure");
        CHECK(result->z.has_value() != z.is_null());
        if (result->z) CHECK(*result->z == near(z));
        ++checked;
        CHECK(change(previous, current, Confidence::k95)->value().percent.has_value() == (previous.count >= 50));
    }
    CHECK(checked == 9);
}

TEST_CASE("comparison: counts of nothing") {
    const auto compare = [](std::uint64_t first, std::uint64_t second) {
        return rate_ratio({first, 100}, {second, 100}, Confidence::k95).value();
    };
    CHECK_FALSE(compare(0, 0));
    const auto gone = compare(0, 7);
    REQUIRE(gone);
    CHECK(gone->value == 0.0);
    CHECK(gone->lower == 0);
    CHECK(gone->upper.value_or(9) < 1);
    CHECK_FALSE(gone->log_normal);
    CHECK(gone->p == Near{2.0 / 128});
    const auto arrived = compare(7, 0);
    REQUIRE(arrived);
    CHECK_FALSE(arrived->value);
    CHECK_FALSE(arrived->upper);
    CHECK(arrived->lower == Near{1 / *gone->upper});
    CHECK(arrived->p == gone->p);
    CHECK_FALSE(change({0, 1}, {0, 1}, Confidence::k95).value());
    const auto risen = change({0, 1}, {7, 1}, Confidence::k95, 0).value();
    REQUIRE(risen);
    CHECK_FALSE(risen->percent);
    CHECK_FALSE(risen->percent_limits);
    CHECK(risen->ratio.lower > 1);
}

// Every outcome, one after the other.
long double slow_p(std::uint64_t k, std::uint64_t n, long double share) {
    const long double most = slow_binomial(k, n, share) * (1 + 1e-7L);
    long double sum = 0;
    for (std::uint64_t i = 0; i <= n; ++i) {
        if (slow_binomial(i, n, share) <= most) sum += slow_binomial(i, n, share);
    }
    return sum;
}

long double slow_at_least(std::uint64_t k, std::uint64_t n, long double share) {
    long double sum = 0;
    for (std::uint64_t i = k; i <= n; ++i) sum += slow_binomial(i, n, share);
    return sum;
}

TEST_CASE("comparison: p and limits agree with every outcome counted") {
    const std::uint64_t seed = test_seed();
    INFO("SVD_TEST_SEED=", seed);
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> people(1, 1000);
    for (int round = 0; round < 400; ++round) {
        const bool equal = round % 3 == 0;  // ties between outcomes come from equal exposures
        const Observed first{random() % 60, equal ? 1 : people(random)};
        const Observed second{random() % 60, equal ? 1 : people(random)};
        if (first.count + second.count == 0) continue;
        CAPTURE(first.count);
        CAPTURE(first.exposure);
        CAPTURE(second.count);
        CAPTURE(second.exposure);
        const std::uint64_t all = first.count + second.count;
        const auto ratio = rate_ratio(first, second, Confidence::k95).value();
        REQUIRE(ratio);
        const long double share = static_cast<long double>(first.exposure) / (first.exposure + second.exposure);
        CHECK(ratio->p == Near{static_cast<double>(std::min(1.0L, slow_p(first.count, all, share))), 1e-8});
        const auto share_under = [&](double value) {
            const double odds = value * first.exposure / second.exposure;
            return odds / (1 + odds);
        };
        if (first.count > 0) {
            CHECK(static_cast<double>(slow_at_least(first.count, all, share_under(ratio->lower))) == Near{0.025, 1e-6});
        }
        if (second.count > 0) {
            const long double more = slow_at_least(first.count + 1, all, share_under(ratio->upper.value()));
            CHECK(static_cast<double>(1 - more) == Near{0.025, 1e-6});
        }
    }
}

TEST_CASE("comparison: a ratio turned round is its inverse") {
    const Observed first{4'000'000'000, 1e6};
    const Observed second{3, 5e5};
    const auto one = rate_ratio(first, second, Confidence::k998).value();
    const auto other = rate_ratio(second, first, Confidence::k998).value();
    REQUIRE(one);
    REQUIRE(other);
    CHECK(one->value.value_or(0) == Near{1 / other->value.value_or(0)});
    CHECK(one->lower == Near{1 / other->upper.value_or(0), 1e-6});
    CHECK(one->upper.value_or(0) == Near{1 / other->lower, 1e-6});
}

TEST_CASE("comparison: what cannot be compared is refused") {
    struct Case {
        std::string name;
        Observed first, second;
    };
    const Case cases[] = {
        {"no population", {5, 0}, {5, 1}},
        {"a negative population", {5, 1}, {5, -1}},
        {"a population that is not a number", {5, kNaN}, {5, 1}},
        {"an infinite population", {5, 1}, {5, kInfinity}},
        {"a count of 33 bits", {std::uint64_t{1} << 32U, 1}, {5, 1}},
        {"a share of nothing", {5, 1e-300}, {5, 1e300}},
        {"nothing, of nobody", {0, 0}, {0, 0}},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(is_refused(rate_ratio(c.first, c.second, Confidence::k95)));
        CHECK(is_refused(change(c.first, c.second, Confidence::k95)));
    }
}

}  // namespace
}  // namespace svd::statistics
