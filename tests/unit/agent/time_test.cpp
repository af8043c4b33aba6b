#include <doctest/doctest.h>
#include <fmt/format.h>

#include <random>

#include "agent/source/when.h"
#include "tests/unit/agent/mapping_fixture.h"

namespace svd::agent {
namespace {

using namespace test;

const std::string kHead = R"([mapping]
name = "x"
version = 1
[map.count_unit]
constant = "recorded_crime"
[map.kind]
constant = "burglary"
)";

Mapping with_time(const std::string& rule) { return mapping_of(kHead + "[map.time]\nfrom = \"When\"\n" + rule); }

// "2021-04 saturday 21 hour", as it leaves.
std::string when_of(const Mapped& mapped) {
    if (mapped.record.refused) return mapped.codes;
    return fmt::format("{} {} {} {}", incident_of(mapped).month.text(), term_at(mapped, Field::kWeekday),
                       term_at(mapped, Field::kHour), term_at(mapped, Field::kTimePrecision));
}

LocalTime at(int year, unsigned month, unsigned day) {
    return {std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}, true, std::nullopt};
}

}  // namespace

TEST_CASE("time_text: reads months and dates and refuses days that do not exist") {
    struct Text {
        const char* text;
        const char* format;
        const char* month;  // empty: not readable
    };
    for (const Text& c :
         {Text{"2021-04", "%Y-%m", "2021-04"}, Text{"04/2021", "%m/%Y", "2021-04"},
          Text{"Apr-2021", "%b-%Y", "2021-04"}, Text{"April 2021", "%b %Y", "2021-04"},
          Text{"MAY 2021", "%b %Y", "2021-05"}, Text{"Apri 2021", "%b %Y", ""},
          Text{"30/04/2021 23:59", "%d/%m/%Y %H:%M", "2021-04"}, Text{"31/04/2021 23:59", "%d/%m/%Y %H:%M", ""},
          Text{"29/02/2021", "%d/%m/%Y", ""}, Text{"29/02/2024", "%d/%m/%Y", "2024-02"},
          Text{"29/02/2100", "%d/%m/%Y", ""}, Text{"29/02/2000", "%d/%m/%Y", "2000-02"}, Text{"2021-13", "%Y-%m", ""},
          Text{"2021-00", "%Y-%m", ""}, Text{"2021-04-01", "%Y-%m", ""}, Text{"21-04", "%Y-%m", ""},
          Text{"", "%Y-%m", ""}, Text{"2021-04-01T24:00", "%Y-%m-%dT%H:%M", ""},
          Text{"2021-04-01T09:60", "%Y-%m-%dT%H:%M", ""}}) {
        CAPTURE(c.text);
        const std::string formats[] = {c.format};
        const auto time = read_time(c.text, formats);
        const std::string month = time ? fmt::format("{:04}-{:02}", static_cast<int>(time->date.year()),
                                                     static_cast<unsigned>(time->date.month()))
                                       : "";
        CHECK(month == c.month);
    }
}

TEST_CASE("time: each row is as precise as what it has") {
    const Mapping mapping = with_time("format = [\"%d/%m/%Y %H:%M\", \"%d/%m/%Y unknown\", \"%d/%m/%Y\", \"%m/%Y\"]\n");
    const std::pair<const char*, const char*> cases[] = {
        {"03/04/2021 21:15", "2021-04 saturday 21 hour"},
        {"03/04/2021 00:00", "2021-04 saturday 00 hour"},
        {"3/4/2021 9:05", "2021-04 saturday 09 hour"},
        {"29/02/2024 23:59", "2024-02 thursday 23 hour"},
        {"03/04/2021", "2021-04 saturday unknown weekday"},
        {"03/04/2021 unknown", "2021-04 saturday unknown weekday"},
        {"04/2021", "2021-04 unknown unknown month"},
        {"29/02/2021 10:00", "E504 When"},
        {"31/04/2021", "E504 When"},
        {"03/04/2021 24:00", "E504 When"},
        {"03/04/2021 12:60", "E504 When"},
        {"2021-04-03", "E504 When"},
        {"03/04/1969", "E504 When"},
        {"", "E504 When"},
        {"TN9 1AB", "E508 When"},
        {"03/04/2031 10:00", "E204 When"},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(when_of(map_line(mapping, "When,Other", std::string(text) + ",")) == expected);
    }
}

TEST_CASE("time: the mapping says how fine a time may leave") {
    const std::pair<const char*, const char*> cases[] = {
        {"hour", "2021-04 saturday 21 hour"},
        {"band", "2021-04 saturday band_evening band"},
        {"weekday", "2021-04 saturday withheld weekday"},
        {"month", "2021-04 withheld withheld month"},
    };
    for (const auto& [finest, expected] : cases) {
        CAPTURE(finest);
        const Mapping mapping = with_time(fmt::format("format = \"%d/%m/%Y %H:%M\"\nfinest = \"{}\"\n", finest));
        CHECK(when_of(map_line(mapping, "When,Other", "03/04/2021 21:15,")) == expected);
    }
}

TEST_CASE("time: every hour is in its band") {
    const Mapping mapping = with_time("format = \"%d/%m/%Y %H:%M\"\nfinest = \"band\"\n");
    const char* bands[] = {"night", "morning", "afternoon", "after_school", "evening", "late"};
    const int first_hours[] = {0, 6, 12, 15, 18, 22, 24};
    for (int band = 0; band < 6; ++band) {
        for (int hour = first_hours[band]; hour < first_hours[band + 1]; ++hour) {
            CAPTURE(hour);
            const Mapped mapped = map_line(mapping, "When,Other", fmt::format("03/04/2021 {:02}:59,", hour));
            CHECK(term_at(mapped, Field::kHour) == std::string("band_") + bands[band]);
        }
    }
}

TEST_CASE("time: an export that never has a time of day collects none") {
    CHECK(when_of(map_line(with_time("format = \"%Y-%m-%d\"\n"), "When,Other", "2021-04-03,")) ==
          "2021-04 saturday not_collected weekday");
    CHECK(when_of(map_line(with_time("format = \"%Y-%m\"\n"), "When,Other", "2021-04,")) ==
          "2021-04 not_collected not_collected month");
}

TEST_CASE("time: midnight may stand for no time of day") {
    const Mapping mapping = with_time("format = \"%Y-%m-%d %H:%M:%S\"\nmidnight = \"unknown\"\n");
    CHECK(when_of(map_line(mapping, "When,Other", "2021-04-03 00:00:00,")) == "2021-04 saturday unknown weekday");
    CHECK(when_of(map_line(mapping, "When,Other", "2021-04-03 00:00:01,")) == "2021-04 saturday 00 hour");
}

TEST_CASE("time: the time of day may stand in a column of its own") {
    const Mapping mapping = with_time(
        "format = \"%Y-%m-%d\"\nclock = \"Clock\"\nclock_format = [\"%H:%M\", \"%H%M\"]\nclock_unknown = \"N/K\"\n");
    const std::pair<const char*, const char*> cases[] = {
        {"2021-04-03,21:15", "2021-04 saturday 21 hour"},
        {"2021-04-03,0915", "2021-04 saturday 09 hour"},
        {"2021-04-03,", "2021-04 saturday unknown weekday"},
        {"2021-04-03, n/k ", "2021-04 saturday unknown weekday"},
        {"2021-04-03,25:00", "E504 Clock"},
        {"2021-04-03,evening", "E504 Clock"},
        {"2021-02-29,21:15", "E504 When"},
    };
    for (const auto& [line, expected] : cases) {
        CAPTURE(line);
        CHECK(when_of(map_line(mapping, "When,Clock", line)) == expected);
    }
}

TEST_CASE("time: a time without a day is never precise to the hour") {
    const std::string problems = problems_of(kHead + "[map.time]\nfrom = \"When\"\nformat = \"%Y-%m %H:%M\"\n");
    CHECK(problems.find("must hold %d") != std::string::npos);
}

TEST_CASE("time: no zone is added or taken away") {
    // The hour that summer time skips, and the one that it repeats, are as they are written.
    const Mapping mapping = with_time("format = \"%Y-%m-%dT%H:%M\"\n");
    CHECK(when_of(map_line(mapping, "When,Other", "2021-03-28T01:30,")) == "2021-03 sunday 01 hour");
    CHECK(when_of(map_line(mapping, "When,Other", "2021-10-31T01:30,")) == "2021-10 sunday 01 hour");
}

TEST_CASE("mapping: a column that an export may lack has a term for that") {
    const std::string rule = "format = \"%Y-%m-%d\"\n[map.alcohol]\nfrom = \"Drink\"\nvalues = { Y = \"yes\" }\n";
    const Mapping lenient = with_time(rule + "missing = \"not_collected\"\n");
    CHECK(term_at(map_line(lenient, "When,Other", "2021-04-03,"), Field::kAlcohol) == "not_collected");
    CHECK(term_at(map_line(lenient, "When,Drink", "2021-04-03,Y"), Field::kAlcohol) == "yes");
    const TempFolder folder;
    const auto file = folder.path() / "export.csv";
    write_text(file, "When,Other\n2021-04-03,\n");
    const Mapping strict = with_time(rule);
    const auto refused = Extract::open(file, *inspect_file(file), strict, shipped_bench().rules);
    REQUIRE_FALSE(ok(refused));
    CHECK(refused.error().detail.find("E501: the file has no column \"Drink\"") != std::string::npos);
}

TEST_CASE("time: what is wrong with the rule is named") {
    const std::pair<std::string, const char*> cases[] = {
        {"format = \"%d/%m\"\n", "must hold %Y"},
        {"", "how dates are written"},
        {"format = \"%Y-%m-%d\"\nclock = \"C\"\n", "both or neither"},
        {"format = \"%Y-%m-%d\"\nclock = \"C\"\nclock_format = \"%Y\"\n", "must hold %H"},
        {"format = \"%Y-%m-%d %H:%M\"\nclock = \"C\"\nclock_format = \"%H:%M\"\n", "stands in `format` already"},
        {"format = \"%Y-%m-%d\"\nfinest = \"minute\"\n", "map.time.finest: expected \"hour\""},
        {"format = \"%Y-%m-%d\"\nmidnight = \"yes\"\n", "map.time.midnight: expected"},
        {"format = \"%Y-%m-%d\"\n[map.month]\nfrom = \"M\"\n", "only one of the two"},
        {"format = \"%Y-%m-%d\"\n[map.hour]\nconstant = \"unknown\"\n", "map.hour: it comes from [map.time]"},
        {"format = \"%Y-%m-%d\"\n[map.time_precision]\nconstant = \"month\"\n", "it comes from [map.time]"},
        {"format = \"%Y-%m-%d\"\n[map.victim_age]\nfrom = \"D\"\nvia = \"date_of_birth\"\n", "how dates of birth"},
        {"format = \"%Y-%m-%d\"\n[map.victim_age]\nfrom = \"D\"\nvia = \"shoe size\"\n", "expected \"age\""},
        {"format = \"%Y-%m-%d\"\n[map.setting]\nfrom = \"D\"\nvia = \"age\"\n", "only victim_age"},
    };
    for (const auto& [rule, problem] : cases) {
        CAPTURE(rule);
        const std::string problems = problems_of(kHead + "[map.time]\nfrom = \"When\"\n" + rule);
        CAPTURE(problems);
        CHECK(problems.find(problem) != std::string::npos);
    }
}

TEST_CASE("age: years become bands") {
    const Mapping mapping = with_time(
        "format = \"%Y-%m-%d\"\n[map.victim_age]\nfrom = \"Age\"\nvia = \"age\"\nblank = \"unknown\"\n"
        "values = { \"999\" = \"unknown\", \"<1\" = \"under_10\" }\n");
    const std::pair<const char*, const char*> cases[] = {
        {"0", "under_10"},  {"9", "under_10"}, {"10", "10_14"},    {"14", "10_14"},    {"15", "15_17"},
        {"17", "15_17"},    {"18", "18_24"},   {"24", "18_24"},    {"25", "25_34"},    {"34", "25_34"},
        {"35", "35_44"},    {"45", "45_54"},   {"55", "55_64"},    {"64", "55_64"},    {"65", "65_over"},
        {"120", "65_over"}, {"", "unknown"},   {"999", "unknown"}, {"<1", "under_10"},
    };
    for (const auto& [age, band] : cases) {
        CAPTURE(age);
        const Mapped mapped = map_line(mapping, "When,Age", fmt::format("2021-04-03,{}", age));
        CHECK(mapped.codes == "");
        CHECK(term_at(mapped, Field::kVictimAge) == band);
    }
    for (const char* age : {"121", "-1", "17.5", "seventeen", "0017"}) {
        CAPTURE(age);
        CHECK(map_line(mapping, "When,Age", fmt::format("2021-04-03,{}", age)).codes == "E504 Age");
    }
}

TEST_CASE("age: a date of birth becomes the band at the incident and stays") {
    const std::string rule =
        "format = [\"%Y-%m-%d\", \"%Y-%m\"]\n[map.victim_age]\nfrom = \"DOB\"\nvia = \"date_of_birth\"\n"
        "format = \"%d/%m/%Y\"\n";
    const Mapping mapping = with_time(rule + "values = { \"N/K\" = \"unknown\" }\nblank = \"unknown\"\n");
    const std::pair<const char*, const char*> cases[] = {
        {"2021-04-03,03/04/2003", "18_24"},   // eighteen that day
        {"2021-04-03,04/04/2003", "15_17"},   // the day before
        {"2021-02-28,29/02/2003", "E504 DOB"},  // no such day
        {"2022-02-28,29/02/2004", "15_17"},   // born on 29 February: eighteen on 1 March
        {"2022-03-01,29/02/2004", "18_24"},
        {"2021-04,03/04/2003", "unknown"},    // eighteen in the month of which the day is not known
        {"2021-04,03/05/2003", "15_17"},
        {"2021-04,20/04/2021", "under_10"},
        {"2021-04-03,", "unknown"},
        {"2021-04-03,n/k", "unknown"},
        {"2021-04-03,04/04/2021", "E504 DOB"},  // not yet born
        {"2021-04-03,01/01/1899", "E504 DOB"},
        {"2021-04-03,old", "E504 DOB"},
        {"2021-04-03,TN9 1AB", "E508 DOB"},
    };
    for (const auto& [line, expected] : cases) {
        CAPTURE(line);
        const Mapped mapped = map_line(mapping, "When,DOB", line);
        CHECK((mapped.record.refused ? mapped.codes : term_at(mapped, Field::kVictimAge)) == expected);
    }
    const Mapping lenient = with_time(rule + "unknown = \"warn\"\n");
    const Mapped warned = map_line(lenient, "When,DOB", "2021-04-03,old");
    CHECK_FALSE(warned.record.refused);
    CHECK(warned.codes == "E504 DOB");
    CHECK(term_at(warned, Field::kVictimAge) == "unknown");
}

TEST_CASE("age: bands agree with counting birthdays one by one") {
    const unsigned seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random(seed);
    using namespace std::chrono;
    const auto first = sys_days(year{1925} / January / 1);
    int between_birthdays = 0;
    for (int round = 0; round < 2000; ++round) {
        const year_month_day born{first + days(random() % 34'000)};
        const year_month_day day{sys_days(born) + days(random() % 30'000)};
        int age = 0;
        for (year_month_day birthday{born.year() + years(1), born.month(), born.day()};
             sys_days(birthday) <= sys_days(day); birthday += years(1)) {  // 29 February counts as 1 March
            ++age;
        }
        between_birthdays += day.month() == born.month();
        const auto band = age_band_at(born, at(static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                                               static_cast<unsigned>(day.day())));
        REQUIRE(band);
        CHECK(*band == age_band(age));
    }
    CHECK(between_birthdays > 0);
}

}  // namespace svd::agent
