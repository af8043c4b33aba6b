// `svd-agent init`: from one sample export to a configuration and a mapping that a person can read.
//
// Where the sample has the columns of a mapping of the library, that mapping is copied; else one is proposed.  Never
// writes over a file, and writes no cell of the sample.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "agent/app/console.h"
#include "core/base/clock.h"

namespace svd::agent {

struct InitOptions {
    std::filesystem::path sample;
    std::string agency, kind, agreement, hub;  // what is empty is asked for on a terminal
    std::vector<std::string> areas;
    std::filesystem::path share;   // with mappings/ and reference/
    std::filesystem::path folder = ".";  // where to write
};

int init_agent(InitOptions options, const Clock& clock, Console& console);

}  // namespace svd::agent
