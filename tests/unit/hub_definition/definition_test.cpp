#include "hub/definition/definition.h"

#include <doctest/doctest.h>

#include <span>

#include "core/crypto/digest.h"
#include "hub/definition/definition_shelf.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/hub_definition/row_text.h"

namespace svd {
namespace {

// Line 1 is [definition].
const std::string kGood = R"([definition]
name = "x-y"
version = 3
title = "X"
source = "A document"
source_date = "2025-06"
[[measure]]
name = "knives"
title = "Knives"
units = ["recorded_crime"]
agencies = ["police"]
caveats = ["Glass is not told apart."]
[measure.all_of]
weapon = ["knife_or_sharp", "unknown"]
may_count.weapon = ["glass_or_bottle"]
[[measure.any_of]]
kind = ["threats", "homicide"]
[[measure.none_of]]
setting = ["custody_or_prison"]
does_not_count.setting = ["withheld"]
)";

std::string problems_of(const std::string& toml) {
    const auto definition = Definition::parse(toml, "d.toml");
    return definition ? std::string{} : definition.error().detail;
}

std::string changed(const std::string& from, const std::string& to) {
    std::string text = kGood;
    CAPTURE(from);
    REQUIRE(text.find(from) != std::string::npos);
    return text.replace(text.find(from), from.size(), to);
}

struct Wrong {
    const char* name;
    std::string toml;
    std::string problem;
};

void check_all(std::span<const Wrong> cases) {
    for (const Wrong& c : cases) {
        CAPTURE(c.name);
        const std::string problems = problems_of(c.toml);
        CAPTURE(problems);
        CHECK(problems.find(c.problem) != std::string::npos);
    }
}

TEST_CASE("definition: a sound one has one canonical form") {
    const Definition definition = test::definition_of(kGood);
    const std::string canonical =
        "svd-definition 1\nname x-y\nversion 3\ntitle X\nsource A document\nsource_date 2025-06\nmeasure knives\n"
        "  title Knives\n  caveat Glass is not told apart.\n  units recorded_crime\n  agencies police\n  any_of\n"
        "    kind counts homicide threats\n    weapon counts unknown knife_or_sharp\n"
        "    weapon may_count glass_or_bottle\n  none_of\n    setting counts custody_or_prison\n"
        "    setting does_not_count withheld\n";
    CHECK(definition.canonical() == canonical);
    // By sha256sum, of these lines.
    CHECK(to_hex(definition.digest()) == "7229932c1150eef9098c14304d954b4b91e8c6dd6bb27e79597d873c1a6e20dc");
    CHECK_FALSE(definition.needs_checking());
    REQUIRE(definition.find("knives") != nullptr);
    CHECK(definition.find("guns") == nullptr);
}

TEST_CASE("definition: what does not change its meaning does not change its canonical form, and all else does") {
    const Definition good = test::definition_of(kGood);
    for (const std::string& same :
         {changed("[\"threats\", \"homicide\"]", "[\"homicide\", \"threats\"]"), "# a remark\n" + kGood,
          changed("name = \"x-y\"\nversion = 3\n", "version = 3\nname = \"x-y\"\n")}) {
        CHECK(test::definition_of(same).digest() == good.digest());
    }
    for (const std::string& other :
         {changed("version = 3", "version = 4"), changed("\"threats\", ", ""), changed("\"X\"", "\"Y\""),
          changed("Glass is", "Glass was"), changed("\"unknown\"", "\"withheld\""),
          changed("agencies = [\"police\"]\n", ""), changed("may_count.weapon = [\"glass_or_bottle\"]\n", ""),
          changed("does_not_count.setting = [\"withheld\"]\n", ""), changed("2025-06", "2025"),
          changed("none_of", "any_of"), changed("\"recorded_crime\"", "\"incident_report\"")}) {
        CHECK(test::definition_of(other).digest() != good.digest());
    }
}

TEST_CASE("definition: what is wrong is named with its line") {
    const Wrong cases[] = {
        {"not TOML", "[definition\n", "d.toml:1:12: "},
        {"nothing", "", "d.toml:1: definition: the table [definition]"},
        {"no measure", kGood.substr(0, kGood.find("[[measure]]")), "d.toml:1: measure: at least one [[measure]]"},
        {"unknown key", changed("agencies", "agencys"),
         "d.toml:11: unknown key \"measure.agencys\". Did you mean \"agencies\"?"},
        {"unknown table", kGood + "[mesure]\n", "d.toml:21: unknown key \"mesure\". Did you mean \"measure\"?"},
        {"unknown field", changed("kind =", "kinds ="),
         "d.toml:17: unknown key \"measure.any_of.kinds\". Did you mean \"kind\"?"},
        {"unknown field under may_count", changed("may_count.weapon", "may_count.wepon"),
         "d.toml:15: unknown key \"measure.all_of.may_count.wepon\". Did you mean \"weapon\"?"},
        {"unknown term", changed("\"threats\"", "\"threat\""),
         "d.toml:17: measure.any_of.kind: \"threat\" is no kind. Did you mean \"threats\"?"},
        {"unknown unit", changed("\"recorded_crime\"", "\"recorded_crimes\""),
         "d.toml:10: measure.units: \"recorded_crimes\" is no count unit. Did you mean \"recorded_crime\"?"},
        {"unknown agency", changed("\"police\"", "\"polise\""),
         "d.toml:11: measure.agencies: \"polise\" is no kind of agency. Did you mean \"police\"?"},
        {"people", changed("\"recorded_crime\"", "\"person\""), "d.toml:10: measure.units: \"person\" is counted in"},
        {"no units", changed("units = [\"recorded_crime\"]\n", ""), "measure.units: what it counts is required"},
        {"an agency that does not count so", changed("\"police\"", "\"fire_rescue\""),
         "d.toml:11: measure.agencies: none of them counts in recorded_crime."},
        {"a coarse term", changed("\"threats\"", "\"robbery_unsplit\""),
         "d.toml:17: measure.any_of.kind: \"robbery_unsplit\" stands for several terms; name those that count, of "
         "robbery_personal, robbery_business."},
        {"a term twice", changed("\"threats\"", "\"homicide\""), "d.toml:17: measure.any_of.kind: \"homicide\" stands"},
        {"an absence under may_count", changed("[\"glass_or_bottle\"]", "[\"withheld\"]"),
         "d.toml:15: measure.all_of.may_count.weapon: \"withheld\" is no value; records with it are left open anyway"},
        {"a value under does_not_count", changed("setting = [\"withheld\"]", "setting = [\"home\"]"),
         "d.toml:20: measure.none_of.does_not_count.setting: \"home\" is a value"},
        {"counts and may count", changed("[\"glass_or_bottle\"]", "[\"knife_or_sharp\"]"),
         "d.toml:14: measure.all_of.weapon: a term counts and may_count at once."},
        {"counts and does not", changed("\nsetting = [\"custody_or_prison\"]", "\nsetting = [\"withheld\"]"),
         "d.toml:19: measure.none_of.setting: a term counts and does_not_count at once."},
        {"does_not_count alone", changed("setting = [\"custody_or_prison\"]\n", "hour = [\"00\"]\n"),
         "does_not_count.setting: the clause does not say which values count."},
        {"a field of all_of again", changed("kind = [", "weapon = [\"blunt\"]\nkind = ["),
         "d.toml:17: measure.any_of.weapon: all_of speaks of this field already."},
        {"the unit in a clause", changed("kind = [", "count_unit = [\"dispatch\"]\nkind = ["),
         "d.toml:17: measure.any_of.count_unit: the measure's `units` say that."},
        {"an empty clause", kGood + "[[measure.none_of]]\n", "d.toml:21: a clause without a field says nothing."},
        {"an empty list", changed("[\"threats\", \"homicide\"]", "[]"),
         "d.toml:17: measure.any_of.kind: expected text"},
        {"no rule", kGood.substr(0, kGood.find("[measure.all_of]")), "measure.any_of: which records?"},
        {"may_count without a caveat", changed("caveats = [\"Glass is not told apart.\"]\n", ""),
         "measure.caveats: what stands under may_count needs a caveat"},
        {"a measure twice", kGood + kGood.substr(kGood.find("[[measure]]")),
         "d.toml:22: measure.name: another measure has this name."},
    };
    check_all(cases);
}

TEST_CASE("definition: what is wrong with its head and its statements is named with its line") {
    const Wrong cases[] = {
        {"a bad name", changed("x-y", "X Y"), "d.toml:2: definition.name: expected at most 64"},
        {"no version", changed("version = 3\n", ""), "definition.version: this setting is required."},
        {"version 0", changed("version = 3", "version = 0"), "d.toml:3: definition.version: expected a whole number"},
        {"no source", changed("source = \"A document\"\n", ""), "definition.source: this setting is required."},
        {"no date", changed("source_date = \"2025-06\"\n", ""), "definition.source_date: this setting is required."},
        {"a bad date", changed("2025-06", "2025-13"), "d.toml:6: definition.source_date: expected a date"},
        {"a date in words", changed("2025-06", "June 2025"), "d.toml:6: definition.source_date: expected a date"},
        {"two lines", changed("\"X\"", "\"X\\nY\""), "d.toml:4: definition.title: must be one line"},
        {"a long title", changed("\"X\"", "\"" + std::string(1'001, 'x') + "\""), "definition.title: must be one line"},
        {"an empty caveat", changed("\"Glass is not told apart.\"", "\"\""), "measure.caveats: must not be empty."},
        {"too large a gravity", changed("kind = [", "gravity = [\"9\"]\nkind = ["), "\"9\" is no gravity."},
        {"too large a file", "# " + std::string(257 * 1024, 'x'), "d.toml: more than 262144 bytes"},
    };
    check_all(cases);
}

TEST_CASE("definition: there are limits to measures and clauses, and they can be reached") {
    const auto with_clauses = [](int clauses) {
        std::string toml = kGood;
        for (int i = 2; i < clauses; ++i) toml += "[[measure.none_of]]\nhour = [\"00\"]\n";
        return toml;
    };
    CHECK(problems_of(with_clauses(8)) == "");
    CHECK(problems_of(with_clauses(9)).find("measure.any_of: with none_of, at most 8 clauses.") != std::string::npos);
    const auto with_measures = [](int measures) {
        std::string toml = kGood;
        for (int i = 1; i < measures; ++i) {
            toml += "[[measure]]\nname = \"m" + std::to_string(i) +
                    "\"\ntitle = \"M\"\nunits = [\"dispatch\"]\n[measure.all_of]\nkind = [\"homicide\"]\n";
        }
        return toml;
    };
    CHECK(problems_of(with_measures(32)) == "");
    CHECK(problems_of(with_measures(33)).find("measure: at most 32 of them.") != std::string::npos);
    // Nothing beyond the limits is ever compiled; what is within them all is.
    CHECK(CompiledDefinition(test::definition_of(with_measures(32)))
              .match(test::row("count_unit=dispatch kind=homicide"))
              .counts == 0xFFFFFFFEU);
}

TEST_CASE("definition: every problem is told at once") {
    std::string toml = changed("\"threats\"", "\"threat\"");
    toml.replace(toml.find("\"custody_or_prison\""), 19, "\"custody\"");
    toml.replace(toml.find("agencies"), 8, "agencys");
    const std::string problems = problems_of(toml);
    CHECK(problems.find("d.toml:17:") != std::string::npos);
    CHECK(problems.find("d.toml:19:") != std::string::npos);
    CHECK(problems.find("d.toml:11:") != std::string::npos);
}

TEST_CASE("definition: a statement that nobody has checked is known") {
    CHECK(test::definition_of(changed("A document", "A document [R]")).needs_checking());
    CHECK(test::definition_of(changed("told apart.", "told apart. [R]")).needs_checking());
    CHECK_FALSE(test::definition_of(changed("told apart.", "told apart. [S]")).needs_checking());
}

TEST_CASE("definition: whom and what a measure is about") {
    const Measure measure = test::definition_of(kGood).measures[0];
    CHECK(measure.applies_to(AgencyKind::kPolice, CountUnit::kRecordedCrime));
    CHECK_FALSE(measure.applies_to(AgencyKind::kPolice, CountUnit::kIncidentReport));
    CHECK_FALSE(measure.applies_to(AgencyKind::kHospital, CountUnit::kAdmission));
    const Measure open = test::definition_of(changed("agencies = [\"police\"]\n", "")).measures[0];
    CHECK(open.applies_to(AgencyKind::kPolice, CountUnit::kRecordedCrime));
    CHECK_FALSE(open.applies_to(AgencyKind::kHospital, CountUnit::kRecordedCrime));
    CHECK(measure.kinds() == Codes{}.set(10).set(18));
    CHECK(measure.fields() == EnumSet<Field>{Field::kKind, Field::kWeapon, Field::kSetting});
    const Measure every =
        test::definition_of(changed("kind = [\"threats\", \"homicide\"]", "hour = [\"00\"]")).measures[0];
    CHECK(every.kinds() == values_of(Field::kKind));
}

TEST_CASE("definition shelf: versions stand beside each other, the newest first asked for") {
    const test::TempDir folder;
    folder.write("a.toml", kGood);
    folder.write("b.toml", changed("version = 3", "version = 12"));
    folder.write("c.toml", changed("x-y", "x"));
    folder.write("series_breaks.toml", "[series_breaks]\nversion = 1\n");
    folder.write("readme.txt", "no definition");
    const auto shelf = DefinitionShelf::load(folder.path());
    REQUIRE(shelf.has_value());
    CHECK(shelf->all().size() == 3);
    REQUIRE(shelf->find("x-y") != nullptr);
    CHECK(shelf->find("x-y")->version == 12);
    REQUIRE(shelf->find("x-y", 3) != nullptr);
    CHECK(shelf->find("x-y", 3)->version == 3);
    CHECK(shelf->find("x-y", 4) == nullptr);
    CHECK(shelf->find("x-z") == nullptr);
    CHECK(shelf->find("a") == nullptr);
}

TEST_CASE("definition shelf: what is wrong in any file is told, and a version stands once") {
    const test::TempDir folder;
    folder.write("a.toml", kGood);
    folder.write("b.toml", changed("title = \"X\"", "title = \"Z\""));
    folder.write("c.toml", changed("\"threats\"", "\"threat\""));
    const auto shelf = DefinitionShelf::load(folder.path());
    REQUIRE_FALSE(shelf.has_value());
    CHECK(shelf.error().detail.find("b.toml: another file has x-y version 3 too.") != std::string::npos);
    CHECK(shelf.error().detail.find("c.toml:17: ") != std::string::npos);
    CHECK_FALSE(DefinitionShelf::load(folder.path() / "none").has_value());
}

}  // namespace
}  // namespace svd
