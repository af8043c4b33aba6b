#include <doctest/doctest.h>
#include <fmt/format.h>

#include "agent/source/period_text.h"
#include "tests/unit/agent/mapping_fixture.h"
#include "tests/unit/agent/spool_fixture.h"

namespace svd::agent {
namespace {

using namespace test;

const std::string kCounts = R"([mapping]
name = "x"
version = 1
rows = "aggregates"
[map.period]
from = "Year"
kind = "financial_year"
[map.count]
from = "N"
treatment = "exact"
values = { "-" = "suppressed", "<5" = "suppressed", ":" = "not_available", "nil" = "0" }
[map.count_unit]
constant = "recorded_crime"
[map.kind]
from = "Kind"
values = { "A" = "burglary", "B" = "drugs" }
[map.area]
from = "LA"
via = "table"
table = "authorities.csv"
vintages = [2024, 2023]
placeholders = "unassigned"
)";
const std::map<std::string, std::string> kAuthorities = {
    {"authorities.csv", "source,area,level\n886,E10000016,county\n887,E06000035,district\n330,E08000025,district\n"}};

const std::string kCohorts = R"([mapping]
name = "x"
version = 1
rows = "cohorts"
[map.as_at]
from = "Snapshot"
format = "%d/%m/%Y"
[map.count]
from = "N"
treatment = "rounded_5"
values = { "*" = "suppressed" }
[map.order_type]
from = "Order"
values = { "CO" = "community", "SSO" = "suspended_sentence" }
[map.risk_band]
from = "RoSH"
values = { "L" = "low", "VH" = "very_high" }
blank = "unknown"
[map.age_band]
from = "Age"
via = "age"
[map.area]
from = "LAD"
via = "gss"
level = "district"
vintages = [2024]
)";

Mapping counts(const std::string& from = "", const std::string& to = "") {
    std::string toml = kCounts;
    if (!from.empty()) {
        REQUIRE(toml.find(from) != std::string::npos);
        toml.replace(toml.find(from), from.size(), to);
    }
    return mapping_of(toml, kAuthorities);
}

std::string place_text(const Place& place) {
    if (!place.has_area) return std::string(term_name(Vocabulary::kLocation, place.location));
    return fmt::format("{} {}", place.area.code.text(), term_name(Vocabulary::kAreaLevel, place.level));
}

// "2021-04 to 2022-03 burglary E10000016 county exact 12", as it leaves.
std::string said(const Mapped& mapped) {
    if (mapped.record.refused) return mapped.codes;
    if (mapped.record.without_figure) return "no figure";
    const auto& row = mapped.record.row;
    const std::string when = period_text(period_of(row));
    if (const auto* cohort = std::get_if<CohortSnapshot>(&row)) {
        return fmt::format("{} {} {} {} {} {} {} {}", when, term_name(Vocabulary::kOrderType, cohort->order_type),
                           term_name(Vocabulary::kRiskBand, cohort->risk_band),
                           term_name(Vocabulary::kAgeBand, cohort->age_band),
                           term_name(Vocabulary::kKind, cohort->offence), place_text(cohort->place),
                           term_name(Vocabulary::kCountTreatment, cohort->treatment), cohort->people);
    }
    const auto& counted = std::get<AggregateReturn>(row);
    return fmt::format("{} {} {} {} {}", when, term_name(Vocabulary::kKind, counted.kind), place_text(counted.place),
                       term_name(Vocabulary::kCountTreatment, counted.treatment), counted.count);
}

// One agent with a mapping of its own.
class OtherMapping {
public:
    explicit OtherMapping(Mapping mapping) : kept_(std::exchange(shipped_bench().mapping, std::move(mapping))) {}
    ~OtherMapping() { shipped_bench().mapping = std::move(kept_); }
    OtherMapping(const OtherMapping&) = delete;
    OtherMapping& operator=(const OtherMapping&) = delete;

private:
    Mapping kept_;
};

}  // namespace

TEST_CASE("period_text: months, quarters and years as people write them") {
    struct Case {
        PeriodKind kind;
        YearNamed named;
        const char* text;
        const char* period;  // empty: not readable
    };
    using enum PeriodKind;
    constexpr auto kBoth = YearNamed::kBoth;
    for (const Case& c : {
             Case{kMonth, kBoth, "2021-04", "2021-04"},
             Case{kMonth, kBoth, "2021", ""},
             Case{kCalendarYear, kBoth, "2021", "2021-01 to 2021-12"},
             Case{kCalendarYear, kBoth, "2021-22", ""},
             Case{kCalendarYear, kBoth, "21", ""},
             Case{kCalendarYear, kBoth, "1969", ""},
             Case{kFinancialYear, kBoth, "2021-22", "2021-04 to 2022-03"},
             Case{kFinancialYear, kBoth, "2021/22", "2021-04 to 2022-03"},
             Case{kFinancialYear, kBoth, "2021/2022", "2021-04 to 2022-03"},
             Case{kFinancialYear, kBoth, "202122", "2021-04 to 2022-03"},
             Case{kFinancialYear, kBoth, "1999/00", "1999-04 to 2000-03"},
             Case{kFinancialYear, kBoth, "2021/23", ""},
             Case{kFinancialYear, kBoth, "2021/21", ""},
             Case{kFinancialYear, kBoth, "2021", ""},
             Case{kFinancialYear, YearNamed::kFirst, "2021", "2021-04 to 2022-03"},
             Case{kFinancialYear, YearNamed::kLast, "2021", "2020-04 to 2021-03"},
             Case{kAcademicYear, kBoth, "2021/22", "2021-09 to 2022-08"},
             Case{kAcademicYear, YearNamed::kLast, "2022", "2021-09 to 2022-08"},
             Case{kQuarter, kBoth, "2021 Q1", "2021-01 to 2021-03"},
             Case{kQuarter, kBoth, "2021-q4", "2021-10 to 2021-12"},
             Case{kQuarter, kBoth, "Q2 2021", "2021-04 to 2021-06"},
             Case{kQuarter, kBoth, "2021Q5", ""},
             Case{kQuarter, kBoth, "Q2", ""},
             Case{kQuarter, kBoth, "2021 Q2 2022", ""},
             Case{kQuarter, kBoth, "Q2 2021/22", ""},
             Case{kFinancialQuarter, kBoth, "Q1 2021/22", "2021-04 to 2021-06"},
             Case{kFinancialQuarter, kBoth, "2021/22 Q4", "2022-01 to 2022-03"},
             Case{kFinancialQuarter, kBoth, "2021 Q4", ""},
             Case{kFinancialQuarter, YearNamed::kFirst, "2021 Q4", "2022-01 to 2022-03"},
         }) {
        CAPTURE(c.text);
        PeriodRule rule;
        rule.kind = c.kind;
        rule.year_named = c.named;
        rule.formats = {"%Y-%m"};
        const auto period = read_period(c.text, rule);
        CHECK((period ? period_text(*period) : "") == c.period);
    }
}

TEST_CASE("period_text: a period is of whole months") {
    PeriodRule rule;
    rule.formats = {"%d/%m/%Y", "%Y-%m"};
    const std::tuple<const char*, const char*, const char*> cases[] = {
        {"01/04/2021", "30/04/2021", "2021-04"},
        {"01/04/2021", "30/06/2021", "2021-04 to 2021-06"},
        {"2021-04", "2021-05", "2021-04 to 2021-05"},
        {"01/02/2024", "29/02/2024", "2024-02"},
        {"01/02/2024", "28/02/2024", ""},
        {"02/04/2021", "30/04/2021", ""},
        {"01/04/2021", "29/04/2021", ""},
        {"01/05/2021", "30/04/2021", ""},
        {"01/04/2016", "31/03/2021", "2016-04 to 2021-03"},
        {"01/04/2016", "30/04/2021", ""},  // longer than any return may be
    };
    for (const auto& [from, to, expected] : cases) {
        CAPTURE(from);
        CAPTURE(to);
        const auto period = read_range(from, to, rule);
        CHECK((period ? period_text(*period) : "") == expected);
    }
}

TEST_CASE("period_text: figures") {
    const std::pair<const char*, std::optional<std::uint64_t>> cases[] = {
        {"0", 0},        {"12", 12},
        {"1,234", 1234}, {"12,345,678", 12'345'678},
        {"007", 7},      {"", {}},
        {"-3", {}},      {"1.5", {}},
        {"12,34", {}},   {"1234,567", {}},
        {",123", {}},    {"1,234,", {}},
        {"1 234", {}},   {"1234567890123", {}},
        {"12%", {}},
    };
    for (const auto& [text, count] : cases) {
        CAPTURE(text);
        CHECK(read_count(text) == count);
    }
}

TEST_CASE("figure: a record of counts becomes a return") {
    const Mapping mapping = counts();
    const std::pair<const char*, const char*> cases[] = {
        {"2021-22,12,A,886", "2021-04 to 2022-03 burglary E10000016 county exact 12"},
        {"2021-22,\"1,204\",B,887", "2021-04 to 2022-03 drugs E06000035 district exact 1204"},
        {"2021-22,nil,A,886", "2021-04 to 2022-03 burglary E10000016 county exact 0"},
        {"2021-22,-,A,886", "2021-04 to 2022-03 burglary E10000016 county suppressed 0"},
        {"2021-22, <5 ,A,886", "2021-04 to 2022-03 burglary E10000016 county suppressed 0"},
        {"2021-22,:,A,886", "no figure"},
        {"2021-22,12,A,330", "2021-04 to 2022-03 burglary outside_area exact 12"},
        {"2021-22,12,A,", "2021-04 to 2022-03 burglary unknown exact 12"},
        {"2021-22,12,A,Unassigned", "2021-04 to 2022-03 burglary unknown exact 12"},
        {"2021-22,12,A,999", "E503 LA"},
        {"2021-22,12,A,TN9 1AB", "E508 LA"},
        {"2021-22,12,C,886", "E503 Kind"},
        {"2021-22,about 12,A,886", "E504 N"},
        {"2021-22,,A,886", "E504 N"},
        {"2021-22,6.5,A,886", "E504 N"},
        {"2021,12,A,886", "E504 Year"},
        {"2031-32,12,A,886", "E204 Year"},
        {"2021-22,200000000,A,886", "E213 N"},
        {"2021-22,:,C,886", "E503 Kind"},
    };
    for (const auto& [line, expected] : cases) {
        CAPTURE(line);
        CHECK(said(map_line(mapping, "Year,N,Kind,LA", line)) == expected);
    }
}

TEST_CASE("figure: an area that is in no table is refused or passed on as unknown") {
    const std::string rule = "placeholders = \"unassigned\"\n";
    CHECK(said(map_line(counts(rule, rule + "unknown = \"unknown\"\n"), "Year,N,Kind,LA", "2021-22,12,A,999")) ==
          "2021-04 to 2022-03 burglary unknown exact 12");
    const Mapped warned = map_line(counts(rule, rule + "unknown = \"warn\"\n"), "Year,N,Kind,LA", "2021-22,12,A,999");
    CHECK_FALSE(warned.record.refused);
    CHECK(warned.codes == "E503 LA");
}

TEST_CASE("figure: rounded counts are what their rounding allows") {
    const Mapping mapping = counts("\"exact\"", "\"rounded_5\"");
    CHECK(said(map_line(mapping, "Year,N,Kind,LA", "2021-22,15,A,886")) ==
          "2021-04 to 2022-03 burglary E10000016 county rounded_5 15");
    CHECK(said(map_line(mapping, "Year,N,Kind,LA", "2021-22,12,A,886")) == "E213 N");
}

TEST_CASE("figure: a unit that the agency does not count in is refused as the hub would") {
    const Mapping mapping = counts("\"recorded_crime\"", "\"exclusion\"");
    CHECK(said(map_line(mapping, "Year,N,Kind,LA", "2021-22,12,A,886")) == "E207 ");
}

TEST_CASE("figure: a period may stand in the mapping or in two columns") {
    CHECK(said(map_line(counts("from = \"Year\"", "constant = \"2020/21\""), "N,Kind,LA", "12,A,886")) ==
          "2020-04 to 2021-03 burglary E10000016 county exact 12");
    const Mapping range =
        counts("from = \"Year\"\nkind = \"financial_year\"", "from = \"From\"\nto = \"To\"\nformat = \"%Y-%m-%d\"");
    CHECK(said(map_line(range, "From,To,N,Kind,LA", "2021-04-01,2021-06-30,12,A,886")) ==
          "2021-04 to 2021-06 burglary E10000016 county exact 12");
    CHECK(said(map_line(range, "From,To,N,Kind,LA", "2021-04-01,2021-06-29,12,A,886")) == "E504 From");
}

TEST_CASE("figure: a cohort is people on the last day of a month") {
    const Mapping mapping = mapping_of(kCohorts);
    const std::pair<const char*, const char*> cases[] = {
        {"30/06/2021,25,CO,L,19,E07000114",
         "2021-06 community low 18_24 not_collected E07000114 district rounded_5 25"},
        {"30/06/2021,*,SSO,,34,E07000114",
         "2021-06 suspended_sentence unknown 25_34 not_collected E07000114 district suppressed 0"},
        {"28/06/2021,25,CO,L,19,E07000114", "E504 Snapshot"},
        {"30/06/2021,25,XX,L,19,E07000114", "E503 Order"},
        {"30/06/2021,23,CO,L,19,E07000114", "E213 N"},
        {"30/06/2031,25,CO,L,19,E07000114", "E204 Snapshot"},
        {"30/06/2021,25,CO,L,19,E01024040", "E301 LAD"},
    };
    for (const auto& [line, expected] : cases) {
        CAPTURE(line);
        CHECK(said(map_line(mapping, "Snapshot,N,Order,RoSH,Age,LAD", line)) == expected);
    }
}

TEST_CASE("figure: what is wrong with the rules is named") {
    const std::tuple<std::string, std::string, const char*> cases[] = {
        {"rows = \"aggregates\"", "rows = \"counts\"", "mapping.rows: expected \"incidents\""},
        {"[map.period]", "[map.month]", "map.month: there is no such field of aggregates"},
        {"[map.count]", "[map.counts]", "map.counts: there is no such field of aggregates. Did you mean \"count\"?"},
        {"[map.kind]", "[map.hour]", "map.kind: no default can stand for it"},
        {"treatment = \"exact\"\n", "", "map.count.treatment: this setting is required"},
        {"treatment = \"exact\"", "treatment = \"suppressed\"", "map.count.treatment: expected"},
        {"\"-\" = \"suppressed\"", "\"-\" = \"missing\"", "map.count.values.-: expected \"suppressed\""},
        {"kind = \"financial_year\"", "kind = \"year\"", "map.period.kind: expected"},
        {"kind = \"financial_year\"", "kind = \"financial_year\"\nformat = \"%Y\"", "only months have formats"},
        {"kind = \"financial_year\"", "kind = \"quarter\"\nyear = \"first\"", "only a year of two calendar years"},
        {"from = \"Year\"", "constant = \"2021\"", "map.period.constant: it is no period of that kind"},
        {"from = \"Year\"", "from = \"A\"\nto = \"B\"", "map.period.to: with a column for the end"},
        {"via = \"table\"", "via = \"postcode\"", "map.area.via: expected \"gss\" or \"table\""},
        {"vintages", "level = \"district\"\nvintages", "a column \"level\" or the key `level`, not both"},
        {"authorities.csv", "other.csv", "cannot read the table"},
    };
    for (const auto& [from, to, problem] : cases) {
        CAPTURE(to);
        std::string toml = kCounts;
        REQUIRE(toml.find(from) != std::string::npos);
        toml.replace(toml.find(from), from.size(), to);
        const std::string problems = problems_of(toml, kAuthorities);
        CAPTURE(problems);
        CHECK(problems.find(problem) != std::string::npos);
    }
    CHECK(problems_of(kCounts, {{"authorities.csv", "source,area,level\n886,Kent,county\n"}})
              .find("authorities.csv:2: \"Kent\" is no GSS code.") != std::string::npos);
    CHECK(problems_of(kCounts, {{"authorities.csv", "source,area,level\n886,E10000016,shire\n"}})
              .find("authorities.csv:2: \"shire\" is no level of areas.") != std::string::npos);
    CHECK(problems_of(kCohorts + "[map.victim_age]\nconstant = \"unknown\"\n")
              .find("map.victim_age: there is no such field of cohorts") != std::string::npos);
}

TEST_CASE("figure: counts go the way that incidents go") {
    const OtherMapping other(counts());
    TestAgent agent;
    const std::string head = "Year,N,Kind,LA\n";
    agent.drop("a.csv", head +
                            "2020-21,5,A,886\n2021-22,12,A,886\n2021-22,-,B,887\n2021-22,:,B,886\n2021-22,7,A,887\n"
                            "2021-22,1,A,886\n2021-22,2,A,886\n2021-22,3,A,886\n");
    CHECK(agent.run() == 0);
    check_finished(agent, 2, 7);
    REQUIRE(agent.hub.accepted.size() == 2);
    const Submission year = agent.hub.submission(1);
    CHECK(year.months.size() == 12);
    CHECK(year.months.front() == 202104);
    CHECK(year.months.back() == 202203);
    CHECK(year.aggregates.size() == 6);
    CHECK(year.records_read == 6);
    CHECK(year.incidents.empty());

    // The same years again take the place of the first, and of nothing else.
    agent.drop("b.csv", head +
                            "2020-21,6,A,886\n2021-22,13,A,886\n2021-22,13,B,886\n2021-22,13,A,887\n"
                            "2021-22,14,B,887\n2021-22,15,B,887\n");
    CHECK(agent.run() == 0);
    check_finished(agent, 4, 6);

    // One year alone is another supply of that year only: it is held, because the file before it spoke of two.
    agent.drop("c.csv", head + "2021-22,13,A,886\n");
    CHECK(agent.run() != 0);
    check_finished(agent, 4, 6);
}

TEST_CASE("figure: records of counts that are set aside come back as additions") {
    const OtherMapping other(counts());
    TestAgent agent;
    std::string rows = "Year,N,Kind,LA\n";
    for (int i = 0; i < 9; ++i) rows += fmt::format("2021-22,{},A,886\n", i);
    agent.drop("a.csv", rows + "2021-22,10,C,886\n");
    agent.run();
    check_finished(agent, 1, 9);
    const auto files = list_folder(agent.state() / "quarantine");
    REQUIRE(files.size() == 1);
    std::string mended = read_text(agent.state() / "quarantine" / files[0]);
    mended.replace(mended.find("10,C"), 4, "10,B");
    agent.drop("mended.csv", mended);
    CHECK(agent.run() == 0);
    check_finished(agent, 2, 10);
    CHECK(agent.hub.submission(1).supply == static_cast<Code>(SupplyKind::kAddition));
    CHECK(agent.hub.submission(1).months.size() == 12);
}

TEST_CASE("figure: months take the place of the year that they make up") {
    TestAgent agent;
    {
        const OtherMapping other(counts());
        agent.drop("year.csv", "Year,N,Kind,LA\n2021-22,120,A,886\n");
        CHECK(agent.run() == 0);
    }
    const OtherMapping other(counts("kind = \"financial_year\"", "kind = \"month\""));
    std::string rows = "Year,N,Kind,LA\n";
    for (int i = 0; i < 12; ++i) rows += fmt::format("{},10,A,886\n", (*Month::parse("2021-04") + i).text());
    agent.drop("months.csv", rows);
    CHECK(agent.run() == 0);
    check_finished(agent, 13, 12);
    CHECK(agent.hub.submission(1).supersedes.size() == 1);
    CHECK(agent.hub.submission(2).supersedes.empty());
}

}  // namespace svd::agent
