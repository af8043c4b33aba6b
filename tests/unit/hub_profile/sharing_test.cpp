#include "hub/profile/sharing.h"

#include <doctest/doctest.h>

#include "tests/unit/hub_profile/world.h"

namespace svd {
namespace {

using test::incident;
using test::kind;
using test::kSame2021;
using test::month;
using test::of_incidents;
using test::period;
using test::World;

const Identity kVru{Role::kAnalyst, "vru"};
const Identity kOther{Role::kAnalyst, "other"};

// Police rows of April under "A", of June under "B".
struct Shared : World {
    Shared() {
        parties.front().agreements = {{"A", month("2021-01")}, {"B", month("2021-01")}};
        send("2021-04", "A");
        send("2021-06", "B");
    }
    void send(const char* when, const char* agreement, std::optional<Digest> replaces = std::nullopt) {
        Submission submission = of_incidents({incident(kind("robbery_unsplit"), month(when), kSame2021)});
        submission.months = {month(when).number()};
        if (replaces) submission.supersedes = {*replaces};
        wire::Receipt receipt = test::receipt_of("test-police", entries.state.snapshot(), submission, {});
        receipt.agreement = agreement;
        REQUIRE(entries.state.apply(receipt, submission, entries.held).has_value());
        entries.held.submissions.push_back(submission);
    }
    Agreement& a() { return parties.front().agreements.front(); }
    std::string clause(const char* from = "2021-04", const char* to = "2021-06", const Identity& who = kVru,
                       Purpose purpose = Purpose::kIdentifyKinds) const {
        const Withheld found =
            withheld_from({who, purpose, month("2021-12")}, period(from, to), entries.state, facts, parties);
        return found.contains("test-police") ? found.at("test-police") : "";
    }
    LogFacts facts;
};

TEST_CASE("sharing: what no clause forbids is given") {
    const Shared world;
    CHECK(world.clause().empty());
}

TEST_CASE("sharing: what was replaced keeps nothing back any more") {
    Shared world;
    world.a().purposes = {Purpose::kMonitor};
    CHECK(world.clause() == "agreement.purposes");
    world.send("2021-04", "B", test::digest_of(0));
    CHECK(world.clause().empty());
}

TEST_CASE("sharing: each clause keeps the data back and is named") {
    Shared world;
    SUBCASE("recipients") {
        world.a().recipients = {false, {kVru}};
        CHECK(world.clause().empty());
        CHECK(world.clause("2021-04", "2021-06", kOther) == "agreement.recipients");
    }
    SUBCASE("purposes") {
        world.a().purposes = {Purpose::kMonitor};
        CHECK(world.clause() == "agreement.purposes");
        CHECK(world.clause("2021-04", "2021-06", kVru, Purpose::kMonitor).empty());
    }
    SUBCASE("retention") {
        world.a().retain_months = 6;
        CHECK(world.clause() == "agreement.retain_months");
    }
    SUBCASE("suspension") {
        world.facts.suspended = {{"test-police", "A"}};
        CHECK(world.clause() == "agreement.suspended");
    }
    SUBCASE("an agreement that is no more") {
        world.parties.front().agreements.erase(world.parties.front().agreements.begin());
        CHECK(world.clause() == "agreement.id");
    }
    SUBCASE("a party that is no more") {
        world.parties.erase(world.parties.begin());
        CHECK(world.clause() == "agreement.id");
    }
}

TEST_CASE("sharing: only the agreements under which data of the period arrived are asked") {
    Shared world;
    world.facts.suspended = {{"test-police", "A"}};
    CHECK(world.clause("2021-05", "2021-06").empty());
    CHECK(world.clause("2021-04", "2021-04") == "agreement.suspended");
}

TEST_CASE("sharing: withheld data is in no figure, and its party is seen to be withheld") {
    const Shared world;
    const Period when = period("2021-04", "2021-06");
    const AreaProfile profile =
        build_profile({test::code("E07000901"), when, {}, {{"test-police", "agreement.purposes"}}}, world.entries.state,
                      world.geography, world.parties)
            .value();
    const PartyProfile* police = test::find_party(profile, "test-police");
    REQUIRE(police != nullptr);
    CHECK(police->records == 0);
    REQUIRE_FALSE(police->units.empty());
    for (const UnitProfile& unit : police->units) {
        CHECK(unit.status == FigureStatus::kWithheld);
        CHECK(unit.kinds.empty());
        for (const MonthCoverage& each : unit.coverage) {
            CHECK(each.status == FigureStatus::kWithheld);
            CHECK_FALSE(each.records.has_value());
        }
    }
    CHECK(std::ranges::any_of(profile.notes, [](const std::string& note) {
        return note.find("clause agreement.purposes") != std::string::npos;
    }));
}

}  // namespace
}  // namespace svd
