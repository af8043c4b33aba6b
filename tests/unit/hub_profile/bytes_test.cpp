// A profile as bytes: JSON, protobuf and CSV.
#include <doctest/doctest.h>

#include "core/wire/profile_codec.h"
#include "hub/profile/profile_csv.h"
#include "tests/unit/hub_profile/world.h"

namespace svd {
namespace {

using test::incident;
using test::kind;
using test::month;
using test::of_incidents;
using test::period;
using test::World;
using wire::encode_profile;
using wire::ProfileFormat;

const Period kSpring = period("2021-04", "2021-06");

struct Spring : World {
    Spring() {
        REQUIRE(entries.apply("test-police",
                              of_incidents({incident(kind("robbery_unsplit"), month("2021-04"), test::kSame2011),
                                            incident(kind("robbery_unsplit"), month("2021-05"), test::kNewtown2021),
                                            incident(kind("robbery_unsplit"), month("2021-05"), std::nullopt)})));
        Submission later = of_incidents({incident(kind("weapon_possession"), month("2021-05"), test::kSplit2011)});
        later.withdrawals = {{test::row(0, 2), 10}};
        REQUIRE(entries.apply("test-police", later));
        Submission said;
        said.nil_returns = {{202104, static_cast<Code>(CountUnit::kAttendance)}};
        REQUIRE(entries.apply("test-ed", said));
    }
};

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST_CASE("bytes: a rebuilt state gives the same bytes") {
    const Spring world;
    const State again = world.entries.again();
    for (const char* area_code : {"E23000099", "E10000099", "E07000901"}) {
        const ProfileRequest request{test::code(area_code), kSpring, PartsLevel{AreaLevel::kLsoa, 2021}};
        const AreaProfile first = build_profile(request, world.entries.state, world.geography, world.parties).value();
        const AreaProfile second = build_profile(request, again, test::county(), test::county_parties()).value();
        CHECK(encode_profile(first, ProfileFormat::kProtobuf) == encode_profile(second, ProfileFormat::kProtobuf));
        CHECK(encode_profile(first, ProfileFormat::kJson) == encode_profile(second, ProfileFormat::kJson));
        CHECK(profile_csv(first) == profile_csv(second));
    }
}

TEST_CASE("bytes: the order in which parties first sent something does not show") {
    World one;
    World other;
    const auto police = of_incidents({incident(kind("robbery_unsplit"), month("2021-04"), test::kSame2011)});
    const auto council =
        of_incidents({incident(kind("asb_unsplit"), month("2021-04"), test::kSame2011, CountUnit::kCouncilReport)});
    REQUIRE(one.entries.apply("test-police", police));
    REQUIRE(one.entries.apply("oldtown-council", council));
    REQUIRE(other.entries.apply("oldtown-council", council));
    REQUIRE(other.entries.apply("test-police", police));
    CHECK(encode_profile(one.profile("E23000099", kSpring), ProfileFormat::kJson) ==
          encode_profile(other.profile("E23000099", kSpring), ProfileFormat::kJson));
}

TEST_CASE("bytes: JSON says zero and leaves out what is no number") {
    const Spring world;
    const std::string json = encode_profile(world.profile("E07000901", kSpring), ProfileFormat::kJson);
    CHECK(json.starts_with(R"({"notice":"Exact figures. No disclosure control has been applied. Not for release.",)"));
    CHECK(json.ends_with("}\n"));
    CHECK(contains(json, R"({"month":"2021-04","status":"FIGURE_STATUS_SUPPLIED","value":1})"));
    CHECK(contains(json, R"({"month":"2021-05","status":"FIGURE_STATUS_SUPPLIED","value":0})"));
    CHECK(contains(json, R"({"month":"2021-06","status":"FIGURE_STATUS_NOT_SUPPLIED"})"));
    CHECK(contains(json, R"("status":"FIGURE_STATUS_NIL_RETURN")"));
    CHECK(contains(json, R"("kind":"KIND_ROBBERY_UNSPLIT","total":{"status":"FIGURE_STATUS_PARTIAL","value":1})"));
    CHECK(contains(json, R"("snapshot":"3")"));
    CHECK_FALSE(contains(json, R"("parts")"));
}

TEST_CASE("csv: one observation a row with the status of each") {
    const Spring world;
    const std::string csv = profile_csv(world.profile("E23000099", kSpring));
    CHECK(
        csv.starts_with("section,area_code,area_name,party,party_kind,count_unit,kind,month,measure,value,status,"
                        "note\r\n"));
    CHECK(contains(csv,
                   "kinds,E23000099,Test Force,test-police,police,recorded_crime,robbery_unsplit,"
                   "2021-04/2021-06,count,2,partial,\r\n"));
    CHECK(contains(csv,
                   "series,E23000099,Test Force,test-police,police,recorded_crime,robbery_unsplit,"
                   "2021-06,count,,not_supplied,\r\n"));
    CHECK(contains(csv,
                   "parts,E06000903,Port,test-police,police,recorded_crime,robbery_unsplit,"
                   "2021-04/2021-06,count,0,partial,\r\n"));
    CHECK(contains(csv,
                   "coverage,E23000099,Test Force,test-ed,emergency_department,attendance,,"
                   "2021-04,records,0,nil_return,\r\n"));
    for (std::size_t at = csv.find('\n'); at != std::string::npos; at = csv.find('\n', at + 1)) {
        CHECK(csv[at - 1] == '\r');
    }
}

TEST_CASE("csv: text that a spreadsheet would run is made harmless") {
    AreaProfile profile;
    profile.area.name = "=cmd|' /C calc'!A0";
    profile.notes = {"@sum", "+1", "-1", "a \"quoted\", name", "plain"};
    const std::string csv = profile_csv(profile);
    CHECK(contains(csv, "\"'=cmd|' /C calc'!A0\""));
    CHECK(contains(csv, "\"'@sum\""));
    CHECK(contains(csv, "\"'+1\""));
    CHECK(contains(csv, "\"'-1\""));
    CHECK(contains(csv, "\"a \"\"quoted\"\", name\""));
    CHECK(contains(csv, ",plain\r\n"));
}

}  // namespace
}  // namespace svd
