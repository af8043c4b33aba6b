#include "tests/unit/agent/mapping_fixture.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace svd::agent::test {
namespace {

Result<Mapping> load(const std::string& toml, const std::map<std::string, std::string>& tables) {
    const TempFolder folder;
    write_text(folder.path() / "mapping.toml", toml);
    for (const auto& [name, text] : tables) write_text(folder.path() / name, text);
    return Mapping::load(folder.path() / "mapping.toml");
}

}  // namespace

Mapping mapping_of(const std::string& toml, const std::map<std::string, std::string>& tables) {
    auto mapping = load(toml, tables);
    REQUIRE_MESSAGE(mapping.has_value(), mapping.error().detail);
    return *std::move(mapping);
}

std::string problems_of(const std::string& toml, const std::map<std::string, std::string>& tables) {
    const auto mapping = load(toml, tables);
    return mapping ? std::string{} : mapping.error().detail;
}

std::vector<Mapped> map_text(const Mapping& mapping, const std::string& csv) {
    const TempFolder folder;
    const auto file = folder.path() / "export.csv";
    write_text(file, csv);
    auto extract = Extract::open(file, *inspect_file(file), mapping, shipped_bench().rules);
    REQUIRE_MESSAGE(extract.has_value(), extract.error().detail);
    std::vector<Mapped> all;
    for (auto more = (*extract)->next(); *more; more = (*extract)->next()) {
        Mapped mapped{(*extract)->mapped(), ""};
        for (const RecordFinding& finding : mapped.record.findings) {
            mapped.codes += fmt::format("{}{} {}", mapped.codes.empty() ? "" : ", ", code_text(finding.code),
                                        (*extract)->mapper().column_name(finding.column));
        }
        all.push_back(std::move(mapped));
    }
    return all;
}

Mapped map_line(const Mapping& mapping, const std::string& header, const std::string& line) {
    return map_text(mapping, header + "\n" + line + "\n").at(0);
}

const Incident& incident_of(const Mapped& mapped) { return std::get<Incident>(mapped.record.row); }

std::string term_at(const Mapped& mapped, Field field) {
    return std::string(term_name(*vocabulary_of(field), incident_of(mapped)[field]));
}

}  // namespace svd::agent::test
