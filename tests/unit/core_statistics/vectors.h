// Answers of other programs (tests/data/statistics, tests/data/public_health), and how near to them is near enough.
#pragma once

#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <map>
#include <optional>
#include <ostream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/statistics/interval.h"

namespace svd::statistics::test {

namespace json = boost::json;

inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Relative, as the vectors ask; absolute only where 0 is expected.
struct Near {
    double value;
    double tolerance = 1e-9;

    friend bool operator==(double actual, const Near& near) {
        const double scale = near.value == 0 ? 1e-3 : std::fabs(near.value);
        return std::fabs(actual - near.value) <= near.tolerance * scale;
    }
    friend std::ostream& operator<<(std::ostream& out, const Near& near) {
        out.precision(17);
        return out << near.value << " within " << near.tolerance;
    }
};

inline std::string data_file(const std::string& name) {
    std::ifstream file(std::string(SVD_SOURCE_DIR) + "/tests/data/" + name, std::ios::binary);
    REQUIRE(file);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

inline const json::object& vectors(const char* section) {
    static const json::value all = json::parse(data_file("statistics/stats_vectors.json"));
    return all.at(section).as_object();
}

inline double number(const json::value& value) { return value.to_number<double>(); }
inline std::uint64_t count(const json::value& value) { return value.to_number<std::uint64_t>(); }
inline Near near(const json::value& value) { return {number(value)}; }

inline std::vector<double> numbers(const json::value& value) { return json::value_to<std::vector<double>>(value); }
inline std::vector<std::uint64_t> counts(const json::value& value) {
    return json::value_to<std::vector<std::uint64_t>>(value);
}
inline std::vector<std::size_t> indices(const json::value& value) {
    return json::value_to<std::vector<std::size_t>>(value);
}

inline void check_near(const std::vector<double>& actual, const json::value& expected) {
    const std::vector<double> wanted = numbers(expected);
    REQUIRE(actual.size() == wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        CAPTURE(i);
        CHECK(actual[i] == Near{wanted[i]});
    }
}

inline Confidence confidence_of(double level) {
    REQUIRE((level == 0.95 || level == 0.998));
    return level == 0.95 ? Confidence::k95 : Confidence::k998;
}
inline Confidence confidence_of(const json::value& level) { return confidence_of(number(level)); }

// Rows of a CSV file by the names of their columns; a field may be in quotes.
using Row = std::map<std::string, std::string>;

inline std::vector<std::string> fields_of(const std::string& line) {
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (const char c : line) {
        if (c == '"') quoted = !quoted;
        else if (c == ',' && !quoted) fields.emplace_back();
        else if (c != '\r') fields.back() += c;
    }
    return fields;
}

inline std::vector<Row> rows_of(const std::string& file) {
    std::istringstream lines(data_file(file));
    std::string line;
    std::getline(lines, line);
    const std::vector<std::string> names = fields_of(line);
    std::vector<Row> rows;
    while (std::getline(lines, line)) {
        const std::vector<std::string> fields = fields_of(line);
        REQUIRE(fields.size() == names.size());
        Row row;
        for (std::size_t i = 0; i < names.size(); ++i) row[names[i]] = fields[i];
        rows.push_back(row);
    }
    return rows;
}

inline double number(const Row& row, const char* column) { return std::stod(row.at(column)); }
inline std::uint64_t count(const Row& row, const char* column) { return std::stoull(row.at(column)); }
inline Near near(const Row& row, const char* column) { return {number(row, column)}; }

template <class T>
bool is_refused(const Result<T>& result) {
    return !result && result.error().code == Errc::kInvalid && !result.error().detail.empty();
}

inline std::uint64_t test_seed() {
    const char* given = std::getenv("SVD_TEST_SEED");
    return given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
}

// The Poisson and binomial distributions as the books define them: slow, and plain.
inline long double slow_poisson(std::uint64_t k, long double mean) {
    return std::exp(static_cast<long double>(k) * std::log(mean) - mean - std::lgamma(static_cast<long double>(k) + 1));
}
inline long double slow_poisson_up_to(std::uint64_t k, long double mean) {
    long double sum = 0;
    for (std::uint64_t i = 0; i <= k; ++i) sum += slow_poisson(i, mean);
    return sum;
}
inline long double slow_binomial(std::uint64_t k, std::uint64_t n, long double p) {
    const auto x = static_cast<long double>(k);
    const auto all = static_cast<long double>(n);
    return std::exp(std::lgamma(all + 1) - std::lgamma(x + 1) - std::lgamma(all - x + 1) + x * std::log(p) +
                    (all - x) * std::log1p(-p));
}

}  // namespace svd::statistics::test
