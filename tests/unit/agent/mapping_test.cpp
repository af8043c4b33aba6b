#include "agent/source/mapping.h"

#include <doctest/doctest.h>

#include "agent/app/config.h"
#include "tests/unit/agent/agent_fixture.h"

namespace svd::agent {
namespace {

using test::ok;
using test::TempFolder;
using test::write_text;

// Line 1 is [mapping].
const std::string kGood = R"([mapping]
name = "x"
version = 1
[map.month]
from = "Month"
[map.count_unit]
constant = "recorded_crime"
[map.kind]
from = ["Type", "Offence"]
table = "kinds.csv"
[map.time_precision]
constant = "month"
)";

std::string problems_of(const std::string& toml, const std::string& table = "source,term\nTheft,other_theft\n") {
    const TempFolder folder;
    write_text(folder.path() / "mapping.toml", toml);
    write_text(folder.path() / "kinds.csv", table);
    const auto mapping = Mapping::load(folder.path() / "mapping.toml");
    return mapping ? std::string{} : mapping.error().detail;
}

std::string changed(const std::string& from, const std::string& to) {
    std::string text = kGood;
    REQUIRE(text.find(from) != std::string::npos);
    return text.replace(text.find(from), from.size(), to);
}

struct Wrong {
    const char* name;
    std::string toml;
    std::string problem;
};

}  // namespace

TEST_CASE("mapping: a sound one is read") { CHECK(problems_of(kGood) == ""); }

TEST_CASE("mapping: what is wrong is named with its line") {
    const Wrong cases[] = {
        {"not TOML", "[mapping\n", "mapping.toml:1:9: "},
        {"unknown key", changed("table =", "tabel ="),
         "mapping.toml:10: unknown key \"map.kind.tabel\". Did you mean \"table\"?"},
        {"unknown table", kGood + "[maps]\n", "mapping.toml:13: unknown key \"maps\". Did you mean \"map\"?"},
        {"unknown field", changed("map.kind", "map.kinds"),
         "mapping.toml:8: map.kinds: there is no such field of incidents. Did you mean \"kind\"?"},
        {"unknown term", changed("\"month\"\n", "\"months\"\n"),
         "mapping.toml:12: map.time_precision.constant: \"months\" is no time_precision. Did you mean \"month\"?"},
        {"no version", changed("version = 1\n", ""), "mapping.toml:1: mapping.version: this setting is required."},
        {"a wrong type", changed("name = \"x\"", "name = 5"), "mapping.toml:2: mapping.name: expected text in quotes."},
        {"a name that the hub does not take", changed("name = \"x\"", "name = \"Kent Police Export\""),
         "mapping.toml:2: mapping.name: expected at most 64 lower-case letters"},
        {"a constant with a column", changed("constant = \"month\"", "constant = \"month\"\nfrom = \"X\""),
         "mapping.toml:13: map.time_precision.from: a constant comes from no column."},
        {"neither table nor values", changed("table = \"kinds.csv\"\n", ""),
         "mapping.toml:9: map.kind.from: needs either `table` or `values`"},
        {"no month", changed("[map.month]\nfrom = \"Month\"\n", ""), "map.month: every record needs a month"},
        {"a bad month format", changed("from = \"Month\"", "from = \"Month\"\nformat = \"%Y\""),
         "mapping.toml:6: map.month.format: \"%Y\" must hold %Y and %m"},
        {"a bad rule for unknown values", changed("table = \"kinds.csv\"", "table = \"kinds.csv\"\nunknown = \"drop\""),
         "mapping.toml:11: map.kind.unknown: expected"},
        {"unknown is no term",
         changed("constant = \"recorded_crime\"",
                 "from = \"Type\"\nvalues = { a = \"recorded_crime\" }\nunknown = \"unknown\""),
         "count_unit has no term \"unknown\""},
        {"a missing table file", changed("kinds.csv", "other.csv"),
         "mapping.toml:10: map.kind.table: cannot read the table"},
        {"a missing table column", changed("table = \"kinds.csv\"", "table = \"kinds.csv\"\ncolumn = \"terms\""),
         "needs the columns \"source\" and \"terms\". Did you mean \"term\"?"},
    };
    for (const Wrong& c : cases) {
        CAPTURE(c.name);
        const std::string problems = problems_of(c.toml);
        CAPTURE(problems);
        CHECK(problems.find(c.problem) != std::string::npos);
    }
}

TEST_CASE("mapping: every problem is told at once") {
    std::string toml = changed("table =", "tabel =");
    toml.replace(toml.find("\"month\"\n"), 8, "\"months\"\n");
    const std::string problems = problems_of(toml);
    CHECK(problems.find("tabel") != std::string::npos);
    CHECK(problems.find("months") != std::string::npos);
}

TEST_CASE("mapping: a code table is read as strictly") {
    struct Table {
        const char* name;
        const char* csv;
        const char* problem;
    };
    for (const Table& c :
         {Table{"an unknown term", "source,term\nA,other_theft\nB,other_thift\n",
                "kinds.csv:3: \"other_thift\" is no kind. Did you mean \"other_theft\"?"},
          Table{"a value twice", "source,term\nTheft,other_theft\n theft ,burglary\n",
                "kinds.csv:3: the source value stands in the table twice."},
          Table{"a row too short", "source,term\nTheft\n", "kinds.csv:2: the row does not have"},
          Table{"a person", "source,term\nTN9 1AB,other_theft\n", "kinds.csv:2: the source value looks personal"}}) {
        CAPTURE(c.name);
        const std::string problems = problems_of(kGood, c.csv);
        CAPTURE(problems);
        CHECK(problems.find(c.problem) != std::string::npos);
        CHECK(problems.find("TN9") == std::string::npos);
    }
}

TEST_CASE("config: unknown and missing settings are named with their line") {
    const TempFolder folder;
    write_text(folder.path() / "agent.toml", "[agent]\nid = \"x\"\nkinds = \"police\"\n[hub]\nurl = \"http://x\"\n");
    const auto config = AgentConfig::load(folder.path() / "agent.toml");
    REQUIRE_FALSE(ok(config));
    const std::string& problems = config.error().detail;
    CAPTURE(problems);
    CHECK(problems.find("agent.toml:3: unknown key \"agent.kinds\". Did you mean \"kind\"?") != std::string::npos);
    CHECK(problems.find("agent.toml:5: hub.url: expected https:// and a host") != std::string::npos);
    CHECK(problems.find("spool: this table is required.") != std::string::npos);
}

TEST_CASE("config: the hub's address needs a host") {
    const TempFolder folder;
    for (const char* url : {"https://", "https:///v1", "https://:8443", "https:// hub", "http://hub.example"}) {
        CAPTURE(url);
        write_text(folder.path() / "agent.toml", "[hub]\nurl = \"" + std::string(url) + "\"\n");
        const auto config = AgentConfig::load(folder.path() / "agent.toml");
        REQUIRE_FALSE(ok(config));
        CHECK(config.error().detail.find("agent.toml:2: hub.url: expected https:// and a host") != std::string::npos);
    }
}

TEST_CASE("config: the example is sound") {
    const std::filesystem::path example = std::filesystem::path(SVD_SOURCE_DIR) / "deploy/agent.example.toml";
    const auto config = AgentConfig::load(example);
    REQUIRE_MESSAGE(config.has_value(), config.error().detail);
    CHECK(config->party.id == "kent-police");
}

}  // namespace svd::agent
