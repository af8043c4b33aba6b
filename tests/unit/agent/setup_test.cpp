// What `init` proposes: the library's own mapping for the export that it was written for, and for renamed columns a
// mapping that can be read, sends what it should, and holds no cell of the sample.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <set>

#include "agent/app/exit_codes.h"
#include "agent/app/init_command.h"
#include "agent/setup/header_words.h"
#include "agent/setup/setup_files.h"
#include "core/config/toml_table.h"
#include "tests/unit/agent/mapping_fixture.h"

namespace svd::agent {
namespace {

using namespace test;
namespace fs = std::filesystem;

fs::path share() { return fs::path(SVD_SOURCE_DIR) / "deploy"; }
fs::path samples() { return fs::path(SVD_SOURCE_DIR) / "tests/data/mappings"; }

InitOptions options_for(const fs::path& sample, const fs::path& folder, const std::string& kind,
                        const std::string& area) {
    return {sample, "sample", kind, "KM", "https://hub.example:8443", {area}, share(), folder};
}

int init(const InitOptions& options) {
    const ManualClock clock{test_time()};
    Console console({false, true});
    return init_agent(options, clock, console);
}

std::pair<std::string, std::string> agency_of(const fs::path& folder) {
    const auto toml = load_toml(folder / "agency.toml");
    REQUIRE(toml.has_value());
    Problems problems("agency.toml");
    TomlReader reader(*toml, "", 1, problems);
    return {reader.required_text("kind"), reader.text_or_list("areas").front()};
}

Proposal proposal_of(const std::string& csv, AgencyKind kind) {
    TempFolder folder;
    write_text(folder.path() / "a.csv", csv);
    const auto sample = read_sample(folder.path() / "a.csv", shipped_bench().geography);
    REQUIRE_MESSAGE(sample.has_value(), sample.error().detail);
    const auto library = load_library(share() / "mappings");
    REQUIRE_MESSAGE(library.has_value(), library.error().detail);
    return propose(*sample, *library, kind);
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

const char* const kCouncil =
    "Ref;Reported;Category;Ward code;Alcohol?;Reporter;Notes;Officer\n"
    "SYN-1;03/04/2021 21:15;Rowdy behaviour;E05005081;Y;Mr Synthetic;Long synthetic text;PC 8111\n"
    "SYN-2;03/04/2021 09:10;Fly-tipping;;N;Mrs Synthetic;;PC 8111\n"
    "SYN-3;14/04/2021 09:00;Sleeping dogs;E05005081;N;Dr Synthetic;;PC 8111\n";

}  // namespace

TEST_CASE("setup: every sample of the library is known for what it is") {
    int tried = 0;
    for (const fs::directory_entry& entry : fs::directory_iterator(samples())) {
        CAPTURE(entry.path());
        TempFolder folder;
        const auto [kind, area] = agency_of(entry.path());
        REQUIRE(init(options_for(entry.path() / "sample.csv", folder.path(), kind, area)) == exit_code::kDone);
        const auto mapping = Mapping::load(folder.path() / "mapping/mapping.toml");
        REQUIRE_MESSAGE(mapping.has_value(), mapping.error().detail);
        const auto original = Mapping::load(share() / "mappings" / entry.path().filename() / "mapping.toml");
        CHECK(mapping->name == original->name);
        CHECK(AgentConfig::load(folder.path() / "agent.toml").has_value());
        ++tried;
    }
    CHECK(tried == 12);
}

TEST_CASE("setup: of other column names a mapping is proposed that can be read and sends the same") {
    TempFolder folder;
    const std::string original = read_text(samples() / "police-recorded-crime/sample.csv");
    const std::string renamed =
        "Crime number,Class code,Description,Offence start,Date recorded,Small area,Street address,X,Y,Victim date of "
        "birth,Gender of victim,Knife used,DA marker,Alcohol,Result,Summary,Officer in case" +
        original.substr(original.find('\n'));
    write_text(folder.path() / "export.csv", renamed);
    REQUIRE(init(options_for(folder.path() / "export.csv", folder.path() / "agent", "police", "E23000032")) ==
            exit_code::kDone);
    const auto mapping = Mapping::load(folder.path() / "agent/mapping/mapping.toml");
    REQUIRE_MESSAGE(mapping.has_value(), mapping.error().detail);
    const auto mapped = map_text(*mapping, renamed);
    const auto wanted = map_text(*Mapping::load(share() / "mappings/police-recorded-crime/mapping.toml"), original);
    REQUIRE(mapped.size() == wanted.size());
    int compared = 0;
    for (std::size_t i = 0; i < mapped.size(); ++i) {
        if (!mapped[i].record.ready() || !wanted[i].record.ready()) continue;
        CAPTURE(i);
        ++compared;
        for (const Field field : {Field::kKind, Field::kWeekday, Field::kVictimSex, Field::kVictimAge, Field::kWeapon,
                                  Field::kDomesticAbuse, Field::kAlcohol, Field::kCountUnit}) {
            CAPTURE(field_name(field));
            CHECK(term_at(mapped[i], field) == term_at(wanted[i], field));
        }
        CHECK(incident_of(mapped[i]).place.area == incident_of(wanted[i]).place.area);
    }
    CHECK(compared >= 3);
}

TEST_CASE("setup: what is proposed for a council, and what stays") {
    const Proposal proposal = proposal_of(kCouncil, AgencyKind::kDistrictCouncil);
    REQUIRE(proposal.time);
    CHECK(proposal.time->column == "Reported");
    CHECK(proposal.time->formats == std::vector<std::string>{"%d/%m/%Y %H:%M"});
    CHECK(proposal.time->basis == "reported");
    REQUIRE(proposal.area);
    CHECK(proposal.area->column == "Ward code");
    CHECK(proposal.area->level == "ward");
    CHECK(proposal.count_unit == "council_report");
    CHECK(proposal.doubts.empty());
    std::string fields;
    for (const ProposedField& field : proposal.fields) {
        fields += fmt::format("{}<{} {}/{} ", slot_name(RowKind::kIncident, field.slot), field.column, field.known,
                              field.unknown);
    }
    CHECK(fields == "kind<Category 2/1 setting<Category 2/1 alcohol<Alcohol? 3/0 ");
    std::string stays;
    for (const StayingColumn& column : proposal.stays) stays += fmt::format("{}[{}] ", column.name, column.why);
    CHECK(
        stays ==
        "Ref[] Reporter[looks like a person's name in most records] Notes[] Officer[looks like a person's name in most "
        "records] ");
}

TEST_CASE("setup: what is missing is said, and nothing is guessed for it") {
    const Proposal proposal = proposal_of("Name,Postcode\nMrs Synthetic,ZZ1 1ZZ\n", AgencyKind::kPolice);
    CHECK_FALSE(proposal.time);
    CHECK_FALSE(proposal.area);
    CHECK(proposal.fields.empty());
    CHECK(proposal.doubts.size() == 3);
    CHECK(proposal.stays.size() == 2);
}

TEST_CASE("setup: a suspect's date of birth and sex are never taken for the victim's") {
    const Proposal proposal =
        proposal_of("Offence date,Suspect DOB,Suspect sex\n03/04/2021,01/02/1990,M\n04/04/2021,01/02/1991,F\n",
                    AgencyKind::kPolice);
    CHECK(proposal.fields.empty());
    REQUIRE(proposal.time);
    CHECK(proposal.time->column == "Offence date");
    REQUIRE(proposal.stays.size() == 2);
    CHECK(proposal.stays[0].why.starts_with("dates of birth"));
}

TEST_CASE("setup: names of districts become a table of their codes") {
    const Proposal proposal =
        proposal_of("Date,Town\n03/04/2021,Thanet\n04/04/2021,Tonbridge & Malling\n", AgencyKind::kPolice);
    REQUIRE(proposal.area);
    CHECK(proposal.area->level == "district");
    REQUIRE(proposal.area->names.size() == 2);
    CHECK(proposal.area->names.at("thanet").code.text() == "E07000114");
    CHECK(proposal.area->names.at("tonbridge & malling").code.text() == "E07000115");
}

TEST_CASE("setup: no file that is written holds a cell of the sample") {
    TempFolder folder;
    write_text(folder.path() / "export.csv", kCouncil);
    REQUIRE(init(options_for(folder.path() / "export.csv", folder.path() / "agent", "district_council", "E07000114")) ==
            exit_code::kDone);
    int files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder.path() / "agent")) {
        if (!entry.is_regular_file()) continue;
        ++files;
        const std::string text = read_text(entry.path());
        CAPTURE(entry.path());
        for (const char* cell : {"SYN-", "Synthetic", "8111", "leeping dogs", "21:15", "E05005081"}) {
            CHECK(text.find(cell) == std::string::npos);
        }
    }
    CHECK(files >= 4);
}

TEST_CASE("setup: a file that is there is not written over, and wrong answers write nothing") {
    struct Case {
        const char* name;
        void (*change)(InitOptions&);
    };
    const Case cases[] = {{"kind", [](InitOptions& o) { o.kind = "constabulary"; }},
                          {"area", [](InitOptions& o) { o.areas = {"E99999999"}; }},
                          {"agency", [](InitOptions& o) { o.agency = "Kent Police"; }},
                          {"hub", [](InitOptions& o) { o.hub = "http://hub.example"; }},
                          {"share", [](InitOptions& o) { o.share = o.folder; }}};
    TempFolder folder;
    write_text(folder.path() / "export.csv", kCouncil);
    for (const Case& c : cases) {
        CAPTURE(c.name);
        auto options =
            options_for(folder.path() / "export.csv", folder.path() / "agent", "district_council", "E07000114");
        c.change(options);
        CHECK(init(options) == exit_code::kUsage);
        CHECK_FALSE(fs::exists(folder.path() / "agent"));
    }
    fs::create_directories(folder.path() / "agent");
    write_text(folder.path() / "agent/agent.toml", "mine");
    CHECK(init(options_for(folder.path() / "export.csv", folder.path() / "agent", "district_council", "E07000114")) ==
          exit_code::kUsage);
    CHECK(read_text(folder.path() / "agent/agent.toml") == "mine");
}

TEST_CASE("setup: strange names of columns make TOML that can be read") {
    TempFolder folder;
    const std::string csv = replaced(kCouncil, "Ref;", "\"Re\"\"f \\ [x]\";");
    write_text(folder.path() / "export.csv", csv);
    REQUIRE(init(options_for(folder.path() / "export.csv", folder.path() / "agent", "district_council", "E07000114")) ==
            exit_code::kDone);
    const auto mapping = Mapping::load(folder.path() / "agent/mapping/mapping.toml");
    REQUIRE_MESSAGE(mapping.has_value(), mapping.error().detail);
    CHECK(mapping->ignore.front() == "re\"f \\ [x]");
}

TEST_CASE("setup: header words stand alone or begin a word") {
    CHECK(has_word("Victim DOB", {"dob"}));
    CHECK(has_word("offence_date", {"date"}));
    CHECK(has_word("Offences", {"offence"}));
    CHECK_FALSE(has_word("Updated", {"date"}));
    CHECK_FALSE(has_word("Passage", {"age"}));
    CHECK(hints_at("Victim age", Field::kVictimAge));
    CHECK_FALSE(hints_at("Client age", Field::kVictimAge));
}

}  // namespace svd::agent
