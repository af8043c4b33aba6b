// The mappings that come with the agent, for `init` to choose from: one folder each, with a mapping.toml.
#pragma once

#include <filesystem>
#include <vector>

#include "agent/source/mapping.h"

namespace svd::agent {

struct LibraryMapping {
    std::filesystem::path folder;
    Mapping mapping;
};

// By name.  kNotFound without the folder; a mapping that cannot be read is an error.
Result<std::vector<LibraryMapping>> load_library(const std::filesystem::path& folder);

// How many of its columns the header has; 0 when one is missing that it needs.
std::size_t columns_that_fit(const Mapping& mapping, const std::vector<std::string>& header);

}  // namespace svd::agent
