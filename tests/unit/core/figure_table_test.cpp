#include "core/domain/figure_table.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <string>

#include "core/wire/profile_codec.h"

namespace svd {
namespace {

TEST_CASE("figures: values have six significant digits, and what has no more stays as it is") {
    struct Case {
        double value, rounded;
    };
    for (const Case& each : {Case{0, 0}, Case{0.1234567, 0.123457}, Case{-0.1234567, -0.123457}, Case{1234567, 1234570},
                             Case{132700, 132700}, Case{99.49, 99.49}, Case{999999.6, 1000000},
                             Case{1.23456789e-7, 1.23457e-7}, Case{0.1 + 0.2, 0.3}}) {
        CAPTURE(each.value);
        CHECK(rounded(each.value) == each.rounded);
        CHECK(rounded(each.rounded) == each.rounded);
    }
    const Statistic made = Statistic::within(StatisticKind::kRatio, 1.0 / 3, 0.1 + 0.2, 2.0 / 3);
    CHECK(made.value == 0.333333);
    CHECK(made.lower == 0.3);
    CHECK(made.upper == 0.666667);
}

std::string upper(std::string_view text) {
    std::string made(text);
    std::ranges::transform(made, made.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return made;
}

std::string json_of(const Statistic& statistic) {
    AreaProfile profile;
    profile.area.ref.code = AreaCode::parse("E07000115").value();
    profile.tables.resize(1);
    profile.tables[0].rows.resize(1);
    profile.tables[0].rows[0].statistics = {statistic};
    return wire::encode_profile(profile, wire::ProfileFormat::kJson);
}

// The numbers are those of the schema, so the names are too.
TEST_CASE("figures: statistics, words and absences have one name here and on the wire") {
    const auto shows = [](const Statistic& statistic, const std::string& name) {
        CAPTURE(name);
        CHECK(json_of(statistic).find("\"" + name + "\"") != std::string::npos);
    };
    for (int number = 1; number <= kStatisticKinds; ++number) {
        const auto kind = static_cast<StatisticKind>(number);
        shows(Statistic::of(kind, 1), "STATISTIC_KIND_" + upper(statistic_name(kind)));
    }
    for (int number = 1; number <= static_cast<int>(Comparison::kNoClearChange); ++number) {
        Statistic statistic = Statistic::of(StatisticKind::kRateRatio, 1);
        statistic.word = static_cast<Comparison>(number);
        shows(statistic, "COMPARISON_" + upper(comparison_name(statistic.word)));
    }
    for (int number = 1; number <= static_cast<int>(StatisticAbsence::kSeriesBreak); ++number) {
        const auto why = static_cast<StatisticAbsence>(number);
        shows(Statistic::absent(StatisticKind::kChange, why),
              "STATISTIC_ABSENCE_" + upper(statistic_absence_name(why)));
    }
}

}  // namespace
}  // namespace svd
