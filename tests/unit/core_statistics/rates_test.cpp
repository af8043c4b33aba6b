#include "core/statistics/rates.h"

#include "tests/unit/core_statistics/vectors.h"

namespace svd::statistics {
namespace {

using namespace test;

TEST_CASE("statistics: the sections of the vectors are all known") {
    const json::value all = json::parse(data_file("statistics/stats_vectors.json"));
    std::string names;
    for (const auto& section : all.as_object()) names.append(section.key()).append(" ");
    CHECK(names ==
          "meta byar_ci exact_poisson_ci crude_rate dsr_dobson_esp2013 rate_ratio yoy_change funnel_limits spc "
          "rolling_12_months seasonal_index spatial severity_score dsr_from_perturbed_counts ascertainment "
          "hour_by_weekday rate_from_perturbed_count ");
    CHECK(z_of(Confidence::k95) == number(vectors("meta").at("z95")));
    CHECK(z_of(Confidence::k998) == number(vectors("meta").at("z998")));
}

TEST_CASE("rates: z and the tails belong together") {
    for (const Confidence confidence : {Confidence::k95, Confidence::k998}) {
        CHECK(std::erfc(z_of(confidence) / std::sqrt(2.0)) / 2 == Near{tail_of(confidence), 1e-12});
    }
}

void check_byar(std::uint64_t x, Confidence confidence, const std::optional<double>& lower, double upper) {
    CAPTURE(x);
    CHECK(byar_lower(x, confidence).has_value() == lower.has_value());
    if (lower) CHECK(byar_lower(x, confidence).value_or(-1) == Near{*lower});
    CHECK(byar_upper(x, confidence) == Near{upper});
}

TEST_CASE("rates: Byar's limits are those of the vectors and of the package") {
    const json::object& section = vectors("byar_ci");
    std::size_t checked = 0;
    for (const char* list : {"vectors", "published_check"}) {
        for (const json::value& v : section.at(list).as_array()) {
            const json::value& lower = v.at("lower");
            check_byar(count(v.at("x")), confidence_of(v.at("conf")),
                       lower.is_null() ? std::nullopt : std::optional(number(lower)), number(v.at("upper")));
            ++checked;
        }
    }
    for (const Row& row : rows_of("public_health/byars_wilson.csv")) {
        if (row.at("method") != "Byars") continue;
        const auto confidence = row.at("confidence") == "95%" ? Confidence::k95 : Confidence::k998;
        check_byar(count(row, "x"), confidence,
                   row.at("lowercl").empty() ? std::nullopt : std::optional(number(row, "lowercl")),
                   number(row, "uppercl"));
        ++checked;
    }
    CHECK(checked == 36 + 4 + 4);
}

TEST_CASE("rates: exact limits are those of the vectors") {
    std::size_t checked = 0;
    for (const json::value& v : vectors("exact_poisson_ci").at("vectors").as_array()) {
        const Interval limits = exact_poisson_limits(count(v.at("x")), confidence_of(v.at("conf"))).value();
        CHECK(limits.lower == near(v.at("lower")));
        CHECK(limits.upper == near(v.at("upper")));
        ++checked;
    }
    CHECK(checked == 30);
}

TEST_CASE("rates: exact limits leave out the same chance on either side") {
    for (const Confidence confidence : {Confidence::k95, Confidence::k998}) {
        for (std::uint64_t x = 0; x <= 300; x += 1 + x / 7) {
            CAPTURE(x);
            const Interval limits = exact_poisson_limits(x, confidence).value();
            CHECK(static_cast<double>(slow_poisson_up_to(x, limits.upper)) == Near{tail_of(confidence), 1e-8});
            if (x == 0) CHECK(limits.lower == 0);
            else
                CHECK(static_cast<double>(1 - slow_poisson_up_to(x - 1, limits.lower)) ==
                      Near{tail_of(confidence), 1e-8});
        }
    }
}

TEST_CASE("rates: Byar's limits stay near the exact ones from ten events on") {
    for (const Confidence confidence : {Confidence::k95, Confidence::k998}) {
        for (std::uint64_t x = 10; x < 5000; x += 1 + x / 5) {
            CAPTURE(x);
            const Interval byar = poisson_limits(x, confidence).value();
            const Interval exact = exact_poisson_limits(x, confidence).value();
            CHECK(byar.lower == Near{exact.lower, 0.02});
            CHECK(byar.upper == Near{exact.upper, 0.003});
        }
    }
}

TEST_CASE("rates: crude rates are those of the vectors") {
    std::size_t checked = 0;
    for (const json::value& v : vectors("crude_rate").at("vectors").as_array()) {
        const Rate rate = crude_rate(count(v.at("count")), number(v.at("population")), number(v.at("multiplier")),
                                     confidence_of(v.at("conf")))
                              .value();
        CHECK(rate.value == near(v.at("rate")));
        CHECK(rate.limits.lower == near(v.at("lower")));
        CHECK(rate.limits.upper == near(v.at("upper")));
        CHECK((rate.method == LimitsMethod::kExact) == (v.at("method").as_string() == "exact"));
        ++checked;
    }
    CHECK(checked == 12);
}

void check_published(const Row& row, Confidence confidence, const char* lower, const char* upper) {
    CAPTURE(row.at("Area"));
    const Rate rate =
        crude_rate(count(row, "Numerator"), number(row, "Denominator"), number(row, "multiplier"), confidence).value();
    CHECK(rate.value == near(row, "value"));
    CHECK(rate.limits.lower == near(row, lower));
    CHECK(rate.limits.upper == near(row, upper));
    CHECK((rate.method == LimitsMethod::kExact) == (row.at("method") == "Exact"));
}

TEST_CASE("rates: crude rates are those that the package publishes") {
    std::size_t checked = 0;
    std::size_t without_answer = 0;
    for (const Row& row : rows_of("public_health/rates.csv")) {
        if (row.at("value").empty()) {
            CHECK(row.at("Numerator").empty());  // an area without a count: there is nothing to ask
            ++without_answer;
            continue;
        }
        check_published(row, Confidence::k95, "lower95_0cl", "upper95_0cl");
        check_published(row, Confidence::k998, "lower99_8cl", "upper99_8cl");
        ++checked;
    }
    for (const Row& row : rows_of("public_health/rates_grouped.csv")) {
        if (row.at("value").empty()) {
            ++without_answer;
            continue;
        }
        check_published(row, Confidence::k95, "lowercl", "uppercl");
        ++checked;
    }
    CHECK(checked == 8 + 4);
    CHECK(without_answer == 4);
}

TEST_CASE("rates: what is no rate is refused") {
    struct Case {
        std::string name;
        std::uint64_t events;
        double population;
        double multiplier;
    };
    const Case cases[] = {
        {"no population", 5, 0, 1000},
        {"negative population", 5, -100, 1000},
        {"population not a number", 5, kNaN, 1000},
        {"infinite population", 5, kInfinity, 1000},
        {"no multiplier", 5, 100, 0},
        {"negative multiplier", 5, 100, -1},
        {"multiplier not a number", 5, 100, kNaN},
        {"infinite multiplier", 5, 100, kInfinity},
        {"a count of 33 bits", std::uint64_t{1} << 32U, 100, 1000},
        {"a negative count turned round", static_cast<std::uint64_t>(-1), 100, 1000},
        {"a rate beyond all numbers", 100, 1e-300, 1e300},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(is_refused(crude_rate(c.events, c.population, c.multiplier, Confidence::k95)));
    }
    CHECK(is_refused(exact_poisson_limits(std::uint64_t{1} << 32U, Confidence::k95)));
}

TEST_CASE("rates: the largest count has limits") {
    const std::uint64_t most = 0xffff'ffff;
    const double deviation = std::sqrt(static_cast<double>(most));
    for (const Interval& limits :
         {exact_poisson_limits(most, Confidence::k998).value(), poisson_limits(most, Confidence::k998).value()}) {
        CHECK(limits.lower == Near{static_cast<double>(most) - 3.0902323 * deviation, 1e-8});
        CHECK(limits.upper == Near{static_cast<double>(most) + 3.0902323 * deviation, 1e-8});
    }
}

// Limits at 95 % must hold the truth in 95 % of all cases, a little more for small counts, which are whole.
TEST_CASE("rates: limits hold the truth as often as they say") {
    const std::uint64_t seed = test_seed();
    INFO("SVD_TEST_SEED=", seed);
    std::mt19937_64 random(seed);
    constexpr int kRounds = 20'000;
    for (const double mean : {2.0, 8.0, 12.0, 40.0, 300.0}) {
        CAPTURE(mean);
        std::poisson_distribution<std::uint64_t> events(mean);
        int held = 0;
        for (int round = 0; round < kRounds; ++round) {
            const Interval limits = poisson_limits(events(random), Confidence::k95).value();
            held += limits.lower <= mean && mean <= limits.upper ? 1 : 0;
        }
        const double share = static_cast<double>(held) / kRounds;
        CHECK(share > 0.942);  // five standard errors under 0.95
        CHECK(share < 0.995);
    }
}

}  // namespace
}  // namespace svd::statistics
