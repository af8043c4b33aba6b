#include <doctest/doctest.h>

#include <cstdlib>
#include <map>
#include <random>

#include "tests/unit/hub_profile/world.h"

namespace svd {
namespace {

using test::area;
using test::find_party;
using test::incident;
using test::kind;
using test::kind_of;
using test::month;
using test::of_incidents;
using test::period;
using test::unit_of;
using test::World;

const Code kRobbery = kind("robbery_unsplit");
constexpr auto kCrime = CountUnit::kRecordedCrime;
const Month kApril = month("2021-04");
const Period kOnlyApril{kApril, kApril};

struct Places : World {
    explicit Places(const std::vector<std::optional<AreaRef>>& places) {
        std::vector<Incident> incidents;
        for (const auto& place : places) incidents.push_back(incident(kRobbery, kApril, place));
        REQUIRE(entries.apply("test-police", of_incidents(incidents)));
    }
};

const ProfilePart& part(const AreaProfile& profile, std::string_view area_code) {
    REQUIRE(profile.parts);
    for (const ProfilePart& each : profile.parts->areas) {
        if (each.area.ref.code.text() == area_code) return each;
    }
    throw std::runtime_error("no such part");
}

std::uint64_t count(const ProfilePart& of) { return kind_of(of.units.at(0), kRobbery).total.value.value(); }

std::uint64_t not_carried(const AreaProfile& profile, NotCarriedReason reason) {
    std::uint64_t sum = 0;
    for (const NotCarried& left : profile.parts->not_carried) sum += left.reason == reason ? left.count : 0;
    return sum;
}

TEST_CASE("parts: an area wider than a district is broken down into its districts") {
    const Places world({test::kSame2011, test::kFit2011, test::kOldtown, test::kNewtown2021});
    const AreaProfile profile = world.profile("E23000099", kOnlyApril);
    REQUIRE(profile.parts);
    REQUIRE(profile.parts->areas.size() == 3);  // Gonetown went in 2015
    CHECK(profile.parts->areas.front().area.ref.code.text() == "E06000903");
    CHECK(count(part(profile, "E07000901")) == 3);
    CHECK(count(part(profile, "E07000902")) == 1);
    CHECK(count(part(profile, "E06000903")) == 0);
    CHECK(part(profile, "E07000901").area.residents.front().persons == 132700);
    CHECK(part(profile, "E07000901").units[0].best_fit_records == 1);
    CHECK(profile.parts->not_carried.empty());
    CHECK_FALSE(world.profile("E07000901", kOnlyApril).parts);
}

TEST_CASE("parts: a named group is a whole like any other") {
    const Places world({test::kSame2011, test::kPort2021, test::kNewtown2021});
    const AreaProfile profile = world.profile("Z00000001", kOnlyApril);
    CHECK(kind_of(unit_of(profile, "test-police", kCrime), kRobbery).total.value == 2);
    REQUIRE(profile.parts->areas.size() == 2);
    CHECK(count(part(profile, "E06000903")) == 1);
}

TEST_CASE("parts: an unchanged small area is carried to the other boundary set and a split one is not") {
    const Places world({test::kSame2011, test::kSame2021, test::kSplit2011, test::kNew2021, test::kOldtown});
    const AreaProfile newer = world.profile("E07000901", kOnlyApril, PartsLevel{AreaLevel::kLsoa, 2021});
    CHECK(count(part(newer, "E01900001")) == 2);
    CHECK(count(part(newer, "E01900012")) == 1);
    CHECK(count(part(newer, "E01900013")) == 0);
    CHECK(not_carried(newer, NotCarriedReason::kBoundaryChanged) == 1);
    CHECK(not_carried(newer, NotCarriedReason::kAreaTooWide) == 1);
    const AreaProfile older = world.profile("E07000901", kOnlyApril, PartsLevel{AreaLevel::kLsoa, 2011});
    CHECK(count(part(older, "E01900001")) == 2);
    CHECK(count(part(older, "E01900002")) == 1);
    CHECK(not_carried(older, NotCarriedReason::kBoundaryChanged) == 1);
    CHECK(std::ranges::count(older.notes,
                             "2 records of Test Police are in none of the parts: their own areas "
                             "cannot be carried to them exactly.") == 1);
}

TEST_CASE("parts: a wider area that did not change takes its split small areas along") {
    const Places world({test::kSame2011, test::kSplit2011, test::kNew2021});
    const AreaProfile profile = world.profile("E07000901", kOnlyApril, PartsLevel{AreaLevel::kMsoa, 2021});
    CHECK(count(part(profile, "E02900001")) == 3);
    CHECK(profile.parts->not_carried.empty());
}

TEST_CASE("parts: a best fit is flagged") {
    const Places world({test::kSame2011, test::kNew2021, test::kSplit2011, area("E05900002", 2024)});
    const AreaProfile profile = world.profile("E07000901", kOnlyApril, PartsLevel{AreaLevel::kWard, 2024});
    CHECK(count(part(profile, "E05900001")) == 2);
    CHECK(part(profile, "E05900001").units[0].best_fit_records == 2);
    CHECK(count(part(profile, "E05900002")) == 1);
    CHECK(part(profile, "E05900002").units[0].best_fit_records == 0);
    CHECK(not_carried(profile, NotCarriedReason::kBoundaryChanged) == 1);
    const Places fitted({test::kFit2011, test::kSame2011});
    const AreaProfile district = fitted.profile("E07000901", kOnlyApril);
    CHECK(unit_of(district, "test-police", kCrime).best_fit_records == 1);
    CHECK(std::ranges::count(district.notes, "1 record of Test Police is placed in this area by a best fit.") == 1);
}

TEST_CASE("places: an area that lies in another by a best fit of its ground is flagged") {
    const Places world({area("E02900002", 2021), area("E10000099", 2023)});
    const UnitProfile east = unit_of(world.profile("E05900003", kOnlyApril), "test-police", kCrime);
    CHECK(east.records == 1);
    CHECK(east.best_fit_records == 1);
    // The county's districts are the force's exactly, however its small areas were fitted to its districts.
    const UnitProfile force = unit_of(world.profile("E23000099", kOnlyApril), "test-police", kCrime);
    CHECK(force.records == 2);
    CHECK(force.best_fit_records == 0);
}

TEST_CASE("parts: an area without a link to the level is not carried") {
    const Places world({area("E05900001", 2024)});
    const AreaProfile profile = world.profile("E07000901", kOnlyApril, PartsLevel{AreaLevel::kMsoa, 2021});
    CHECK(not_carried(profile, NotCarriedReason::kAreaTooWide) == 0);
    CHECK(not_carried(profile, NotCarriedReason::kNoLookup) == 1);
}

TEST_CASE("parts: who does not speak for a part has no zero there") {
    World world;
    REQUIRE(world.entries.apply("oldtown-council", of_incidents({incident(kind("asb_unsplit"), kApril, test::kSame2021,
                                                                          CountUnit::kCouncilReport)})));
    const AreaProfile profile = world.profile("E10000099", kOnlyApril);
    CHECK(part(profile, "E07000901").units.size() == 1);
    CHECK(part(profile, "E07000902").units.empty());
}

struct LevelText {
    const char* text;
    std::optional<PartsLevel> level;
};
const LevelText kLevels[] = {
    {"district", PartsLevel{AreaLevel::kDistrict, 0}},
    {"msoa-2021", PartsLevel{AreaLevel::kMsoa, 2021}},
    {"lsoa-2011", PartsLevel{AreaLevel::kLsoa, 2011}},
    {"ward-2024", PartsLevel{AreaLevel::kWard, 2024}},
    {"police_force", PartsLevel{AreaLevel::kPoliceForce, 0}},
    {"lsoa", std::nullopt},
    {"", std::nullopt},
    {"msoa-", std::nullopt},
    {"msoa-21", std::nullopt},
    {"msoa-2021x", std::nullopt},
    {"LSOA-2011", std::nullopt},
    {"msoa-99999", std::nullopt},
    {"msoa--202", std::nullopt},
};

TEST_CASE("parts: a geography is a level and a year") {
    for (const LevelText& each : kLevels) {
        CAPTURE(each.text);
        const auto parsed = parse_parts_level(each.text);
        CHECK(parsed.has_value() == each.level.has_value());
        if (parsed && each.level) CHECK(*parsed == *each.level);
    }
}

TEST_CASE("unlocated: an area that holds the whole of a force shows its unlocated records by kind") {
    Places world({test::kSame2011, std::nullopt, std::nullopt});
    Incident outside = incident(kRobbery, kApril, std::nullopt);
    outside[Field::kLocation] = term::kLocationOutsideArea;
    REQUIRE(world.entries.apply("test-police", of_incidents({outside})));
    const AreaProfile profile = world.profile("E23000099", kOnlyApril);
    CHECK(find_party(profile, "test-police")->holds_all_unplaced);
    const auto& left = unit_of(profile, "test-police", kCrime).unplaced;
    REQUIRE(left.size() == 2);
    CHECK(left[0].reason == UnplacedReason::kUnknown);
    CHECK(left[0].kind == kRobbery);
    CHECK(left[0].count == 2);
    CHECK(left[1].reason == UnplacedReason::kOutsideArea);
    CHECK(left[1].count == 1);
    CHECK(kind_of(unit_of(profile, "test-police", kCrime), kRobbery).total.value == 1);
}

TEST_CASE("unlocated: a smaller area notes how many records could be anywhere") {
    Places world(std::vector<std::optional<AreaRef>>(2261, std::nullopt));
    for (const char* smaller : {"E07000901", "Z00000001", "E10000099"}) {
        CAPTURE(smaller);
        const AreaProfile profile = world.profile(smaller, kOnlyApril);
        CHECK_FALSE(find_party(profile, "test-police")->holds_all_unplaced);
        const auto& left = unit_of(profile, "test-police", kCrime).unplaced;
        REQUIRE(left.size() == 1);
        CHECK(left[0].kind == kUnspecified);
        CHECK(left[0].count == 2261);
        CHECK(std::ranges::count(profile.notes,
                                 "2,261 records of Test Police in this period have no location and "
                                 "could be anywhere.") == 1);
    }
}

TEST_CASE("unlocated: records of a wider area are counted beside those without any") {
    const Places world({area("E10000099", 2023), area("E23000098", 2024), test::kSame2011});
    const auto left = [&](const char* of) {
        return unit_of(world.profile(of, kOnlyApril), "test-police", kCrime).unplaced;
    };
    REQUIRE(left("E07000901").size() == 1);
    CHECK(left("E07000901")[0].reason == UnplacedReason::kWiderArea);
    CHECK(left("E07000901")[0].area->code.text() == "E10000099");
    CHECK(left("Z00000001").size() == 1);  // the county is only half in the group
    CHECK(left("E06000903").empty());
    CHECK(left("E23000099").empty());     // all of the county lies in it, so its records are counted there
    CHECK(unit_of(world.profile("E23000099", kOnlyApril), "test-police", kCrime).records == 2);
    CHECK(unit_of(world.profile("E10000099", kOnlyApril), "test-police", kCrime).records == 2);
}

// Every record is in the area's figures, or among those not placed, or elsewhere; and every record of the area is
// in one part, or among those not carried.
TEST_CASE("places: no record is lost between the areas and their parts") {
    const char* given = std::getenv("SVD_TEST_SEED");
    const std::uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
    INFO("SVD_TEST_SEED=", seed);
    std::mt19937_64 engine(seed);
    World world;
    std::vector<std::optional<AreaRef>> places;
    std::map<std::string, std::uint64_t> expected;  // by area asked for, from each record's own chain of links
    const std::vector<const char*> asked = {"E23000099", "E10000099", "Z00000001", "E07000901", "E07000902"};
    for (int i = 0; i < 400; ++i) {
        const auto index = static_cast<AreaIndex>(engine() % (world.geography.areas().size() + 1));
        if (index == world.geography.areas().size()) {
            places.emplace_back();
            continue;
        }
        places.emplace_back(world.geography.area(index).ref);
        for (const char* each : asked) expected[each] += world.geography.lies_in(index, test::code(each)) ? 1 : 0;
        // The county and the group are in the force with all their districts, though no link says so.
        const AreaLevel level = world.geography.area(index).level;
        if (level == AreaLevel::kCounty || level == AreaLevel::kGroup) ++expected["E23000099"];
    }
    const Places random(places);
    std::uint64_t left_over = 0;
    for (const char* each : asked) {
        for (const char* geography : {"district", "msoa-2021", "msoa-2011", "lsoa-2011", "lsoa-2021", "ward-2024"}) {
            CAPTURE(each);
            CAPTURE(geography);
            const auto asked_for = random.ask(each, kOnlyApril, parse_parts_level(geography).value());
            if (!asked_for) continue;
            CHECK(unit_of(*asked_for, "test-police", kCrime).records == expected[each]);
            std::uint64_t in_parts = 0;
            for (const ProfilePart& each_part : asked_for->parts->areas) {
                for (const PartUnit& unit : each_part.units) in_parts += kind_of(unit, kRobbery).total.value.value();
            }
            for (const NotCarried& left : asked_for->parts->not_carried) {
                left_over += left.count;
                in_parts += left.count;
            }
            CHECK(in_parts == expected[each]);
        }
    }
    CHECK(left_over > 0);
}

}  // namespace
}  // namespace svd
