// The documents that come with the hub: that each can be read, and what it says of rows that people would argue about.
#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <map>

#include "hub/definition/definition_shelf.h"
#include "hub/definition/series_breaks.h"
#include "tests/unit/hub_definition/row_text.h"

namespace svd {
namespace {

const std::filesystem::path kFolder = std::filesystem::path(SVD_SOURCE_DIR) / "deploy/definitions";

const DefinitionShelf& shelf() {
    static const DefinitionShelf loaded = [] {
        auto read = DefinitionShelf::load(kFolder);
        if (!read) FAIL(read.error().detail);
        return *read;
    }();
    return loaded;
}

TEST_CASE("shipped definitions: they are these") {
    std::string names;
    for (const Definition* each : shelf().all()) names += each->name + " " + std::to_string(each->version) + "\n";
    CHECK(names ==
          "home-office-measures 1\ninspectorate-14-24 1\nkent-like 1\nlondon-like 1\n"
          "violence-against-women-and-girls 1\n");
}

bool is_marked(const std::string& text) {
    for (const char* mark : {"[S]", "[S?]", "[R]", "[I]"}) {
        if (text.find(mark) != std::string::npos) return true;
    }
    return false;
}

TEST_CASE("shipped definitions: every source and caveat says how reliable it is") {
    for (const Definition* each : shelf().all()) {
        CAPTURE(each->name);
        CHECK(is_marked(each->source));
        for (const std::string& caveat : each->caveats) CHECK(is_marked(caveat));
        for (const Measure& measure : each->measures) {
            CAPTURE(measure.name);
            CHECK((measure.source.empty() || is_marked(measure.source)));
            CHECK_FALSE(measure.caveats.empty());
            for (const std::string& caveat : measure.caveats) CHECK(is_marked(caveat));
        }
    }
}

struct Case {
    const char* definition;
    const char* row;
    const char* expected;  // "measure measure? ..."; with a question mark where it cannot be told
};

std::string measures_of(const Definition& definition, const RowCodes& codes) {
    const Matches matches = CompiledDefinition(definition).match(codes);
    std::string text;
    for (std::size_t i = 0; i < definition.measures.size(); ++i) {
        const std::string told = test::answer(matches, i);
        if (told == "no") continue;
        text += (text.empty() ? "" : " ") + definition.measures[i].name + (told == "counts" ? "" : "?");
    }
    return text;
}

constexpr const char* kHomeOffice = "home-office-measures";
constexpr const char* kKent = "kent-like";
constexpr const char* kLondon = "london-like";
constexpr const char* kInspectorate = "inspectorate-14-24";
constexpr const char* kWomen = "violence-against-women-and-girls";

constexpr Case kRows[] = {
    {kHomeOffice, "kind=homicide weapon=knife_or_sharp weapon_use=injured", "knife-enabled-violence homicide"},
    {kHomeOffice, "kind=homicide weapon=firearm", "homicide"},
    {kHomeOffice, "kind=homicide weapon=unknown", "knife-enabled-violence? homicide"},
    {kHomeOffice, "kind=assault_with_injury weapon=knife_or_sharp weapon_use=injured", "knife-enabled-violence"},
    {kHomeOffice, "kind=assault_with_injury weapon=knife_or_sharp", "knife-enabled-violence"},
    {kHomeOffice, "kind=robbery_personal weapon=believed_not_seen weapon_use=threatened", "knife-enabled-violence"},
    {kHomeOffice, "kind=robbery_unsplit weapon=knife_or_sharp weapon_use=threatened", "knife-enabled-violence"},
    {kHomeOffice, "kind=robbery_unsplit", "knife-enabled-violence?"},
    {kHomeOffice, "kind=robbery_personal weapon=knife_or_sharp weapon_use=possessed", ""},
    {kHomeOffice, "kind=assault_with_injury weapon=glass_or_bottle weapon_use=injured", "knife-enabled-violence?"},
    {kHomeOffice, "kind=other_sexual weapon=knife_or_sharp weapon_use=threatened", "knife-enabled-violence?"},
    {kHomeOffice, "kind=weapon_possession weapon=knife_or_sharp weapon_use=possessed", ""},
    {kHomeOffice, "kind=assault_without_injury weapon=knife_or_sharp weapon_use=threatened", ""},
    {kHomeOffice, "kind=violence_and_sexual_unsplit", "knife-enabled-violence? homicide?"},
    {kHomeOffice, "kind=shoplifting", ""},
    {kHomeOffice, "count_unit=admission kind=assault_with_injury weapon=knife_or_sharp victim_age=25_34",
     "sharp-object-admissions"},
    {kHomeOffice, "count_unit=admission kind=assault_with_injury weapon=glass_or_bottle victim_age=18_24",
     "sharp-object-admissions sharp-object-admissions-under-25"},
    {kHomeOffice, "count_unit=admission kind=assault_with_injury weapon=knife_or_sharp victim_age=under_18",
     "sharp-object-admissions sharp-object-admissions-under-25"},
    {kHomeOffice, "count_unit=admission kind=assault_with_injury weapon=knife_or_sharp victim_age=withheld",
     "sharp-object-admissions sharp-object-admissions-under-25?"},
    {kHomeOffice, "count_unit=admission kind=injury_undetermined weapon=knife_or_sharp", ""},
    {kHomeOffice, "count_unit=attendance kind=assault_with_injury weapon=knife_or_sharp", ""},

    {kKent,
     "kind=assault_with_injury setting=street_or_open_space victim_age=35_44 domestic_abuse=no alcohol=no drugs=no",
     "public-place-violence"},
    {kKent,
     "kind=assault_with_injury setting=licensed_premises victim_age=18_24 domestic_abuse=no alcohol=yes drugs=no",
     "public-place-violence violence-under-25 violence-linked-to-drugs-or-alcohol"},
    {kKent, "kind=assault_with_injury setting=home victim_age=35_44 domestic_abuse=yes alcohol=no drugs=no",
     "domestic-violence"},
    {kKent, "kind=rape_or_penetration setting=home victim_age=15_17 domestic_abuse=no alcohol=no drugs=no",
     "sexual-violence violence-under-25"},
    {kKent, "kind=other_sexual setting=street_or_open_space victim_age=25_over domestic_abuse=no alcohol=no drugs=no",
     "sexual-violence"},
    {kKent, "kind=assault_with_injury setting=school_or_college victim_age=10_14 domestic_abuse=no alcohol=no drugs=no",
     "public-place-violence? violence-under-25?"},
    {kKent,
     "kind=assault_with_injury setting=custody_or_prison victim_age=25_34 domestic_abuse=no alcohol=no "
     "drugs=unknown",
     "violence-linked-to-drugs-or-alcohol?"},
    {kKent, "kind=stalking_harassment_coercion setting=home domestic_abuse=yes alcohol=yes", ""},
    {kKent, "count_unit=attendance kind=assault_with_injury setting=street_or_open_space",
     "public-place-assaults-treated"},
    {kKent, "count_unit=dispatch kind=assault_with_injury setting=home", ""},

    {kLondon, "kind=robbery_personal victim_age=15_17 domestic_abuse=no", "serious-violence affecting-under-25"},
    {kLondon, "kind=robbery_personal victim_age=25_34 domestic_abuse=no", ""},
    {kLondon, "kind=robbery_personal victim_age=25_34", "serious-violence? domestic-abuse?"},
    {kLondon, "kind=robbery_business victim_age=15_17", ""},
    {kLondon, "kind=assault_with_injury victim_age=45_54 domestic_abuse=yes", "serious-violence domestic-abuse"},
    {kLondon, "kind=rape_or_penetration victim_age=45_54 domestic_abuse=no", "serious-violence sexual-violence"},
    {kLondon, "kind=rape_or_penetration", "serious-violence affecting-under-25? domestic-abuse? sexual-violence"},
    {kLondon, "kind=other_sexual victim_age=18_24 domestic_abuse=no",
     "serious-violence? affecting-under-25? sexual-violence?"},
    {kLondon, "kind=assault_without_injury victim_age=18_24", ""},
    {kLondon, "kind=criminal_damage_and_arson_unsplit victim_age=18_24 domestic_abuse=no",
     "serious-violence? affecting-under-25?"},

    {kInspectorate, "kind=homicide victim_age=18_24", "serious-injury-or-death potential-for-serious-injury"},
    {kInspectorate, "kind=homicide victim_age=10_14", "serious-injury-or-death? potential-for-serious-injury?"},
    {kInspectorate, "kind=homicide victim_age=under_18", "serious-injury-or-death? potential-for-serious-injury?"},
    {kInspectorate, "kind=homicide victim_age=25_over", ""},
    {kInspectorate, "kind=homicide victim_age=under_10", ""},
    {kInspectorate, "kind=assault_with_injury victim_age=15_17 harm=serious weapon=none_bodily_force",
     "serious-injury-or-death"},
    {kInspectorate, "kind=assault_with_injury victim_age=15_17 harm=minor weapon=knife_or_sharp",
     "potential-for-serious-injury"},
    {kInspectorate, "kind=threats victim_age=18_24 harm=none weapon=blunt", "potential-for-serious-injury?"},
    {kInspectorate, "kind=weapon_possession weapon=knife_or_sharp", "weapon-carrying?"},
    {kInspectorate, "count_unit=proven_offence kind=weapon_possession", "weapon-carrying?"},
    {kInspectorate, "kind=assault_with_injury victim_age=15_17 harm=minor weapon=none_bodily_force", ""},

    {kWomen, "kind=rape_or_penetration victim_sex=female", "female-victims all-victims"},
    {kWomen, "kind=rape_or_penetration victim_sex=male", "all-victims"},
    {kWomen, "kind=rape_or_penetration victim_sex=unknown", "female-victims? all-victims"},
    {kWomen, "kind=rape_or_penetration victim_sex=other_recorded", "all-victims"},
    {kWomen, "kind=homicide victim_sex=female domestic_abuse=no", "female-victims"},
    {kWomen, "kind=homicide victim_sex=female domestic_abuse=yes", "female-victims all-victims"},
    {kWomen, "kind=assault_with_injury victim_sex=female domestic_abuse=no", ""},
    {kWomen, "kind=assault_with_injury victim_sex=female domestic_abuse=unknown", "female-victims? all-victims?"},
    {kWomen, "kind=kidnap_or_trafficking victim_sex=female", "female-victims? all-victims?"},
    {kWomen, "kind=robbery_personal victim_sex=female", ""},
    {kWomen, "count_unit=attendance kind=assault_with_injury victim_sex=female setting=home relationship=partner_or_ex",
     "female-victims-treated"},
    {kWomen, "count_unit=attendance kind=assault_with_injury victim_sex=female setting=home",
     "female-victims-treated?"},
    {kWomen, "count_unit=attendance kind=assault_with_injury victim_sex=female setting=home relationship=stranger", ""},
};

TEST_CASE("shipped definitions: rows that they count, do not count, and cannot tell") {
    std::map<std::string, int> rows;
    for (const Case& c : kRows) {
        CAPTURE(c.definition);
        CAPTURE(c.row);
        const Definition* definition = shelf().find(c.definition);
        REQUIRE(definition != nullptr);
        CHECK(measures_of(*definition, test::row(c.row)) == c.expected);
        ++rows[c.definition];
    }
    CHECK(rows.size() == shelf().all().size());  // none without rows
}

TEST_CASE("shipped definitions: every measure is of something that some agency counts") {
    for (const Definition* each : shelf().all()) {
        for (const Measure& measure : each->measures) {
            CAPTURE(measure.name);
            bool counted = false;
            for (int kind = 0; kind <= static_cast<int>(AgencyKind::kYouthCustody); ++kind) {
                for (const Term& unit : terms(Vocabulary::kCountUnit)) {
                    counted =
                        counted || measure.applies_to(static_cast<AgencyKind>(kind), static_cast<CountUnit>(unit.code));
                }
            }
            CHECK(counted);
        }
    }
}

// The first block of TOML in the page that says `[definition]`.
std::string example_of_the_page() {
    std::ifstream page(std::filesystem::path(SVD_SOURCE_DIR) / "docs/reference/definitions.md");
    const std::string text{std::istreambuf_iterator<char>(page), {}};
    const std::size_t from = text.find("```toml\n[definition]");
    REQUIRE(from != std::string::npos);
    return text.substr(from + 8, text.find("```", from + 8) - from - 8);
}

TEST_CASE("the example of the reference page says what the page says of it") {
    const Definition definition = test::definition_of(example_of_the_page());
    const std::string base = "kind=assault_with_injury hour=23 setting=street_or_open_space place_basis=incident ";
    const std::pair<const char*, const char*> cases[] = {
        {"", "night-violence"},
        {"hour=band_late", "night-violence"},
        {"hour=band_evening", ""},
        {"hour=unknown", "night-violence?"},
        {"kind=robbery_unsplit", "night-violence?"},
        {"setting=other", "night-violence?"},
        {"place_basis=unknown", "night-violence?"},
        {"hour=12 setting=unknown", ""},
        {"place_basis=treatment_site", ""},
    };
    for (const auto& [change, expected] : cases) {
        CAPTURE(change);
        CHECK(measures_of(definition, test::row(base + change)) == expected);
    }
}

TEST_CASE("shipped series breaks: they can be read, and are crossed") {
    const auto breaks = SeriesBreaks::load(kFolder / kSeriesBreaksFile);
    if (!breaks) FAIL(breaks.error().detail);
    for (const SeriesBreak& each : breaks->all()) {
        CAPTURE(each.name);
        CHECK(is_marked(each.source));
    }
    const auto month = [](const char* text) { return Month::parse(text).value(); };
    const auto crossed = [&](const char* party, AgencyKind agency, CountUnit unit, EnumSet<Field> fields,
                             const char* from, const char* to) {
        std::string names;
        for (const SeriesBreak* each :
             breaks->crossed_by({party, agency, unit, {}, fields, {month(from), month(to)}})) {
            names += (names.empty() ? "" : " ") + each->name;
        }
        return names;
    };
    const auto police = AgencyKind::kPolice;
    const auto crime = CountUnit::kRecordedCrime;
    CHECK(crossed("kent-police", police, crime, {Field::kKind}, "2021-04", "2022-03") == "");
    CHECK(crossed("kent-police", police, crime, {Field::kWeapon}, "2021-04", "2022-03") == "knife-flag-by-classifier");
    CHECK(crossed("kent-police", police, crime, {}, "2018-01", "2024-12") ==
          "kent-police-recording-improved principal-crime-only");
    CHECK(crossed("metropolitan-police", police, crime, {}, "2018-01", "2024-12") ==
          "principal-crime-only metropolitan-police-connect");
    CHECK(crossed("kent-police", police, CountUnit::kIncidentReport, {}, "2018-01", "2024-12") == "");
    CHECK(crossed("kent-education", AgencyKind::kEducation, CountUnit::kExclusion, {Field::kKind}, "2020-01",
                  "2020-12") == "exclusion-reasons-2020");
    CHECK(crossed("east-kent", AgencyKind::kEmergencyDepartment, CountUnit::kAttendance, {Field::kWeapon}, "2017-01",
                  "2025-12") == "emergency-care-data-set emergency-care-data-set-version-4");
}

}  // namespace
}  // namespace svd
