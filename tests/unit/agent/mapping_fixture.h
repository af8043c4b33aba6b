// For tests of mappings: a mapping out of texts, and what it makes of a file.
#pragma once

#include <map>

#include "agent/source/extract.h"
#include "tests/unit/agent/agent_fixture.h"

namespace svd::agent::test {

// `tables` are the CSV files beside it, by name.
Mapping mapping_of(const std::string& toml, const std::map<std::string, std::string>& tables = {});
// What is wrong with it; empty when nothing is.
std::string problems_of(const std::string& toml, const std::map<std::string, std::string>& tables = {});

struct Mapped {
    MappedRecord record;
    std::string codes;  // "E503 Crime type, E504 Month"
};
std::vector<Mapped> map_text(const Mapping& mapping, const std::string& csv);
Mapped map_line(const Mapping& mapping, const std::string& header, const std::string& line);

const Incident& incident_of(const Mapped& mapped);
std::string term_at(const Mapped& mapped, Field field);

}  // namespace svd::agent::test
