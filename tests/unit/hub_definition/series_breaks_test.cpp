#include "hub/definition/series_breaks.h"

#include <doctest/doctest.h>

#include "hub/definition/definition.h"
#include "tests/unit/hub_definition/row_text.h"

namespace svd {
namespace {

const std::string kGood = R"([series_breaks]
version = 2
[[break]]
name = "rule"
from = "2023-05"
agencies = ["police"]
units = ["recorded_crime"]
what = "A rule."
source = "S"
[[break]]
name = "slow"
from = "2021-03"
settled = "2021-06"
parties = ["kent-police"]
kinds = ["threats"]
what = "A system."
source = "S"
[[break]]
name = "codes"
from = "2022-01"
agencies = ["education", "police"]
fields = ["weapon"]
what = "A list."
source = "S"
)";

SeriesBreaks breaks_of(const std::string& toml) {
    auto breaks = SeriesBreaks::parse(toml, "b.toml");
    if (!breaks) FAIL(breaks.error().detail);
    return *breaks;
}

Month month(const char* text) { return Month::parse(text).value(); }

Codes kind(const char* name) { return Codes{}.set(*find_term(Vocabulary::kKind, name)); }

std::string crossed(const Series& series) {
    const SeriesBreaks breaks = breaks_of(kGood);
    std::string names;
    for (const SeriesBreak* each : breaks.crossed_by(series)) names += (names.empty() ? "" : " ") + each->name;
    return names;
}

TEST_CASE("series breaks: a series that has months on either side crosses it") {
    struct Case {
        const char* name;
        const char *from, *to;
        const char* crossed;
    };
    for (const Case& c : {
             Case{"all of them", "2020-01", "2024-12", "slow codes rule"},
             Case{"the last month is the first of the new", "2022-06", "2023-05", "rule"},
             Case{"it ends the month before", "2022-06", "2023-04", ""},
             Case{"it begins with the new", "2023-05", "2024-05", ""},
             Case{"it begins the month before", "2023-04", "2024-05", "rule"},
             Case{"it ends within a change that took months", "2020-01", "2021-03", "slow"},
             Case{"it begins within it", "2021-05", "2021-12", "slow"},
             Case{"it begins when it has settled", "2021-06", "2021-12", ""},
             Case{"it is all within it", "2021-04", "2021-05", "slow"},
             Case{"one month is no series", "2021-04", "2021-04", ""},
         }) {
        CAPTURE(c.name);
        CHECK(crossed({"kent-police",
                       AgencyKind::kPolice,
                       CountUnit::kRecordedCrime,
                       {},
                       {Field::kWeapon},
                       {month(c.from), month(c.to)}}) == c.crossed);
    }
}

TEST_CASE("series breaks: only series of what it concerns cross it") {
    const Period always{month("2020-01"), month("2024-12")};
    const Series all{"kent-police", AgencyKind::kPolice, CountUnit::kRecordedCrime, {}, {Field::kWeapon}, always};
    Series series = all;
    series.party = "essex-police";
    CHECK(crossed(series) == "codes rule");
    series = all;
    series.agency = AgencyKind::kFireRescue;
    CHECK(crossed(series) == "slow");
    series.agency.reset();  // a party that nobody knows any more may be of any kind
    CHECK(crossed(series) == "slow codes rule");
    series = all;
    series.unit = CountUnit::kIncidentReport;
    CHECK(crossed(series) == "slow codes");
    series = all;
    series.fields = {Field::kHour};
    CHECK(crossed(series) == "slow rule");
    series = all;
    series.kinds = kind("threats") | kind("homicide");
    CHECK(crossed(series) == "slow codes rule");
    series.kinds = kind("homicide");
    CHECK(crossed(series) == "codes rule");
    series.kinds = kind("violence_and_sexual_unsplit");  // which may be threats
    CHECK(crossed(series) == "slow codes rule");
    series.kinds = kind("robbery_unsplit");
    CHECK(crossed(series) == "codes rule");
    series.kinds = kind("unknown");
    CHECK(crossed(series) == "slow codes rule");
}

TEST_CASE("series breaks: a measure's series is of its kinds and of the fields that its rule looks at") {
    const Definition definition = test::definition_of(
        "[definition]\nname = \"t\"\nversion = 1\ntitle = \"T\"\nsource = \"S\"\nsource_date = \"2025\"\n[[measure]]\n"
        "name = \"m\"\ntitle = \"M\"\nunits = [\"recorded_crime\"]\n[measure.all_of]\nkind = [\"threats\"]\n"
        "[[measure.none_of]]\nweapon = [\"blunt\"]\n");
    const Series series = series_of(definition.measures[0], "kent-police", AgencyKind::kPolice,
                                    CountUnit::kRecordedCrime, {month("2021-04"), month("2022-03")});
    CHECK(series.kinds == kind("threats"));
    CHECK(series.fields == EnumSet<Field>{Field::kKind, Field::kWeapon});
    CHECK(crossed(series) == "slow codes");
}

TEST_CASE("series breaks: what is wrong is named with its line") {
    struct Wrong {
        const char* name;
        const char *from, *to;
        const char* problem;
    };
    for (const Wrong& c : {
             Wrong{"no version", "version = 2\n", "", "series_breaks.version: this setting is required."},
             Wrong{"no head", "[series_breaks]\nversion = 2\n", "", "series_breaks: the table [series_breaks]"},
             Wrong{"an unknown key",
                   "units =", "unit =", "b.toml:7: unknown key \"break.unit\". Did you mean \"units\"?"},
             Wrong{"a bad month", "2023-05", "May 2023", "b.toml:5: break.from: expected a month"},
             Wrong{"settled before it began", "2021-06", "2021-02", "b.toml:13: break.settled: must not be before"},
             Wrong{"of nobody", "agencies = [\"police\"]\n", "", "break.agencies: whose series?"},
             Wrong{"no party", "\"kent-police\"", "\"Kent Police\"", "b.toml:14: break.parties: \"Kent Police\" is no"},
             Wrong{"an unknown field", "\"weapon\"", "\"weapons\"",
                   "b.toml:22: break.fields: there is no field \"weapons\". Did you mean \"weapon\"?"},
             Wrong{"an unknown kind", "\"threats\"", "\"threat\"", "\"threat\" is no kind. Did you mean \"threats\"?"},
             Wrong{"a name twice", "\"slow\"", "\"rule\"", "b.toml:11: break.name: another break has this name."},
             Wrong{"no statement", "what = \"A rule.\"\n", "", "break.what: this setting is required."},
             Wrong{"no source", "source = \"S\"\n", "", "break.source: this setting is required."},
         }) {
        CAPTURE(c.name);
        std::string toml = kGood;
        toml.replace(toml.find(c.from), std::string(c.from).size(), c.to);
        const auto breaks = SeriesBreaks::parse(toml, "b.toml");
        REQUIRE_FALSE(breaks.has_value());
        CAPTURE(breaks.error().detail);
        CHECK(breaks.error().detail.find(c.problem) != std::string::npos);
    }
}

TEST_CASE("series breaks: their order in the document does not matter, and their canonical form is known") {
    const std::size_t second = kGood.find("[[break]]\nname = \"slow\"");
    const std::size_t third = kGood.find("[[break]]\nname = \"codes\"");
    const std::string turned = kGood.substr(0, second) + kGood.substr(third) + kGood.substr(second, third - second);
    const SeriesBreaks breaks = breaks_of(kGood);
    CHECK(breaks_of(turned).digest() == breaks.digest());
    CHECK(breaks.version() == 2);
    CHECK(breaks.canonical() ==
          "svd-series-breaks 1\nversion 2\n"
          "break slow\n  from 2021-03\n  settled 2021-06\n  parties kent-police\n  kinds threats\n  what A system.\n"
          "  source S\n"
          "break codes\n  from 2022-01\n  settled 2022-01\n  agencies police education\n  fields weapon\n"
          "  what A list.\n  source S\n"
          "break rule\n  from 2023-05\n  settled 2023-05\n  agencies police\n  units recorded_crime\n  what A rule.\n"
          "  source S\n");
    std::string other = kGood;
    other.replace(other.find("A rule."), 7, "A role.");
    CHECK(breaks_of(other).digest() != breaks.digest());
}

}  // namespace
}  // namespace svd
