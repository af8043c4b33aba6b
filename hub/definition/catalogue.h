// The definitions and series breaks that a hub works with: one folder.
//
// Figures name what they were made with: the names and versions of their definitions, and one digest over the canonical
// forms of those and of the breaks, so that whoever makes them again knows whether he holds the same documents.
//
// Immutable once read; any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hub/definition/definition_shelf.h"
#include "hub/definition/series_breaks.h"

namespace svd {

class Catalogue {
public:
    Catalogue() = default;  // nothing in it: figures by measure cannot be made
    static Result<Catalogue> load(const std::filesystem::path& folder);

    const DefinitionShelf& definitions() const { return definitions_; }
    const SeriesBreaks* breaks() const { return breaks_ ? &*breaks_ : nullptr; }

    // As in kent-like, kent-like@1 or kent-like@1,london-like: the newest version where none is said.  An error says
    // which definitions there are.  They point into this.
    Result<std::vector<const Definition*>> find_all(std::string_view text) const;
    static std::string text_of(std::span<const Definition* const> definitions);  // kent-like@1,london-like@1

    // SHA-256 over the canonical forms of those definitions, in their order, and of the breaks.
    Digest digest(std::span<const Definition* const> definitions) const;

private:
    DefinitionShelf definitions_;
    std::optional<SeriesBreaks> breaks_;
};

}  // namespace svd
