#include <doctest/doctest.h>

#include <limits>

#include "core/base/limits.h"
#include "core/wire/profile_codec.h"
#include "tests/unit/hub_profile/world.h"

namespace svd {
namespace {

using test::area;
using test::period;
using test::unit_of;
using test::World;

const Period kSpring = period("2021-04", "2021-06");
constexpr Code kExact = 10;
constexpr Code kRounded = 11;

AggregateReturn aggregate(std::optional<AreaRef> where, std::uint32_t from, std::uint32_t to, std::uint64_t count,
                          Code treatment = kExact) {
    AggregateReturn made;
    made.count_unit = static_cast<Code>(CountUnit::kAttendance);
    made.kind = 12;
    made.weapon = made.setting = made.victim_age = made.victim_sex = made.reported_to_police = kNotCollected;
    made.treatment = treatment;
    made.from_month = from;
    made.to_month = to;
    made.count = count;
    made.place.location = where ? term::kLocationArea : kUnknown;
    made.place.has_area = made.place.code_well_formed = where.has_value();
    if (where) made.place.area = *where;
    return made;
}

struct Counts : World {
    explicit Counts(std::vector<AggregateReturn> aggregates) {
        Submission submission;
        submission.aggregates = std::move(aggregates);
        REQUIRE(entries.apply("test-ed", submission));
    }
};

TEST_CASE("aggregates: a month of counts is supplied and is not a zero among the rows") {
    const Counts world({aggregate(test::kOldtown, 202104, 202104, 17)});
    const AreaProfile profile = world.profile("E07000901", kSpring);
    const UnitProfile& attendances = unit_of(profile, "test-ed", CountUnit::kAttendance);
    CHECK(attendances.coverage[0].status == FigureStatus::kSuppliedAsCounts);
    CHECK(attendances.coverage[1].status == FigureStatus::kNotSupplied);
    CHECK(attendances.status == FigureStatus::kPartial);
    CHECK(attendances.kinds.empty());
    REQUIRE(profile.aggregates.size() == 1);
    CHECK(profile.aggregates[0].count == 17);
    CHECK(unit_of(world.profile("E07000901", period("2021-04", "2021-04")), "test-ed", CountUnit::kAttendance).status ==
          FigureStatus::kSuppliedAsCounts);
}

TEST_CASE("aggregates: only exact counts alike in everything are added") {
    AggregateReturn by_sex = aggregate(test::kOldtown, 202104, 202104, 4);
    by_sex.victim_sex = 10;
    const Counts world({aggregate(test::kOldtown, 202104, 202104, 17), by_sex,
                        aggregate(test::kOldtown, 202104, 202104, 3), aggregate(test::kSame2021, 202104, 202104, 2),
                        aggregate(test::kOldtown, 202105, 202105, 10, kRounded),
                        aggregate(test::kOldtown, 202105, 202105, 5, kRounded),
                        aggregate(test::kOldtown, 202106, 202106, 0, term::kTreatmentSuppressed)});
    const AreaProfile profile = world.profile("E07000901", kSpring);
    std::vector<std::pair<std::optional<std::uint64_t>, std::uint32_t>> figures;
    for (const AggregateFigure& figure : profile.aggregates) figures.emplace_back(figure.count, figure.returns);
    const decltype(figures) expected = {{2, 1}, {20, 2}, {4, 1}, {5, 1}, {10, 1}, {std::nullopt, 1}};
    CHECK(figures == expected);
}

TEST_CASE("aggregates: a sum that the wire cannot hold is shown in more than one figure") {
    const std::vector<AggregateReturn> many(43, aggregate(test::kOldtown, 202104, 202104, limits::kAggregateCountMax));
    const AreaProfile profile = Counts(many).profile("E07000901", kSpring);
    REQUIRE(profile.aggregates.size() == 2);
    CHECK(profile.aggregates[0].count == 4'200'000'000);
    CHECK(profile.aggregates[0].returns == 42);
    CHECK(profile.aggregates[1].count == 100'000'000);
    const std::string json = wire::encode_profile(profile, wire::ProfileFormat::kJson);
    CHECK(json.find("\"count\":4200000000}") != std::string::npos);
}

TEST_CASE("aggregates: no number of a profile stops the one who writes it") {
    AreaProfile profile = Counts({aggregate(test::kOldtown, 202104, 202104, 1)}).profile("E07000901", kSpring);
    profile.aggregates[0].count = profile.parties[0].records = std::numeric_limits<std::uint64_t>::max();
    for (const auto format : {wire::ProfileFormat::kJson, wire::ProfileFormat::kProtobuf}) {
        CHECK_FALSE(wire::encode_profile(profile, format).empty());
    }
}

TEST_CASE("aggregates: what reaches beyond the question is counted and not listed") {
    const Counts world({aggregate(test::kOldtown, 202104, 202203, 100), aggregate(std::nullopt, 202104, 202104, 1),
                        aggregate(area("E10000099", 2023), 202104, 202104, 1),
                        aggregate(test::kNewtown2021, 202104, 202104, 1),
                        aggregate(test::kOldtown, 202001, 202001, 1)});
    const AreaProfile profile = world.profile("E07000901", kSpring);
    CHECK(profile.aggregates.empty());
    REQUIRE(profile.returns_not_shown.size() == 1);
    CHECK(profile.returns_not_shown[0].party == "test-ed");
    CHECK(profile.returns_not_shown[0].reaching_beyond_period == 1);
    CHECK(profile.returns_not_shown[0].without_area == 1);
    CHECK(profile.returns_not_shown[0].of_wider_area == 1);
}

CohortSnapshot cohort(AreaRef where, std::uint32_t as_at, std::uint64_t people) {
    CohortSnapshot made;
    made.order_type = 10;
    made.risk_band = 12;
    made.age_band = 13;
    made.offence = 12;
    made.treatment = kExact;
    made.as_at_month = as_at;
    made.people = people;
    made.place.location = term::kLocationArea;
    made.place.has_area = made.place.code_well_formed = true;
    made.place.area = where;
    return made;
}

// No link puts the county or the group into the force, and yet all their districts lie there.
TEST_CASE("returns: those of an area whose ground lies in the one asked for are listed like its rows") {
    World world;
    Submission submission;
    for (const AreaRef& where : {area("E10000099", 2023), area("Z00000001", 2028), area("E23000098", 2024)}) {
        submission.aggregates.push_back(aggregate(where, 202104, 202104, 17));
        submission.cohorts.push_back(cohort(where, 202104, 5));
    }
    REQUIRE(world.entries.apply("test-police", submission));
    const AreaProfile force = world.profile("E23000099", kSpring);
    REQUIRE(force.aggregates.size() == 2);
    CHECK(force.aggregates[0].area == area("E10000099", 2023));
    CHECK(force.aggregates[1].area == area("Z00000001", 2028));
    CHECK(force.cohorts.size() == 2);
    CHECK(force.returns_not_shown.empty());
    const AreaProfile group = world.profile("Z00000001", kSpring);
    CHECK(group.aggregates.size() == 1);
    REQUIRE(group.returns_not_shown.size() == 1);
    CHECK(group.returns_not_shown[0].of_wider_area == 2);  // the county's: half of it is elsewhere
}

TEST_CASE("cohorts: a stock is listed month by month and never added over months") {
    World world;
    Submission submission;
    for (const std::uint32_t as_at : {202106U, 202104U, 202104U}) {
        submission.cohorts.push_back(cohort(test::kOldtown, as_at, as_at - 202100));
    }
    REQUIRE(world.entries.apply("test-police", submission));
    const AreaProfile profile = world.profile("E07000901", kSpring);
    REQUIRE(profile.cohorts.size() == 2);
    CHECK(profile.cohorts[0].as_at.text() == "2021-04");
    CHECK(profile.cohorts[0].people == 8);
    CHECK(profile.cohorts[1].people == 6);
    CHECK(unit_of(profile, "test-police", CountUnit::kPerson).coverage[0].status == FigureStatus::kSuppliedAsCounts);
}

}  // namespace
}  // namespace svd
