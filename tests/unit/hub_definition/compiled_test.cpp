#include "hub/definition/compiled.h"

#include <doctest/doctest.h>

#include "tests/unit/hub_definition/row_text.h"
#include "tests/unit/hub_definition/slow_match.h"

namespace svd {
namespace {

using test::answer;
using test::row;

const std::string kHead = R"([definition]
name = "t"
version = 1
title = "T"
source = "S"
source_date = "2025"
[[measure]]
name = "m"
title = "M"
units = ["recorded_crime"]
caveats = ["C"]
)";

struct Case {
    const char* name;
    const char* rule;
    const char* row;
    const char* answer;
};

constexpr const char* kKnife = "[measure.all_of]\nkind = [\"homicide\", \"threats\"]\nweapon = [\"knife_or_sharp\"]\n";
constexpr const char* kAnyWeapon =
    "[[measure.any_of]]\nweapon = [\"knife_or_sharp\"]\n[[measure.any_of]]\nweapon = [\"none_bodily_force\", "
    "\"glass_or_bottle\", \"blunt\", \"firearm\", \"corrosive_or_chemical\", \"fire_or_explosive\", \"strangulation\", "
    "\"vehicle\", \"animal\", \"believed_not_seen\", \"other\"]\n";
constexpr const char* kNoDomestic =
    "[measure.all_of]\nkind = [\"homicide\"]\n[[measure.none_of]]\ndomestic_abuse = [\"yes\"]\n";
constexpr const char* kRoberies = "[measure.all_of]\nkind = [\"robbery_personal\", \"robbery_business\"]\n";
constexpr const char* k14To24 =
    "[measure.all_of]\nvictim_age = [\"15_17\", \"18_24\"]\nmay_count.victim_age = [\"10_14\"]\n";
constexpr const char* kUse =
    "[measure.all_of]\nweapon_use = [\"injured\", \"unknown\"]\ndoes_not_count.weapon_use = [\"withheld\"]\n";
constexpr const char* kMayTwice =
    "[[measure.any_of]]\nmay_count.weapon = [\"glass_or_bottle\"]\n[[measure.none_of]]\nmay_count.weapon = "
    "[\"glass_or_bottle\"]\n";
constexpr const char* kReasons =
    "[[measure.any_of]]\nexclusion_reason_1 = [\"ow\"]\n[[measure.any_of]]\nexclusion_reason_2 = [\"ow\"]\n";
constexpr const char* kGravity = "[measure.all_of]\ngravity = [\"5\", \"6\", \"7\", \"8\"]\n";

TEST_CASE("compiled: counts, does not count, or cannot be told") {
    const Case cases[] = {
        {"all conditions hold", kKnife, "kind=homicide weapon=knife_or_sharp", "counts"},
        {"one does not", kKnife, "kind=burglary weapon=knife_or_sharp", "no"},
        {"one is not known", kKnife, "kind=homicide weapon=unknown", "may count"},
        {"one is not collected", kKnife, "kind=homicide", "may count"},
        {"one is withheld", kKnife, "kind=homicide weapon=withheld", "may count"},
        {"what is not known does not help against what does not hold", kKnife, "kind=drugs weapon=unknown", "no"},
        {"a coarse term holds what counts and what does not", kKnife,
         "kind=violence_and_sexual_unsplit weapon=knife_or_sharp", "may count"},
        {"a coarse term holds nothing that counts", kKnife, "kind=robbery_unsplit weapon=knife_or_sharp", "no"},
        {"a coarse term of which all counts", kRoberies, "kind=robbery_unsplit", "counts"},
        {"another unit", kKnife, "count_unit=attendance kind=homicide weapon=knife_or_sharp", "no"},
        {"two clauses that leave nothing out", kAnyWeapon, "weapon=unknown", "counts"},
        {"an exclusion that holds", kNoDomestic, "kind=homicide domestic_abuse=yes", "no"},
        {"an exclusion that does not", kNoDomestic, "kind=homicide domestic_abuse=no", "counts"},
        {"an exclusion that is not known", kNoDomestic, "kind=homicide domestic_abuse=unknown", "may count"},
        {"an exclusion of what would not count", kNoDomestic, "kind=drugs domestic_abuse=unknown", "no"},
        {"in the band", k14To24, "victim_age=15_17", "counts"},
        {"a band of which only some would count", k14To24, "victim_age=10_14", "may count"},
        {"a coarse band with such a one", k14To24, "victim_age=under_18", "may count"},
        {"out of the band", k14To24, "victim_age=25_34", "no"},
        {"all ages too old", k14To24, "victim_age=25_over", "no"},
        {"an absence that is taken to count", kUse, "weapon_use=unknown", "counts"},
        {"an absence that is taken not to count", kUse, "weapon_use=withheld", "no"},
        {"an absence that the rule does not speak of", kUse, "weapon_use=not_collected", "may count"},
        {"what may count is the same in all clauses", kMayTwice, "weapon=glass_or_bottle", "no"},
        {"the first reason", kReasons, "exclusion_reason_1=ow", "counts"},
        {"the second reason", kReasons, "exclusion_reason_1=bu exclusion_reason_2=ow", "counts"},
        {"no second reason is no reason", kReasons, "exclusion_reason_1=bu", "no"},
        {"no reason at all is not known", kReasons, "", "may count"},
        {"a number", kGravity, "gravity=5", "counts"},
        {"a number that is too low", kGravity, "gravity=4", "no"},
        {"no number", kGravity, "", "may count"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        const Definition definition = test::definition_of(kHead + c.rule);
        const CompiledDefinition compiled(definition);
        CHECK(answer(compiled.match(row(c.row)), 0) == c.answer);
        CHECK(test::SlowMatch(definition.measures[0], row(c.row)).answer() == c.answer);
    }
}

std::string open_names(const char* rule, const char* text) {
    const CompiledDefinition compiled(test::definition_of(kHead + rule));
    const EnumSet<Field> open = compiled.open_fields(0, row(text));
    std::string names;
    for (const Field field : all_fields()) {
        if (open.contains(field)) names += (names.empty() ? "" : " ") + std::string(field_name(field));
    }
    return names;
}

TEST_CASE("compiled: the fields that leave a row open are named") {
    const Case cases[] = {
        {"one", kKnife, "kind=homicide weapon=unknown", "weapon"},
        {"two", kKnife, "kind=violence_and_sexual_unsplit weapon=unknown", "kind weapon"},
        {"a coarse term", k14To24, "victim_age=under_18", "victim_age"},
        {"an exclusion", kNoDomestic, "kind=homicide", "domestic_abuse"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(open_names(c.rule, c.row) == c.answer);
    }
}

TEST_CASE("compiled: measures are told apart") {
    const Definition definition =
        test::definition_of(kHead + kKnife + "[[measure]]\nname = \"n\"\ntitle = \"N\"\nunits = [\"attendance\"]\n" +
                            "[measure.all_of]\nkind = [\"homicide\"]\n[[measure]]\nname = \"o\"\ntitle = \"O\"\n" +
                            "units = [\"recorded_crime\", \"attendance\"]\n[measure.all_of]\nkind = [\"homicide\"]\n");
    const CompiledDefinition compiled(definition);
    CHECK(compiled.match(row("kind=homicide")) == Matches{.counts = 4, .may_count = 1});
    CHECK(compiled.match(row("count_unit=attendance kind=homicide")) == Matches{.counts = 6, .may_count = 0});
    CHECK(compiled.match(row("count_unit=attendance")) == Matches{.counts = 0, .may_count = 6});
    CHECK(compiled.match(row("count_unit=dispatch kind=homicide")) == Matches{});
}

TEST_CASE("compiled: what a ready-made count does not say was not collected") {
    AggregateReturn aggregate;
    aggregate.count_unit = static_cast<Code>(CountUnit::kRecordedCrime);
    aggregate.kind = 10;
    aggregate.weapon = 11;
    aggregate.setting = 13;
    aggregate.victim_age = 13;
    aggregate.victim_sex = 10;
    aggregate.reported_to_police = 11;
    aggregate.place.location = term::kLocationArea;
    aggregate.place.basis = 10;
    CHECK(codes_of(aggregate) == row("kind=homicide weapon=knife_or_sharp setting=home victim_age=18_24 "
                                     "victim_sex=female reported_to_police=yes location=area place_basis=incident"));
}

}  // namespace
}  // namespace svd
