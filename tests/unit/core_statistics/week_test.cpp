#include "core/statistics/week.h"

#include <algorithm>

#include "tests/unit/core_statistics/vectors.h"

namespace svd::statistics {
namespace {

using namespace test;

constexpr std::array<double, 7> kYearOfDays{52, 52, 52, 52, 52, 53, 52};

// A list of rows as one row.
json::array joined(const json::value& rows) {
    json::array all;
    for (const json::value& row : rows.as_array()) {
        for (const json::value& value : row.as_array()) all.push_back(value);
    }
    return all;
}

WeekTable table_of(const json::object& v) {
    WeekTable table;
    table.bands = v.at("hour_bands").as_array().size();
    table.counts = counts(joined(v.at("counts")));
    const auto days = numbers(v.at("days_of_each_weekday_in_period"));
    std::copy(days.begin(), days.end(), table.days.begin());
    return table;
}

TEST_CASE("week: the table is that of the vectors") {
    const json::object& v = vectors("hour_by_weekday");
    const auto week = week_profile(table_of(v)).value();
    REQUIRE(week);
    check_near(week->per_day, joined(v.at("rate_per_weekday_occurrence")));
    check_near(week->percent, joined(v.at("percent_of_total")));
    CHECK(week->mean_hour == near(v.at("circular_mean_hour_of_bands")));
    CHECK(week->agreement == near(v.at("mean_resultant_length")));
    REQUIRE(week->test);
    check_near(week->test->expected, joined(v.at("expected_independence")));
    check_near(week->test->residuals, joined(v.at("adjusted_residuals")));
    CHECK(week->test->chi_squared == near(v.at("chi2")));
    CHECK(week->test->degrees == count(v.at("df")));
    CHECK(week->test->p == near(v.at("p")));
    CHECK(week->test->small_expected == 8);
}

TEST_CASE("week: the share of the night-time economy is that of the vectors") {
    const json::object& v = vectors("hour_by_weekday");
    const std::vector<WeekSpan> night{{4, 20, 24}, {5, 0, 4}, {5, 20, 24}, {6, 0, 4}};
    CHECK(share_of_week(table_of(v), night).value().value_or(0) == near(v.at("night_time_economy_share")));
    CHECK(share_of_week(table_of(v), {}).value().value_or(1) == 0);
    WeekTable nothing = table_of(v);
    std::fill(nothing.counts.begin(), nothing.counts.end(), 0);
    CHECK_FALSE(share_of_week(nothing, night).value());
    CHECK_FALSE(week_profile(nothing).value());
}

// The square of an adjusted residual is the chi-squared of the table of two rows and columns that is left when all
// other days and all other hours are thrown together.
double two_by_two(const std::vector<double>& cells) {
    const double a = cells[0], b = cells[1], c = cells[2], d = cells[3];
    const double n = a + b + c + d;
    return n * (a * d - b * c) * (a * d - b * c) / ((a + b) * (c + d) * (a + c) * (b + d));
}

TEST_CASE("week: residuals are those of tables of two by two") {
    const std::uint64_t seed = test_seed();
    INFO("SVD_TEST_SEED=", seed);
    std::mt19937_64 random(seed);
    WeekTable table{24, {}, kYearOfDays};
    for (std::size_t i = 0; i < 168; ++i) table.counts.push_back(1 + random() % 20 + (i % 24 > 20 ? 15 : 0));
    const auto week = week_profile(table).value();
    REQUIRE(week);
    REQUIRE(week->test);
    double chi_squared = 0;
    for (std::size_t cell = 0; cell < 168; ++cell) {
        std::vector<double> cells(4, 0);
        for (std::size_t i = 0; i < 168; ++i) {
            const std::size_t at = (i / 24 == cell / 24 ? 0U : 2U) + (i % 24 == cell % 24 ? 0U : 1U);
            cells[at] += static_cast<double>(table.counts[i]);
        }
        CHECK(week->test->residuals[cell] * week->test->residuals[cell] == Near{two_by_two(cells), 1e-6});
        const auto observed = static_cast<double>(table.counts[cell]);
        chi_squared += observed * observed / week->test->expected[cell];
    }
    for (const std::uint64_t each : table.counts) chi_squared -= static_cast<double>(each);
    CHECK(week->test->chi_squared == Near{chi_squared, 1e-8});
    CHECK(week->test->degrees == 6 * 23);
}

TEST_CASE("week: p is as small as it says when hours do not depend on the day") {
    const std::uint64_t seed = test_seed();
    INFO("SVD_TEST_SEED=", seed);
    std::mt19937_64 random(seed);
    constexpr int kRounds = 2000;
    int significant = 0;
    double residual_squares = 0;
    for (int round = 0; round < kRounds; ++round) {
        WeekTable table{6, {}, kYearOfDays};
        for (std::size_t i = 0; i < 42; ++i) {
            const double mean = (10 + 2 * static_cast<double>(i / 6)) * (1 + 0.3 * static_cast<double>(i % 6));
            table.counts.push_back(std::poisson_distribution<std::uint64_t>(mean)(random));
        }
        const auto week = week_profile(table).value();
        significant += week->test->p < 0.05 ? 1 : 0;
        residual_squares += week->test->residuals[17] * week->test->residuals[17];
    }
    CHECK(static_cast<double>(significant) / kRounds > 0.025);
    CHECK(static_cast<double>(significant) / kRounds < 0.075);
    CHECK(residual_squares / kRounds > 0.8);
    CHECK(residual_squares / kRounds < 1.2);
}

TEST_CASE("week: midnight is not the opposite of midnight") {
    WeekTable table{24, std::vector<std::uint64_t>(168, 0), kYearOfDays};
    table.counts[23] = 10;
    table.counts[24] = 10;  // an hour later, on Tuesday
    const auto week = week_profile(table).value();
    REQUIRE(week);
    CHECK(std::min(week->mean_hour, 24 - week->mean_hour) < 1e-9);
    CHECK(week->agreement == Near{std::cos(std::acos(-1.0) / 24), 1e-9});
    std::fill(table.counts.begin(), table.counts.end(), 3);
    CHECK(week_profile(table).value()->agreement < 1e-9);
}

TEST_CASE("week: empty days and hours are left out of the test") {
    WeekTable table{24, std::vector<std::uint64_t>(168, 0), kYearOfDays};
    table.counts[0] = 8;
    CHECK_FALSE(week_profile(table).value()->test);  // one day, one hour
    table.counts[5] = 8;
    CHECK_FALSE(week_profile(table).value()->test);  // one day
    table.counts[24] = 2;
    table.counts[29] = 6;
    const auto week = week_profile(table).value();
    REQUIRE(week->test);
    CHECK(week->test->degrees == 1);
    CHECK(week->test->chi_squared == Near{two_by_two({8, 8, 2, 6}), 1e-9});
    for (std::size_t i = 0; i < 168; ++i) {
        CHECK(std::isfinite(week->test->residuals[i]));
        CHECK((week->test->residuals[i] != 0) == (week->test->expected[i] > 0));
    }
}

TEST_CASE("week: what is no week is refused") {
    struct Case {
        std::string name;
        WeekTable table;
    };
    std::array<double, 7> no_sunday = kYearOfDays;
    no_sunday[6] = 0;
    std::array<double, 7> negative = kYearOfDays;
    negative[2] = -52;
    std::array<double, 7> not_a_number = kYearOfDays;
    not_a_number[2] = kNaN;
    const Case cases[] = {
        {"five bands", {5, std::vector<std::uint64_t>(35, 1), kYearOfDays}},
        {"no band", {0, {}, kYearOfDays}},
        {"one band", {1, std::vector<std::uint64_t>(7, 1), kYearOfDays}},
        {"48 bands", {48, std::vector<std::uint64_t>(336, 1), kYearOfDays}},
        {"six days", {24, std::vector<std::uint64_t>(144, 1), kYearOfDays}},
        {"no Sunday", {24, std::vector<std::uint64_t>(168, 1), no_sunday}},
        {"negative days", {24, std::vector<std::uint64_t>(168, 1), negative}},
        {"days that are not a number", {24, std::vector<std::uint64_t>(168, 1), not_a_number}},
        {"a count of 33 bits", {24, std::vector<std::uint64_t>(168, std::uint64_t{1} << 32U), kYearOfDays}},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(is_refused(week_profile(c.table)));
        CHECK(is_refused(share_of_week(c.table, {})));
    }
    const WeekTable table{6, std::vector<std::uint64_t>(42, 1), kYearOfDays};
    const std::vector<std::vector<WeekSpan>> spans{
        {{7, 0, 4}},             // an eighth day
        {{0, 4, 4}},             // no hours
        {{0, 8, 4}},             // backwards
        {{0, 20, 28}},           // past midnight
        {{0, 1, 4}},             // within a band
        {{0, 0, 8}, {0, 4, 12}}  // twice
    };
    for (const auto& each : spans) CHECK(is_refused(share_of_week(table, each)));
}

}  // namespace
}  // namespace svd::statistics
