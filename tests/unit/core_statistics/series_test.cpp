#include "core/statistics/series.h"

#include "core/statistics/comparison.h"
#include "tests/unit/core_statistics/vectors.h"

namespace svd::statistics {
namespace {

using namespace test;
using Months = std::vector<std::optional<std::uint64_t>>;

Months supplied(const std::vector<std::uint64_t>& counts) { return {counts.begin(), counts.end()}; }

TEST_CASE("series: totals of twelve months are those of the vectors") {
    const json::object& v = vectors("rolling_12_months");
    CHECK(number(v.at("first_window_ends_at_index")) == 11);
    const Months totals = rolling_12_months(supplied(counts(v.at("series")))).value();
    CHECK(totals == supplied(counts(v.at("windows"))));
    const auto years = last_two_years(totals);
    REQUIRE(years);
    CHECK(years->previous == 605);
    CHECK(years->latest == 639);
    const auto on_year = change({years->previous, 1}, {years->latest, 1}, Confidence::k95).value();
    REQUIRE(on_year);
    CHECK(on_year->percent.value_or(0) == near(v.at("percent_change_non_overlapping")));
}

Months slow_totals(const Months& months) {
    Months totals;
    for (std::size_t end = 12; end <= months.size(); ++end) {
        std::optional<std::uint64_t> sum = 0;
        for (std::size_t i = end - 12; i < end; ++i) {
            if (sum && months[i]) *sum += *months[i];
            else sum.reset();
        }
        totals.push_back(sum);
    }
    return totals;
}

TEST_CASE("series: a total that touches a missing month is missing") {
    const std::uint64_t seed = test_seed();
    INFO("SVD_TEST_SEED=", seed);
    std::mt19937_64 random(seed);
    std::size_t missing = 0;
    std::size_t present = 0;
    for (int round = 0; round < 300; ++round) {
        Months months;
        for (std::size_t i = random() % 60; i > 0; --i) {
            months.push_back(random() % 20 == 0 ? std::nullopt : std::optional<std::uint64_t>(random() % 90));
        }
        const Months totals = rolling_12_months(months).value();
        CHECK(totals == slow_totals(months));
        for (const auto& total : totals) ++(total ? present : missing);
    }
    CHECK(missing > 100);
    CHECK(present > 100);
}

TEST_CASE("series: years that overlap or are missing are not compared") {
    CHECK_FALSE(last_two_years({}));
    CHECK_FALSE(last_two_years(Months(12, 5)));
    CHECK(last_two_years(Months(13, 5)));
    Months totals(13, 5);
    totals.front().reset();
    CHECK_FALSE(last_two_years(totals));
    totals = Months(13, 5);
    totals.back().reset();
    CHECK_FALSE(last_two_years(totals));
    CHECK(rolling_12_months(Months(11, 5)).value().empty());
    CHECK(is_refused(rolling_12_months(Months(12, std::uint64_t{1} << 32U))));
}

TEST_CASE("series: seasonal indices are those of the vectors") {
    const json::object& v = vectors("seasonal_index");
    const auto days = json::value_to<std::vector<unsigned>>(v.at("days"));
    const SeasonalIndex index = seasonal_index(counts(v.at("series")), days, 1).value();
    check_near({index.daily.begin(), index.daily.end()}, v.at("daily_rate_index"));
    check_near(index.trend, v.at("centred_ma_2x12"));
    check_near({index.to_trend.begin(), index.to_trend.end()}, v.at("ratio_to_ma_index"));
    CHECK_FALSE(index.unreliable);
}

TEST_CASE("series: a known season is found again whichever month comes first") {
    constexpr std::array<double, 12> season{0.5, 0.6, 0.8, 0.9, 1.1, 1.3, 1.5, 1.4, 1.2, 1.0, 0.9, 0.8};
    for (unsigned first = 1; first <= 12; ++first) {
        CAPTURE(first);
        std::vector<std::uint64_t> months;
        std::vector<unsigned> days;
        for (std::size_t i = 0; i < 48; ++i) {
            months.push_back(static_cast<std::uint64_t>(std::lround(100'000 * season[(first - 1 + i) % 12])));
            days.push_back(30);
        }
        const SeasonalIndex index = seasonal_index(months, days, first).value();
        for (std::size_t m = 0; m < 12; ++m) {
            CHECK(index.daily[m] == Near{season[m], 1e-6});
            CHECK(index.to_trend[m] == Near{season[m], 1e-6});
        }
    }
}

TEST_CASE("series: a steady rise is no season to the trend") {
    std::vector<std::uint64_t> months;
    for (std::uint64_t i = 0; i < 36; ++i) months.push_back(100'000 + 1'000 * i);
    const SeasonalIndex index = seasonal_index(months, std::vector<unsigned>(36, 30), 1).value();
    for (const double month : index.to_trend) CHECK(month == Near{1, 1e-3});
    CHECK(index.daily[11] > 1.03);
}

TEST_CASE("series: few events are marked") {
    const std::vector<unsigned> days(24, 30);
    CHECK(seasonal_index(std::vector<std::uint64_t>(24, 4), days, 1).value().unreliable);
    CHECK_FALSE(seasonal_index(std::vector<std::uint64_t>(24, 5), days, 1).value().unreliable);
}

TEST_CASE("series: what has no season is refused") {
    struct Case {
        std::string name;
        std::vector<std::uint64_t> months;
        std::vector<unsigned> days;
        unsigned first;
    };
    std::vector<std::uint64_t> quiet_year(36, 9);
    std::fill(quiet_year.begin() + 10, quiet_year.begin() + 25, 0);
    std::vector<std::uint64_t> only_ends(24, 0);
    only_ends.front() = only_ends.back() = 9;
    const Case cases[] = {
        {"23 months", std::vector<std::uint64_t>(23, 5), std::vector<unsigned>(23, 30), 1},
        {"days too few", std::vector<std::uint64_t>(24, 5), std::vector<unsigned>(23, 30), 1},
        {"a month of no days", std::vector<std::uint64_t>(24, 5), std::vector<unsigned>(24, 0), 1},
        {"month 0", std::vector<std::uint64_t>(24, 5), std::vector<unsigned>(24, 30), 0},
        {"month 13", std::vector<std::uint64_t>(24, 5), std::vector<unsigned>(24, 30), 13},
        {"no events", std::vector<std::uint64_t>(24, 0), std::vector<unsigned>(24, 30), 1},
        {"twelve months of nothing", quiet_year, std::vector<unsigned>(36, 30), 1},
        {"events only at the ends", only_ends, std::vector<unsigned>(24, 30), 1},
        {"a count of 33 bits", std::vector<std::uint64_t>(24, std::uint64_t{1} << 32U), std::vector<unsigned>(24, 30),
         1},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(is_refused(seasonal_index(c.months, c.days, c.first)));
    }
}

}  // namespace
}  // namespace svd::statistics
