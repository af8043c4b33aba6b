#include "hub/sections/breakdown.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <map>
#include <random>

#include "hub/sections/ground.h"
#include "tests/unit/hub_profile/world.h"

namespace svd {
namespace {

using test::month;
using test::period;

constexpr auto kCrime = CountUnit::kRecordedCrime;

TEST_CASE("spans: a month belongs to one span or to none") {
    const Period years[] = {period("2020-04", "2021-03"), period("2021-05", "2022-03")};
    const Spans spans = Spans::periods(years);
    CHECK(spans.size() == 2);
    for (const auto& [text, span] : std::initializer_list<std::pair<const char*, int>>{{"2020-03", -1},
                                                                                       {"2020-04", 0},
                                                                                       {"2021-03", 0},
                                                                                       {"2021-04", -1},
                                                                                       {"2021-05", 1},
                                                                                       {"2022-03", 1},
                                                                                       {"2022-04", -1}}) {
        CAPTURE(text);
        CHECK(spans.of(month(text)) == span);
    }
    CHECK(Spans::months(period("2021-11", "2022-02")).of(month("2022-01")) == 2);
    CHECK(Spans::periods({}).of(month("2022-01")) == -1);
}

Definition robberies() {
    return Definition::parse(R"(
[definition]
name = "test"
version = 1
title = "T"
source = "S"
source_date = "2024"
[[measure]]
name = "robbery"
title = "R"
units = ["recorded_crime"]
[measure.all_of]
kind = ["robbery_personal", "robbery_business"]
[[measure]]
name = "robbery-personal"
title = "P"
units = ["recorded_crime"]
[measure.all_of]
kind = ["robbery_personal"]
)",
                             "test.toml")
        .value();
}

// Random incidents of fourteen months, of which twelve are asked for, and what of them is to be counted: one by one.
struct CountedOneByOne : test::World {
    const std::array<Code, 4> kinds{test::kind("robbery_personal"), test::kind("robbery_unsplit"),
                                    test::kind("assault_with_injury"), test::kind("violence_and_sexual_unsplit")};
    const std::array<Code, 4> ages{kUnknown, kNotCollected, kWithheld,
                                   find_term(Vocabulary::kAgeBand, "18_24").value()};
    const Period asked = period("2021-03", "2022-02");
    std::map<std::tuple<Code, Code, int>, std::uint64_t> all;
    std::map<std::pair<std::size_t, int>, std::uint64_t> sure, may;

    explicit CountedOneByOne(std::mt19937& random) {
        const AreaRef places[] = {test::kOldtown, test::kSame2011, test::kNew2021, test::kNewtown2021};
        for (int at = 0; at < 14; ++at) {
            std::vector<Incident> incidents;
            for (int i = 0; i < 40; ++i) {
                const AreaRef& place = places[random() % 4];
                incidents.push_back(test::incident(kinds[random() % 4], month("2021-01") + at, place));
                incidents.back()[Field::kVictimAge] = ages[random() % 4];
                if (place != test::kNewtown2021 && at >= 2) count(incidents.back(), at - 2);
            }
            REQUIRE(entries.apply("test-police", test::of_incidents(incidents)));
        }
    }

    void count(const Incident& incident, int span) {
        ++all[{incident[Field::kKind], incident[Field::kVictimAge], span}];
        const bool personal = incident[Field::kKind] == kinds[0], unsplit = incident[Field::kKind] == kinds[1];
        if (personal || unsplit) ++sure[{0, span}];
        if (personal) ++sure[{1, span}];
        if (unsplit) ++may[{1, span}];
    }

    // Of both breakdowns, in one walk.
    void walk(BreakdownCounts& by_field, BreakdownCounts& by_measure) const {
        const CompiledDefinition compiled(robberies());
        const Ground ground(geography, entries.state.cells(), *geography.find(test::code("E07000901")), asked);
        ground.visit(period("2020-01", "2023-01"), [&](AreaIndex, Month when, const Block& block) {
            by_field.add(block, when, {});
            std::vector<Matches> matches(block.rows());
            const ColumnMatcher matcher(compiled, block);
            for (std::size_t row = 0; row < matches.size(); ++row) matches[row] = matcher[row];
            by_measure.add(block, when, matches);
        });
    }
};

TEST_CASE("breakdown: equals counting the incidents one by one") {
    const auto seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random(seed);
    CountedOneByOne world(random);
    BreakdownCounts by_field({{Field::kKind, Field::kVictimAge}, false, Spans::months(world.asked)}, 0);
    BreakdownCounts by_measure({{}, true, Spans::months(world.asked)}, 2);
    world.walk(by_field, by_measure);

    const UnitKey police{world.entries.state.party_index("test-police"), kCrime};
    std::uint64_t seen = 0;
    for (int span = 0; span < 12; ++span) {
        const auto slot = static_cast<std::size_t>(span);
        std::uint64_t total = 0;
        for (const Code kind : world.kinds) {
            for (const Code age : world.ages) {
                const std::size_t positions[] = {by_field.codes(0).position[kind], by_field.codes(1).position[age]};
                const std::uint64_t wanted = world.all[{kind, age, span}];
                CHECK(by_field.at(police, positions, slot) == wanted);
                total += wanted;
            }
        }
        CHECK(by_field.total(police, slot) == total);
        for (std::size_t measure = 0; measure < 2; ++measure) {
            CHECK(by_measure.at(police, {}, slot, measure) == world.sure[{measure, span}]);
            CHECK(by_measure.may(police, {}, slot, measure) == world.may[{measure, span}]);
        }
        seen += total;
    }
    CHECK(seen > 100);
    CHECK(by_field.at({kNoParty, kCrime}, std::array<std::size_t, 2>{0, 0}, 0) == 0);
}

}  // namespace
}  // namespace svd
