#include <doctest/doctest.h>

#include "tests/unit/hub_profile/world.h"

namespace svd {
namespace {

using test::code;
using test::find_party;
using test::incident;
using test::kind;
using test::kind_of;
using test::kOldtown;
using test::kSame2011;
using test::kSame2021;
using test::month;
using test::of_incidents;
using test::period;
using test::unit_of;
using test::World;

const Code kRobbery = kind("robbery_unsplit");
const Code kViolence = kind("violence_and_sexual_unsplit");
const Code kAsb = kind("asb_unsplit");
constexpr auto kCrime = CountUnit::kRecordedCrime;
constexpr auto kReport = CountUnit::kIncidentReport;
const Period kSpring = period("2021-04", "2021-06");

Incident report(Month when, std::optional<AreaRef> where) { return incident(kAsb, when, where, kReport); }

// April and May, of both units; June is not there.
struct TwoMonths : World {
    TwoMonths() {
        REQUIRE(entries.apply("test-police", of_incidents({
                                                 incident(kViolence, month("2021-04"), kSame2011),
                                                 incident(kViolence, month("2021-04"), kSame2011),
                                                 incident(kViolence, month("2021-05"), kSame2021),
                                                 incident(kRobbery, month("2021-05"), test::kNewtown2021),
                                                 report(month("2021-04"), kOldtown),
                                                 report(month("2021-05"), kOldtown),
                                             })));
    }
};

TEST_CASE("profile: counts by unit and kind over the period and by month") {
    const TwoMonths world;
    const AreaProfile profile = world.profile("E07000901", period("2021-04", "2021-05"));
    const UnitProfile& crimes = unit_of(profile, "test-police", kCrime);
    CHECK(crimes.status == FigureStatus::kSupplied);
    const KindFigures& violence = kind_of(crimes, kViolence);
    CHECK(violence.total.value == 3);
    REQUIRE(violence.by_month.size() == 2);
    CHECK(violence.by_month[0].value == 2);
    CHECK(violence.by_month[1].value == 1);
    CHECK(crimes.records == 3);
    CHECK(unit_of(profile, "test-police", kReport).records == 2);
    CHECK(find_party(profile, "test-police")->records == 5);
    CHECK(std::ranges::none_of(crimes.kinds, [](const KindFigures& figures) { return figures.kind == kAsb; }));
}

TEST_CASE("profile: none of a kind that the party reports elsewhere is a zero") {
    const TwoMonths world;
    const AreaProfile profile = world.profile("E07000901", period("2021-04", "2021-05"));
    const KindFigures& robbery = kind_of(unit_of(profile, "test-police", kCrime), kRobbery);
    CHECK(robbery.total.status == FigureStatus::kSupplied);
    CHECK(robbery.total.value == 0);
    CHECK(robbery.by_month[0].value == 0);
}

TEST_CASE("profile: a month that was not supplied has no number and makes the total partial") {
    const TwoMonths world;
    const AreaProfile profile = world.profile("E07000901", kSpring);
    const UnitProfile& crimes = unit_of(profile, "test-police", kCrime);
    CHECK(crimes.months_covered == 2);
    CHECK(crimes.status == FigureStatus::kPartial);
    CHECK(crimes.coverage[2].status == FigureStatus::kNotSupplied);
    const KindFigures& robbery = kind_of(crimes, kRobbery);
    CHECK(robbery.by_month[2].status == FigureStatus::kNotSupplied);
    CHECK_FALSE(robbery.by_month[2].value);
    CHECK(robbery.total.status == FigureStatus::kPartial);
    CHECK(robbery.total.value == 0);  // of the two months that were
    CHECK(std::ranges::count(profile.notes,
                             "Test Police has supplied recorded_crime for 2 of 3 months: its totals are partial.") ==
          1);
}

TEST_CASE("profile: supplied and nil and not available and not supplied are kept apart") {
    TwoMonths world;
    Submission said;
    said.nil_returns = {{202106, static_cast<Code>(kCrime)}};
    said.not_available = {{202107, static_cast<Code>(kCrime), 10},
                          {202108, static_cast<Code>(kCrime), 12},
                          {202109, static_cast<Code>(kCrime), 13}};
    REQUIRE(world.entries.apply("test-police", said));
    const AreaProfile profile = world.profile("E07000902", period("2021-04", "2021-10"));
    const auto& months = unit_of(profile, "test-police", kCrime).coverage;
    CHECK(months[0].status == FigureStatus::kSupplied);
    CHECK(months[2].status == FigureStatus::kNilReturn);
    CHECK(months[3].status == FigureStatus::kNotAvailable);
    CHECK(months[3].reason == 10);
    CHECK(months[4].reason == 12);
    CHECK(months[5].reason == 13);
    CHECK(months[6].status == FigureStatus::kNotSupplied);
    const auto& robbery = kind_of(unit_of(profile, "test-police", kCrime), kRobbery).by_month;
    CHECK(robbery[0].value == 0);  // supplied: none in Newtown that month
    CHECK(robbery[2].value == 0);  // a nil return
    CHECK(robbery[2].status == FigureStatus::kNilReturn);
    CHECK_FALSE(robbery[3].value);
    CHECK(unit_of(profile, "test-police", kCrime).months_covered == 3);
}

TEST_CASE("profile: a period of one kind of silence says which") {
    World world;
    Submission said;
    said.nil_returns = {{202104, static_cast<Code>(kCrime)}};
    said.not_available = {{202105, static_cast<Code>(kCrime), 11}};
    REQUIRE(world.entries.apply("test-police", said));
    const auto status = [&](const char* of) {
        return unit_of(world.profile("E07000901", period(of, of)), "test-police", kCrime).status;
    };
    CHECK(status("2021-04") == FigureStatus::kNilReturn);
    CHECK(status("2021-05") == FigureStatus::kNotAvailable);
    CHECK(status("2021-06") == FigureStatus::kNotSupplied);
}

TEST_CASE("profile: the newest statement about a month stands") {
    World world;
    Submission first;
    first.not_available = {{202104, static_cast<Code>(kCrime), 10}};
    Submission second;
    second.nil_returns = {{202104, static_cast<Code>(kCrime)}};
    REQUIRE(world.entries.apply("test-police", first));
    REQUIRE(world.entries.apply("test-police", second));
    const AreaProfile profile = world.profile("E07000901", period("2021-04", "2021-04"));
    CHECK(unit_of(profile, "test-police", kCrime).coverage[0].status == FigureStatus::kNilReturn);
}

TEST_CASE("profile: a record moved into a month that was not supplied is shown and the month is not") {
    TwoMonths world;
    Submission moved;
    moved.amendments = {{test::row(0, 0), incident(kViolence, month("2021-06"), kSame2011)}};
    REQUIRE(world.entries.apply("test-police", moved));
    const UnitProfile crimes = unit_of(world.profile("E07000901", kSpring), "test-police", kCrime);
    CHECK(crimes.coverage[2].status == FigureStatus::kPartial);
    CHECK(kind_of(crimes, kViolence).by_month[2].value == 1);
    CHECK_FALSE(kind_of(crimes, kRobbery).by_month[2].value);
    CHECK(kind_of(crimes, kViolence).total.value == 3);
    CHECK(crimes.months_covered == 2);
}

TEST_CASE("profile: a party of the area that sent nothing is listed as not supplied") {
    const TwoMonths world;
    const AreaProfile profile = world.profile("E07000901", kSpring);
    REQUIRE(find_party(profile, "oldtown-council") != nullptr);
    const UnitProfile& reports = unit_of(profile, "oldtown-council", CountUnit::kCouncilReport);
    CHECK(reports.status == FigureStatus::kNotSupplied);
    CHECK(reports.coverage.size() == 3);
    CHECK(reports.kinds.empty());
    CHECK(find_party(profile, "far-fire") == nullptr);
    CHECK(find_party(world.profile("E07000902", kSpring), "oldtown-council") == nullptr);
}

TEST_CASE("profile: says who speaks for part of the area only") {
    const TwoMonths world;
    const AreaProfile profile = world.profile("E10000099", kSpring);
    CHECK(find_party(profile, "test-police")->whole_area);
    CHECK_FALSE(find_party(profile, "oldtown-council")->whole_area);
    CHECK(std::ranges::count(profile.notes, "Oldtown Council speaks for a part of this area only.") == 1);
    CHECK(find_party(world.profile("E07000901", kSpring), "oldtown-council")->whole_area);
    CHECK_FALSE(find_party(world.profile("Z00000001", kSpring), "oldtown-council")->whole_area);
}

TEST_CASE("profile: records of a party that is no longer configured are not lost") {
    TwoMonths world;
    world.parties.erase(world.parties.begin());
    const AreaProfile profile = world.profile("E07000901", kSpring);
    CHECK(kind_of(unit_of(profile, "test-police", kCrime), kViolence).total.value == 3);
    CHECK(profile.parties.back().id == "test-police");
    CHECK(profile.parties.back().agency_kind.empty());
}

TEST_CASE("profile: records without a place are not lost with the party's configuration") {
    const std::optional<AreaRef> places[] = {std::nullopt, test::area("E10000099", 2023)};
    for (const auto& place : places) {
        World world;
        REQUIRE(
            world.entries.apply("gone-police", of_incidents({incident(kind("burglary"), month("2021-04"), place)})));
        const AreaProfile profile = world.profile("E07000901", period("2021-04", "2021-04"));
        const UnitProfile& unit = unit_of(profile, "gone-police", CountUnit::kRecordedCrime);
        CHECK(unit.records == 0);
        REQUIRE(unit.unplaced.size() == 1);
        CHECK(unit.unplaced[0].count == 1);
        // Where none of it could be, nothing is said of it.
        const AreaProfile elsewhere = world.profile("E07000999", period("2021-04", "2021-04"));
        CHECK((test::find_party(elsewhere, "gone-police") != nullptr) == !place.has_value());
    }
}

TEST_CASE("profile: counts how well each field is known") {
    World world;
    std::vector<Incident> incidents;
    for (const Code weapon : {kUnknown, kNotCollected, kNotCollected, kWithheld, Code{11}, Code{11}, Code{11}}) {
        incidents.push_back(incident(kViolence, month("2021-04"), kSame2021));
        incidents.back()[Field::kWeapon] = weapon;
    }
    incidents[0][Field::kPoliceOutcome] = 10;
    REQUIRE(world.entries.apply("test-police", of_incidents(incidents)));
    const UnitProfile crimes = unit_of(world.profile("E07000901", period("2021-04", "2021-04")), "test-police", kCrime);
    const auto of = [&](Field field) { return std::ranges::find(crimes.quality, field, &FieldQuality::field); };
    const auto weapon = of(Field::kWeapon);
    REQUIRE(weapon != crimes.quality.end());
    CHECK(weapon->known == 3);
    CHECK(weapon->unknown == 1);
    CHECK(weapon->not_collected == 2);
    CHECK(weapon->withheld == 1);
    CHECK(of(Field::kPoliceOutcome)->known == 1);
    CHECK(of(Field::kPoliceOutcome)->not_given == 6);
    CHECK(of(Field::kEdDisposal) == crimes.quality.end());
    CHECK(of(Field::kKind)->known == 7);
}

TEST_CASE("profile: heading says what it is of and what was done to it") {
    const TwoMonths world;
    const AreaProfile profile = world.profile("E07000901", kSpring);
    CHECK(profile.notice == "Exact figures. No disclosure control has been applied. Not for release.");
    CHECK(profile.area.name == "Oldtown");
    CHECK(profile.area.residents.front().persons == 132700);
    CHECK(profile.snapshot == 1);
    CHECK(profile.geography_edition == "test-1");
    CHECK(profile.definition == "all-kinds");
    CHECK(profile.disclosure == "off");
    CHECK(world.profile("E07000901", period("2018-01", "2019-12")).area.name == "Aldtoun");
    CHECK(world.profile("E07000901", period("2018-01", "2020-01")).area.name == "Oldtown");
}

TEST_CASE("profile: refuses what cannot be asked") {
    const TwoMonths world;
    const auto code_of = [&](const char* area_code, Period when, std::optional<PartsLevel> parts = {}) {
        const auto asked = world.ask(area_code, when, parts);
        REQUIRE(asked.has_error());
        return asked.error().code;
    };
    CHECK(code_of("E07000555", kSpring) == Errc::kNotFound);
    CHECK(code_of("E07000901", period("2021-06", "2021-04")) == Errc::kInvalid);
    CHECK(code_of("E07000901", period("2001-01", "2021-04")) == Errc::kInvalid);
    CHECK(code_of("E07000901", kSpring, PartsLevel{AreaLevel::kDistrict, 0}) == Errc::kInvalid);
    CHECK(code_of("E07000901", kSpring, PartsLevel{AreaLevel::kLsoa, 2031}) == Errc::kInvalid);
}

}  // namespace
}  // namespace svd
