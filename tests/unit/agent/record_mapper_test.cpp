#include "agent/source/record_mapper.h"

#include <doctest/doctest.h>

#include <map>

#include "tests/unit/agent/mapping_fixture.h"

namespace svd::agent {
namespace {

using namespace test;

std::vector<Mapped> map_file(const std::string& text) { return map_text(shipped_bench().mapping, text); }

Mapped map_one(const StreetRow& row) { return map_file(street_file({row})).at(0); }

}  // namespace

TEST_CASE("record_mapper: every crime type of the extract has its kind and its unit") {
    const std::map<std::string, std::string> kinds = {
        {"Anti-social behaviour", "asb_unsplit"},
        {"Bicycle theft", "bicycle_theft"},
        {"Burglary", "burglary"},
        {"Criminal damage and arson", "criminal_damage_and_arson_unsplit"},
        {"Drugs", "drugs"},
        {"Other crime", "other_crime"},
        {"Other theft", "other_theft"},
        {"Possession of weapons", "weapon_possession"},
        {"Public order", "public_order"},
        {"Robbery", "robbery_unsplit"},
        {"Shoplifting", "shoplifting"},
        {"Theft from the person", "theft_from_person"},
        {"Vehicle crime", "vehicle_crime"},
        {"Violence and sexual offences", "violence_and_sexual_unsplit"},
    };
    for (const auto& [type, kind] : kinds) {
        CAPTURE(type);
        const Mapped mapped = map_one({.crime_type = type});
        CHECK(mapped.codes == "");
        CHECK(term_at(mapped, Field::kKind) == kind);
        const bool report = type == "Anti-social behaviour";
        CHECK(term_at(mapped, Field::kCountUnit) == (report ? "incident_report" : "recorded_crime"));
    }
}

TEST_CASE("record_mapper: what the extract has no column for is not collected") {
    const Mapped mapped = map_one({});
    for (const Field field :
         {Field::kWeekday, Field::kHour, Field::kWeapon, Field::kWeaponUse, Field::kSetting, Field::kVictimAge,
          Field::kVictimSex, Field::kHarm, Field::kDomesticAbuse, Field::kReportedToPolice, Field::kKnifeFlagSource}) {
        CAPTURE(field_name(field));
        CHECK(term_at(mapped, field) == "not_collected");
    }
    CHECK(term_at(mapped, Field::kTimeBasis) == "recorded");
    CHECK(term_at(mapped, Field::kTimePrecision) == "month");
    CHECK(term_at(mapped, Field::kPlaceBasis) == "map_point");
    CHECK(incident_of(mapped).month.text() == "2021-04");
}

TEST_CASE("record_mapper: a blank outcome is unknown for a crime and not applicable for anti-social behaviour") {
    CHECK(term_at(map_one({.outcome = ""}), Field::kPoliceOutcome) == "unknown");
    CHECK(term_at(map_one({.crime_type = "Anti-social behaviour", .outcome = ""}), Field::kPoliceOutcome) ==
          "not_applicable");
    CHECK(term_at(map_one({.outcome = "Local resolution"}), Field::kPoliceOutcome) == "out_of_court");
}

TEST_CASE("record_mapper: places") {
    struct Case {
        const char* name;
        const char* lsoa;
        const char* location;
        int vintage;  // 0: no code leaves
    };
    for (const Case& c :
         {Case{"in Kent in both vintages", "E01024040", "area", 2021},
          Case{"in Kent in 2021 only", "E01034986", "area", 2021},
          Case{"in Kent in 2011 only", "E01024162", "area", 2011}, Case{"in London", "E01000379", "outside_area", 0},
          Case{"in Wales", "W01000574", "outside_area", 0}, Case{"blank", "", "unknown", 0}}) {
        CAPTURE(c.name);
        const Mapped mapped = map_one({.lsoa = c.lsoa});
        CHECK(mapped.codes == "");
        CHECK(term_at(mapped, Field::kLocation) == c.location);
        CHECK(incident_of(mapped).place.has_area == (c.vintage != 0));
        if (std::string_view(c.name) != "in Kent in 2011 only") {
            CHECK(incident_of(mapped).place.area.vintage == c.vintage);
        }
    }
}

TEST_CASE("record_mapper: records that cannot be sent say why and where") {
    struct Case {
        const char* name;
        StreetRow row;
        const char* codes;
    };
    for (const Case& c : {
             Case{"type not in the table", {.crime_type = "Piracy"}, "E503 Crime type"},
             Case{"blank type", {.crime_type = ""}, "E503 Crime type"},
             Case{"month not readable", {.month = "April 2021"}, "E504 Month"},
             Case{"month in the future", {.month = "2031-01"}, "E204 Month"},
             Case{"no such area", {.lsoa = "E01999999"}, "E301 LSOA code"},
             Case{"a postcode for an area", {.lsoa = "TN9 1AB"}, "E508 LSOA code"},
             Case{"an e-mail for an outcome", {.outcome = "x@example.org"}, "E508 Last outcome category"},
             Case{"a phone number for a type", {.crime_type = "07700 900123"}, "E508 Crime type"},
             Case{"everything",
                  {.crime_type = "Piracy", .lsoa = "E01999999", .month = "x"},
                  "E503 Crime type, E504 Month, E301 LSOA code"},
         }) {
        CAPTURE(c.name);
        const Mapped mapped = map_one(c.row);
        CHECK(mapped.record.refused);
        CHECK(mapped.codes == c.codes);
    }
}

TEST_CASE("record_mapper: an outcome that nobody knows yet only warns") {
    const Mapped mapped = map_one({.outcome = "Transported to the colonies"});
    CHECK_FALSE(mapped.record.refused);
    CHECK(mapped.codes == "E503 Last outcome category");
    CHECK(term_at(mapped, Field::kPoliceOutcome) == "unknown");
}

TEST_CASE("record_mapper: a record with too many or too few cells is set aside alone") {
    const auto all = map_file(street_header() + "\n" + street_line({}) + "\n" + street_line({}) + ",\n,2021-04\n" +
                              street_line({}) + "\n");
    REQUIRE(all.size() == 4);
    CHECK_FALSE(all[0].record.refused);
    CHECK(all[1].codes == "E505 ");
    CHECK(all[2].codes == "E505 ");
    CHECK_FALSE(all[3].record.refused);
}

TEST_CASE("record_mapper: rows that are alike are separate incidents") {
    CHECK(map_file(street_file({{}, {}, {}})).size() == 3);
}

TEST_CASE("record_mapper: headers match whatever their case and blanks") {
    std::string text = street_file({{}});
    text.replace(text.find("LSOA code"), 9, " lsoa  CODE ");
    CHECK(map_file("\xEF\xBB\xBF" + text).at(0).codes == "");
}

TEST_CASE("record_mapper: a column whose name looks personal is shown by its number") {
    const TempFolder folder;
    const auto file = folder.path() / "export.csv";
    write_text(file, street_header() + ",jane@example.org\n" + street_line({}) + ",x\n");
    const auto extract = Extract::open(file, *inspect_file(file), shipped_bench().mapping, shipped_bench().rules);
    REQUIRE(ok(extract));
    const RecordMapper& mapper = (*extract)->mapper();
    CHECK(mapper.not_mapped() == std::vector<std::string>{"column 13"});
    CHECK(mapper.staying().back() == "column 13");
    CHECK(mapper.column_names().back() == "column 13");
    CHECK(mapper.column_name(12) == "column 13");
    CHECK(mapper.header().back() == "jane@example.org");  // for the quarantine, which never leaves
}

TEST_CASE("record_mapper: a missing column refuses the file and names it") {
    const TempFolder folder;
    const auto file = folder.path() / "export.csv";
    write_text(file, "Month,LSOA code\n2021-04,E01024040\n");
    const auto extract = Extract::open(file, *inspect_file(file), shipped_bench().mapping, shipped_bench().rules);
    REQUIRE_FALSE(ok(extract));
    CHECK(extract.error().code == Errc::kInvalid);
    CHECK(extract.error().detail.find("E501: the file has no column \"Crime type\"") != std::string::npos);
    CHECK(extract.error().detail.find("Last outcome category") != std::string::npos);
}

TEST_CASE("record_mapper: the dirty rows of Kent all become incidents") {
    const auto all =
        map_file(read_text(std::filesystem::path(SVD_SOURCE_DIR) / "tests/data/police/sample_dirty_rows_kent.csv"));
    REQUIRE(all.size() == 86);
    std::map<std::string, int> locations;
    for (const Mapped& mapped : all) {
        CHECK(mapped.codes == "");
        ++locations[term_at(mapped, Field::kLocation)];
    }
    CHECK(locations["area"] == 41);
    CHECK(locations["outside_area"] == 32);
    CHECK(locations["unknown"] == 13);
}

}  // namespace svd::agent
