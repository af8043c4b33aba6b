#include "core/statistics/clustering.h"

#include <algorithm>

#include "core/statistics/false_discovery.h"
#include "tests/unit/core_statistics/vectors.h"

namespace svd::statistics {
namespace {

using namespace test;

// Areas of a grid that share an edge, row by row.
Neighbours grid(std::size_t rows, std::size_t columns) {
    Neighbours neighbours(rows * columns);
    for (std::size_t i = 0; i < rows * columns; ++i) {
        if (i >= columns) neighbours[i].push_back(i - columns);
        if (i % columns > 0) neighbours[i].push_back(i - 1);
        if (i % columns + 1 < columns) neighbours[i].push_back(i + 1);
        if (i + columns < rows * columns) neighbours[i].push_back(i + columns);
    }
    return neighbours;
}

TEST_CASE("clustering: Gi* is that of the vectors") {
    const json::object& v = vectors("spatial");
    const json::object& expected = v.at("gi_star").as_object();
    const auto areas = gi_star(numbers(v.at("x")), grid(4, 4)).value();
    std::vector<double> z;
    std::vector<double> p;
    std::vector<std::size_t> marked;
    for (std::size_t i = 0; i < areas.size(); ++i) {
        z.push_back(areas[i].z.value());
        p.push_back(areas[i].p.value());
        if (areas[i].marked) marked.push_back(i);
    }
    check_near(z, expected.at("z"));
    check_near(p, expected.at("p_two_sided"));
    CHECK(marked == indices(expected.at("bh_fdr_5pct")));
}

void check_under(const std::vector<LocalMoran>& areas, LocalMoran::Under LocalMoran::* under, const json::object& v) {
    std::vector<double> expected;
    std::vector<double> variance;
    std::vector<double> z;
    for (const LocalMoran& area : areas) {
        expected.push_back((area.*under).expected);
        variance.push_back((area.*under).variance);
        z.push_back((area.*under).z.value());
    }
    check_near(expected, v.at("E"));
    check_near(variance, v.at("Var"));
    check_near(z, v.at("Z"));
}

TEST_CASE("clustering: Moran's I, local and global, is that of the vectors") {
    const json::object& v = vectors("spatial");
    const json::object& local = v.at("local_moran").as_object();
    const auto areas = local_moran(numbers(v.at("x")), grid(4, 4)).value();
    std::vector<double> i;
    for (std::size_t at = 0; at < areas.size(); ++at) {
        i.push_back(areas[at].i);
        CHECK(quadrant_name(areas[at].quadrant.value()) == local.at("quadrant").as_array()[at].as_string());
    }
    check_near(i, local.at("Ii"));
    check_under(areas, &LocalMoran::total, local);
    check_under(areas, &LocalMoran::conditional, local.at("conditional").as_object());
    const json::object& global = v.at("global_moran").as_object();
    const GlobalMoran moran = global_moran(numbers(v.at("x")), grid(4, 4)).value();
    CHECK(moran.i == near(global.at("I")));
    CHECK(moran.expected == near(global.at("E")));
    CHECK(moran.variance == near(global.at("Var_randomisation")));
    CHECK(moran.z == near(global.at("Z")));
    CHECK(moran.p == Near{std::erfc(moran.z / std::sqrt(2.0)), 1e-12});
}

// The formulas as they are printed, over a full matrix of weights.
using Matrix = std::vector<std::vector<double>>;

Matrix weights_of(const Neighbours& neighbours, bool with_self) {
    Matrix weights(neighbours.size(), std::vector<double>(neighbours.size(), 0));
    for (std::size_t i = 0; i < neighbours.size(); ++i) {
        for (const std::size_t j : neighbours[i]) {
            weights[i][j] = with_self ? 1 : 1 / static_cast<double>(neighbours[i].size());
        }
        if (with_self) weights[i][i] = 1;
    }
    return weights;
}

double slow_gi_star(const std::vector<double>& x, const Matrix& w, std::size_t i) {
    const auto n = static_cast<double>(x.size());
    double mean = 0, squares = 0, wx = 0, sum = 0, sum2 = 0;
    for (std::size_t j = 0; j < x.size(); ++j) {
        mean += x[j] / n;
        squares += x[j] * x[j] / n;
        wx += w[i][j] * x[j];
        sum += w[i][j];
        sum2 += w[i][j] * w[i][j];
    }
    return (wx - mean * sum) / (std::sqrt(squares - mean * mean) * std::sqrt((n * sum2 - sum * sum) / (n - 1)));
}

struct SlowMoran {
    double i, variance;
};

SlowMoran slow_global_moran(const std::vector<double>& x, const Matrix& w) {
    const auto n = static_cast<double>(x.size());
    double mean = 0;
    for (const double value : x) mean += value / n;
    double s0 = 0, s1 = 0, s2 = 0, product = 0, second = 0, fourth = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        double row = 0, column = 0;
        for (std::size_t j = 0; j < x.size(); ++j) {
            s0 += w[i][j];
            s1 += (w[i][j] + w[j][i]) * (w[i][j] + w[j][i]) / 2;
            row += w[i][j];
            column += w[j][i];
            product += w[i][j] * (x[i] - mean) * (x[j] - mean);
        }
        s2 += (row + column) * (row + column);
        second += std::pow(x[i] - mean, 2);
        fourth += std::pow(x[i] - mean, 4);
    }
    const double k = n * fourth / (second * second);
    const double squared =
        (n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0 * s0) - k * ((n * n - n) * s1 - 2 * n * s2 + 6 * s0 * s0)) /
        ((n - 1) * (n - 2) * (n - 3) * s0 * s0);
    return {n / s0 * product / second, squared - 1 / ((n - 1) * (n - 1))};
}

TEST_CASE("clustering: figures agree with the printed formulas on any map") {
    const std::uint64_t seed = test_seed();
    INFO("SVD_TEST_SEED=", seed);
    std::mt19937_64 random(seed);
    std::exponential_distribution<double> value(0.1);
    for (int round = 0; round < 100; ++round) {
        const std::size_t n = 4 + random() % 30;
        std::vector<double> x;
        Neighbours neighbours(n);
        for (std::size_t i = 0; i < n; ++i) {
            x.push_back(value(random));
            for (std::size_t j = 0; j < n; ++j) {
                if (i != j && random() % 5 == 0) neighbours[i].push_back(j);  // one-sided ones, and islands
            }
        }
        if (neighbours[0].empty()) neighbours[0].push_back(1);
        const auto hot = gi_star(x, neighbours).value();
        const Matrix with_self = weights_of(neighbours, true);
        for (std::size_t i = 0; i < n; ++i) {
            if (!hot[i].z) continue;
            CHECK(*hot[i].z == Near{slow_gi_star(x, with_self, i), 1e-7});
        }
        const GlobalMoran moran = global_moran(x, neighbours).value();
        const SlowMoran slow = slow_global_moran(x, weights_of(neighbours, false));
        CHECK(moran.i == Near{slow.i, 1e-7});
        CHECK(moran.variance == Near{slow.variance, 1e-7});
    }
}

// Shuffles the map: the formulas say what the mean and the variance of that are.
TEST_CASE("clustering: expected values and variances are those of a shuffled map") {
    const std::uint64_t seed = test_seed();
    INFO("SVD_TEST_SEED=", seed);
    std::mt19937_64 random(seed);
    const Neighbours neighbours = grid(5, 5);
    std::vector<double> x;
    for (int i = 0; i < 25; ++i) x.push_back(static_cast<double>(random() % 40));
    x[7] = 60;
    const GlobalMoran global = global_moran(x, neighbours).value();
    const LocalMoran corner = local_moran(x, neighbours).value()[0];
    constexpr int kRounds = 20'000;
    double sum = 0, squares = 0, local_sum = 0, local_squares = 0;
    std::vector<double> shuffled = x;
    for (int round = 0; round < kRounds; ++round) {
        std::shuffle(shuffled.begin() + 1, shuffled.end(), random);  // the first keeps its place: conditional
        const double i = local_moran(shuffled, neighbours).value()[0].i;
        local_sum += i;
        local_squares += i * i;
        std::vector<double> all = x;
        std::shuffle(all.begin(), all.end(), random);
        const double g = global_moran(all, neighbours).value().i;
        sum += g;
        squares += g * g;
    }
    const double mean = sum / kRounds;
    const double local_mean = local_sum / kRounds;
    CHECK(std::fabs(mean - global.expected) < 6 * std::sqrt(global.variance / kRounds));
    CHECK(squares / kRounds - mean * mean == Near{global.variance, 0.1});
    CHECK(std::fabs(local_mean - corner.conditional.expected) < 6 * std::sqrt(corner.conditional.variance / kRounds));
    CHECK(local_squares / kRounds - local_mean * local_mean == Near{corner.conditional.variance, 0.1});
}

TEST_CASE("clustering: islands and areas next to all have no figure") {
    Neighbours neighbours{{1, 2, 3}, {0}, {0}, {0}, {}};
    const std::vector<double> x{1, 5, 2, 8, 3};
    const auto local = local_moran(x, neighbours).value();
    CHECK(local[0].quadrant == Quadrant::kLowHigh);
    CHECK_FALSE(local[4].quadrant);
    CHECK_FALSE(local[4].total.z);
    CHECK_FALSE(local[4].conditional.z);
    neighbours[0].push_back(4);
    const auto hot = gi_star(x, neighbours).value();
    CHECK_FALSE(hot[0].z);
    CHECK_FALSE(hot[0].p);
    CHECK_FALSE(hot[0].marked);
    CHECK(hot[4].z);
}

TEST_CASE("clustering: what is no map is refused") {
    struct Case {
        std::string name;
        std::vector<double> x;
        Neighbours neighbours;
    };
    const Case cases[] = {
        {"three areas", {1, 2, 3}, {{1}, {0}, {0}}},
        {"neighbours of too few", {1, 2, 3, 4}, {{1}, {0}, {0}}},
        {"a value that is not a number", {1, kNaN, 3, 4}, {{1}, {0}, {0}, {0}}},
        {"an infinite value", {1, kInfinity, 3, 4}, {{1}, {0}, {0}, {0}}},
        {"all alike", {2, 2, 2, 2}, {{1}, {0}, {0}, {0}}},
        {"a neighbour that is no area", {1, 2, 3, 4}, {{4}, {0}, {0}, {0}}},
        {"its own neighbour", {1, 2, 3, 4}, {{0}, {0}, {0}, {0}}},
        {"a neighbour named twice", {1, 2, 3, 4}, {{1, 1}, {0}, {0}, {0}}},
        {"values too far apart to be squared", {1e200, -1e200, 0, 1}, {{1}, {0}, {0}, {0}}},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(is_refused(gi_star(c.x, c.neighbours)));
        CHECK(is_refused(local_moran(c.x, c.neighbours)));
        CHECK(is_refused(global_moran(c.x, c.neighbours)));
    }
    CHECK(is_refused(global_moran(std::vector<double>{1, 2, 3, 4}, Neighbours(4))));
}

// As defined: the largest k for which the k smallest are all at most rate * k / m.
std::vector<bool> slow_marks(const std::vector<double>& p, double rate) {
    std::vector<std::size_t> order(p.size());
    for (std::size_t i = 0; i < p.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
    for (std::size_t k = p.size(); k > 0; --k) {
        if (p[order[k - 1]] > rate * static_cast<double>(k) / static_cast<double>(p.size())) continue;
        std::vector<bool> marks(p.size(), false);
        for (std::size_t i = 0; i < k; ++i) marks[order[i]] = true;
        return marks;
    }
    return std::vector<bool>(p.size(), false);
}

TEST_CASE("clustering: false discovery marks agree with their definition") {
    const std::uint64_t seed = test_seed();
    INFO("SVD_TEST_SEED=", seed);
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> share(0, 1);
    std::size_t marked = 0;
    for (int round = 0; round < 500; ++round) {
        std::vector<double> p;
        for (std::size_t i = random() % 40; i > 0; --i) p.push_back(std::pow(share(random), 4));
        const auto marks = false_discovery_marks(p, 0.05).value();
        CHECK(marks == slow_marks(p, 0.05));
        marked += static_cast<std::size_t>(std::count(marks.begin(), marks.end(), true));
    }
    CHECK(marked > 500);
    for (const double rate : {0.0, 1.0, -0.1, kNaN}) {
        CHECK(is_refused(false_discovery_marks(std::vector<double>{0.1}, rate)));
    }
    for (const double p : {-0.1, 1.1, kNaN}) CHECK(is_refused(false_discovery_marks(std::vector<double>{p}, 0.05)));
}

}  // namespace
}  // namespace svd::statistics
