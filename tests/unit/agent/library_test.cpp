// Every mapping that comes with the agent, over a sample export of its own: tests/data/mappings has one for each
// folder of deploy/mappings, made by hand and no record of anything that happened.
//
// With SVD_WRITE_EXPECTED set, what comes out is written as what is expected; read the difference before keeping it.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <set>

#include "core/config/toml_table.h"
#include "core/wire/submission_codec.h"
#include "tests/unit/agent/mapping_fixture.h"

namespace svd::agent {
namespace {

using namespace test;
namespace fs = std::filesystem;

constexpr std::size_t kLongEnoughToTell = 6;  // letters of a cell that nothing else can have made

fs::path mappings() { return fs::path(SVD_SOURCE_DIR) / "deploy/mappings"; }
fs::path samples() { return fs::path(SVD_SOURCE_DIR) / "tests/data/mappings"; }

Party party_of(const fs::path& folder) {
    const auto toml = load_toml(folder / "agency.toml");
    REQUIRE_MESSAGE(toml.has_value(), folder.string());
    Problems problems("agency.toml");
    TomlReader reader(*toml, "", 1, problems);
    Party party;
    party.id = "sample";
    const auto kind = find_agency_kind(reader.required_text("kind"));
    REQUIRE(kind);
    party.kind = *kind;
    for (const std::string& text : reader.text_or_list("areas")) party.areas.push_back(*AreaCode::parse(text));
    reader.finish();
    REQUIRE(problems.text() == "");
    party.agreements.push_back({"sample", Month()});
    return party;
}

struct Outcome {
    std::string text;  // tallies, findings, and the submission as `preview` prints it
    Tally tally;
    std::set<std::string> stayed;  // cells of columns of which nothing may leave
};

void note_cells(const Extract& extract, const std::set<std::string>& columns, std::set<std::string>& stayed) {
    const auto& header = extract.mapper().header();
    const auto& fields = extract.record().fields;
    for (std::size_t i = 0; i < header.size() && i < fields.size(); ++i) {
        if (columns.contains(header[i]) && fields[i].size() >= kLongEnoughToTell) stayed.emplace(fields[i]);
    }
}

Outcome run_sample(const Mapping& mapping, const fs::path& folder) {
    const Party party = party_of(folder);
    const RuleContext context{party, shipped_bench().geography, shipped_bench().rules.current_month};
    const auto facts = inspect_file(folder / "sample.csv");
    REQUIRE_MESSAGE(facts.has_value(), folder.string());
    auto extract = Extract::open(folder / "sample.csv", *facts, mapping, context);
    REQUIRE_MESSAGE(extract.has_value(), extract.error().detail);
    const auto staying = (*extract)->mapper().staying();
    const std::set<std::string> columns(staying.begin(), staying.end());
    Outcome outcome;
    Submission submission;
    std::string findings;
    for (auto more = (*extract)->next(); *more; more = (*extract)->next()) {
        const MappedRecord& mapped = (*extract)->mapped();
        note_cells(**extract, columns, outcome.stayed);
        if (mapped.ready()) append(mapped.row, submission);
        for (const RecordFinding& finding : mapped.findings) {
            findings +=
                fmt::format("# line {}: {} [{}] {}\n", (*extract)->record().line, code_text(finding.code),
                            (*extract)->mapper().column_name(finding.column), mapped.refused ? "set aside" : "warning");
        }
    }
    outcome.tally = (*extract)->tally();
    outcome.text = fmt::format("# {} read, {} ready, {} set aside, {} without a figure\n{}{}", outcome.tally.read,
                               outcome.tally.ready, outcome.tally.set_aside, outcome.tally.without_figure, findings,
                               wire::submission_text(submission));
    CHECK((*extract)->mapper().not_mapped() == std::vector<std::string>{});
    return outcome;
}

}  // namespace

TEST_CASE("library: every mapping has a sample and makes of it what is expected") {
    std::size_t tried = 0;
    for (const auto& entry : fs::directory_iterator(mappings())) {
        const std::string name = entry.path().filename().string();
        CAPTURE(name);
        const auto mapping = Mapping::load(entry.path() / "mapping.toml");
        REQUIRE_MESSAGE(mapping.has_value(), mapping.error().detail);
        const fs::path folder = samples() / name;
        REQUIRE_MESSAGE(fs::exists(folder / "sample.csv"), "a mapping needs a sample in tests/data/mappings");
        const Outcome outcome = run_sample(*mapping, folder);
        CHECK_MESSAGE(outcome.tally.ready > 0, "a sample shows what is sent");
        CHECK_MESSAGE(outcome.tally.set_aside > 0, "a sample shows what is set aside");
        for (const std::string& cell : outcome.stayed) {
            CAPTURE(cell);
            CHECK(outcome.text.find(cell) == std::string::npos);
        }
        if (std::getenv("SVD_WRITE_EXPECTED") != nullptr) write_text(folder / "expected.txt", outcome.text);
        CHECK(outcome.text == read_text(folder / "expected.txt"));
        ++tried;
    }
    CHECK(tried > 0);
    // A sample without a mapping is left over.
    for (const auto& entry : fs::directory_iterator(samples())) {
        CHECK(fs::exists(mappings() / entry.path().filename() / "mapping.toml"));
    }
}

TEST_CASE("library: every mapping names the standard or the source that it follows") {
    for (const auto& entry : fs::directory_iterator(mappings())) {
        CAPTURE(entry.path().filename().string());
        const std::string text = read_text(entry.path() / "mapping.toml");
        const bool named =
            text.find("\n# Standard") != std::string::npos || text.find("\n# Source") != std::string::npos;
        CHECK(named);
    }
}

}  // namespace svd::agent
