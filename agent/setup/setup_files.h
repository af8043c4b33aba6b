// The files that `init` writes: agent.toml, and a mapping with its tables.
//
// Commented for the person who will own them.  They hold names of columns and lists out of the library, never a cell.
// Pure; any thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "agent/setup/proposal.h"

namespace svd::agent {

struct SetupAnswers {
    std::string agency;  // its id
    AgencyKind kind = AgencyKind::kPolice;
    std::vector<std::string> areas;
    std::string agreement;
    std::string hub;      // https://hub.example:8443
    std::string reference;  // where the areas are, as agent.toml says it
};

std::string agent_toml(const SetupAnswers& answers);
// mapping.toml and its tables, by file name.
std::map<std::string, std::string> mapping_files(const SetupAnswers& answers, const Proposal& proposal,
                                                 const Sample& sample);

}  // namespace svd::agent
