#include "hub/definition/definition_shelf.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "core/base/limits.h"

namespace svd {

Result<DefinitionShelf> DefinitionShelf::load(const std::filesystem::path& folder) {
    std::error_code failed;
    std::vector<std::filesystem::path> files;
    for (std::filesystem::directory_iterator entry(folder, failed), end; !failed && entry != end;
         entry.increment(failed)) {
        const std::filesystem::path& file = entry->path();
        if (file.extension() != ".toml" || file.filename() == kSeriesBreaksFile) continue;
        files.push_back(file);
        if (files.size() > limits::kDefinitionsMax) {
            return Error{Errc::kTooMany,
                         fmt::format("{}: more than {} definitions", folder.string(), limits::kDefinitionsMax)};
        }
    }
    if (failed) return Error{Errc::kNotFound, fmt::format("cannot read {}: {}", folder.string(), failed.message())};
    std::ranges::sort(files);
    DefinitionShelf shelf;
    std::string problems;
    const auto problem = [&](std::string_view text) {
        problems += fmt::format("{}{}", problems.empty() ? "" : "\n", text);
    };
    for (const std::filesystem::path& file : files) {
        auto definition = Definition::load(file);
        if (!definition) {
            problem(definition.error().detail);
            continue;
        }
        std::pair key(definition->name, definition->version);
        const auto [at, added] = shelf.definitions_.emplace(std::move(key), std::move(*definition));
        if (!added) {
            problem(fmt::format("{}: another file has {} version {} too.", file.filename().string(), at->first.first,
                                at->first.second));
        }
    }
    if (!problems.empty()) return invalid(problems);
    return shelf;
}

const Definition* DefinitionShelf::find(std::string_view name, std::optional<std::uint32_t> version) const {
    if (version) {
        const auto found = definitions_.find({std::string(name), *version});
        return found == definitions_.end() ? nullptr : &found->second;
    }
    auto after = definitions_.upper_bound({std::string(name), std::numeric_limits<std::uint32_t>::max()});
    if (after == definitions_.begin()) return nullptr;
    --after;
    return after->first.first == name ? &after->second : nullptr;
}

std::vector<const Definition*> DefinitionShelf::all() const {
    std::vector<const Definition*> found;
    found.reserve(definitions_.size());
    for (const auto& [key, definition] : definitions_) found.push_back(&definition);
    return found;
}

}  // namespace svd
