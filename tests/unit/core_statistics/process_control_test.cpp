#include "core/statistics/process_control.h"

#include "tests/unit/core_statistics/vectors.h"

namespace svd::statistics {
namespace {

using namespace test;

void check_limits(const std::vector<Interval>& limits, const json::value& lower, const json::value& upper) {
    std::vector<double> lowers;
    std::vector<double> uppers;
    for (const Interval& limit : limits) {
        lowers.push_back(limit.lower);
        uppers.push_back(limit.upper);
    }
    check_near(lowers, lower);
    check_near(uppers, upper);
}

TEST_CASE("process control: c chart and XmR are those of the vectors") {
    const json::object& spc = vectors("spc");
    const auto series = counts(spc.at("series"));
    const json::object& c = spc.at("c_chart").as_object();
    const ControlChart chart = c_chart(series).value();
    CHECK(chart.centre == near(c.at("centre")));
    REQUIRE(chart.limits.size() == 24);
    CHECK(chart.limits[7].upper == near(c.at("ucl")));
    CHECK(chart.limits[7].lower == near(c.at("lcl")));
    CHECK(chart.beyond == indices(c.at("signals_beyond")));
    CHECK(chart.in_runs == indices(spc.at("run_of_7_same_side")));

    const json::object& noisy = spc.at("c_chart_on_perturbed_counts").as_object();
    const ControlChart wide = c_chart(series, number(noisy.at("V"))).value();
    CHECK(wide.limits[0].upper == near(noisy.at("ucl")));
    CHECK(wide.limits[0].lower == near(noisy.at("lcl")));

    const json::object& x = spc.at("xmr").as_object();
    const XmrChart xmr = xmr_chart(numbers(spc.at("series"))).value();
    CHECK(xmr.chart.centre == near(x.at("centre")));
    CHECK(xmr.mean_moving_range == near(x.at("mean_moving_range")));
    CHECK(xmr.moving_range_limit == near(x.at("mr_ucl")));
    CHECK(xmr.chart.limits[23].upper == near(x.at("ucl")));
    CHECK(xmr.chart.limits[23].lower == near(x.at("lcl")));
    CHECK(xmr.chart.in_runs == chart.in_runs);
}

TEST_CASE("process control: u and Laney's charts are those of the vectors") {
    const json::object& spc = vectors("spc");
    const auto series = counts(spc.at("series"));
    const auto people = numbers(spc.at("population_thousands"));
    const json::object& u = spc.at("u_chart").as_object();
    const ControlChart chart = u_chart(series, people).value();
    CHECK(chart.centre == near(u.at("centre")));
    check_limits(chart.limits, u.at("lcl"), u.at("ucl"));
    CHECK(chart.beyond == indices(u.at("signals_beyond")));

    const json::object& l = spc.at("laney_u_prime").as_object();
    const LaneyChart laney = laney_u_chart(series, people).value();
    check_near(laney.z, l.at("z"));
    CHECK(laney.mean_moving_range == near(l.at("mean_moving_range")));
    CHECK(laney.sigma_z == near(l.at("sigma_z")));
    CHECK(laney.chart.centre == near(l.at("centre")));
    check_limits(laney.chart.limits, l.at("lcl"), l.at("ucl"));
    CHECK(laney.chart.beyond == indices(l.at("signals_beyond")));

    const json::object& over = spc.at("over_dispersed_series").as_object();
    const auto large = counts(over.at("series"));
    const ControlChart plain = u_chart(large, people).value();
    CHECK(plain.centre == near(over.at("u_centre")));
    CHECK(plain.beyond == indices(over.at("u_signals_beyond")));
    const LaneyChart corrected = laney_u_chart(large, people).value();
    CHECK(corrected.sigma_z == near(over.at("laney_sigma_z")));
    check_limits(corrected.chart.limits, over.at("laney_lcl"), over.at("laney_ucl"));
    CHECK(corrected.chart.beyond == indices(over.at("laney_signals_beyond")));
}

// Of each point, looks back at the seven that end with it.
std::vector<std::size_t> slow_runs(const std::vector<double>& values, double centre) {
    std::vector<std::size_t> found;
    for (std::size_t i = 6; i < values.size(); ++i) {
        bool all_above = true;
        bool all_below = true;
        for (std::size_t j = i - 6; j <= i; ++j) {
            all_above = all_above && values[j] > centre;
            all_below = all_below && values[j] < centre;
        }
        if (all_above || all_below) found.push_back(i);
    }
    return found;
}

TEST_CASE("process control: runs are found as by looking back seven points") {
    const std::uint64_t seed = test_seed();
    INFO("SVD_TEST_SEED=", seed);
    std::mt19937_64 random(seed);
    std::size_t found = 0;
    for (int round = 0; round < 300; ++round) {
        std::vector<double> values;
        double level = 10;
        for (int i = 0; i < 60; ++i) {
            if (random() % 9 == 0) level = static_cast<double>(8 + random() % 5);
            values.push_back(level + static_cast<double>(random() % 3) - 1);
        }
        const XmrChart xmr = xmr_chart(values).value();
        CHECK(xmr.chart.in_runs == slow_runs(values, xmr.chart.centre));
        found += xmr.chart.in_runs.size();
    }
    CHECK(found > 100);
}

TEST_CASE("process control: a point on the centre ends a run") {
    const std::vector<double> unbroken{1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1};
    CHECK(xmr_chart(unbroken).value().chart.in_runs == std::vector<std::size_t>{6, 13});
    const std::vector<double> broken{1, 1, 1, 0, 1, 1, 1, 1, -1, -1, -1, 0, -1, -1, -1, -1};
    CHECK(xmr_chart(broken).value().chart.in_runs.empty());
}

TEST_CASE("process control: a quiet process signals seldom and Laney's sigma is 1") {
    const std::uint64_t seed = test_seed();
    INFO("SVD_TEST_SEED=", seed);
    std::mt19937_64 random(seed);
    std::poisson_distribution<std::uint64_t> events(60);
    const std::vector<double> exposure(48, 10);
    std::size_t c_signals = 0;
    std::size_t laney_signals = 0;
    double sigma = 0;
    constexpr int kRounds = 400;
    for (int round = 0; round < kRounds; ++round) {
        std::vector<std::uint64_t> series;
        for (int i = 0; i < 48; ++i) series.push_back(events(random));
        c_signals += c_chart(series).value().beyond.size();
        const LaneyChart laney = laney_u_chart(series, exposure).value();
        laney_signals += laney.chart.beyond.size();
        sigma += laney.sigma_z;
    }
    CHECK(sigma / kRounds > 0.97);
    CHECK(sigma / kRounds < 1.03);
    CHECK(static_cast<double>(c_signals) / (48 * kRounds) < 0.006);
    CHECK(static_cast<double>(laney_signals) / (48 * kRounds) < 0.01);
}

TEST_CASE("process control: a quiet series of nothing") {
    const std::vector<std::uint64_t> nothing(12, 0);
    const std::vector<double> people(12, 5);
    CHECK(c_chart(nothing).value().limits[3] == Interval{0, 0});
    CHECK(u_chart(nothing, people).value().beyond.empty());
    const LaneyChart laney = laney_u_chart(nothing, people).value();
    CHECK(laney.sigma_z == 0);
    CHECK(laney.chart.limits[11] == Interval{0, 0});
    CHECK(laney.chart.beyond.empty());
    CHECK(c_chart(std::vector<std::uint64_t>{1, 2, 1, 2}).value().limits[0].lower == 0);
}

TEST_CASE("process control: what has no chart is refused") {
    using Counts = std::vector<std::uint64_t>;
    using Values = std::vector<double>;
    CHECK(is_refused(c_chart(Counts{})));
    CHECK(is_refused(c_chart(Counts{5})));
    CHECK(is_refused(c_chart(Counts{5, 6}, -1)));
    CHECK(is_refused(c_chart(Counts{5, 6}, kNaN)));
    CHECK(is_refused(c_chart(Counts{5, std::uint64_t{1} << 32U})));
    struct Case {
        std::string name;
        Counts counts;
        Values exposures;
    };
    const Case cases[] = {
        {"one month", {5}, {1}},
        {"an exposure too few", {5, 6, 7}, {1, 1}},
        {"no exposure", {5, 6}, {1, 0}},
        {"a negative exposure", {5, 6}, {1, -1}},
        {"an exposure that is not a number", {5, 6}, {1, kNaN}},
        {"an exposure next to nothing", {5, 6}, {1e300, 1e-310}},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(is_refused(u_chart(c.counts, c.exposures)));
        CHECK(is_refused(laney_u_chart(c.counts, c.exposures)));
    }
    CHECK(is_refused(xmr_chart(Values{1})));
    CHECK(is_refused(xmr_chart(Values{1, kNaN})));
    CHECK(is_refused(xmr_chart(Values{1, kInfinity, 2})));
    CHECK(is_refused(xmr_chart(Values{1e308, -1e308})));
}

}  // namespace
}  // namespace svd::statistics
