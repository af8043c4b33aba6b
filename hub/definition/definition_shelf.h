// The definitions of a folder, by name and version.
//
// A version that a profile has named must stay readable, so versions stand beside each other and none takes another's
// place.  series_breaks.toml may lie in the same folder, and is no definition.
//
// Immutable once read; any thread.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/definition/definition.h"

namespace svd {

inline constexpr std::string_view kSeriesBreaksFile = "series_breaks.toml";

class DefinitionShelf {
public:
    // Every *.toml there.  An error lists what is wrong in all of them; the same name and version twice is wrong too.
    static Result<DefinitionShelf> load(const std::filesystem::path& folder);

    // The newest version when none is given; null when there is none.
    const Definition* find(std::string_view name, std::optional<std::uint32_t> version = std::nullopt) const;
    std::vector<const Definition*> all() const;  // by name, then version

private:
    std::map<std::pair<std::string, std::uint32_t>, Definition> definitions_;
};

}  // namespace svd
