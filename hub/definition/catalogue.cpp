#include "hub/definition/catalogue.h"

#include <algorithm>
#include <charconv>

#include "core/base/limits.h"
#include "core/crypto/digest.h"

namespace svd {
namespace {

// kent-like@1 as a name and a version, if it says one.
struct Named {
    std::string_view name;
    std::optional<std::uint32_t> version;
};

std::optional<Named> read_name(std::string_view text) {
    const std::size_t at = text.find('@');
    if (at == std::string_view::npos) return Named{text, std::nullopt};
    const std::string_view digits = text.substr(at + 1);
    std::uint32_t version = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), version);
    if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size()) return std::nullopt;
    return Named{text.substr(0, at), version};
}

}  // namespace

Result<Catalogue> Catalogue::load(const std::filesystem::path& folder) {
    Catalogue catalogue;
    auto definitions = DefinitionShelf::load(folder);
    if (!definitions) return definitions.error();
    catalogue.definitions_ = *std::move(definitions);
    const auto file = folder / kSeriesBreaksFile;
    if (!std::filesystem::exists(file)) return catalogue;
    auto breaks = SeriesBreaks::load(file);
    if (!breaks) return breaks.error();
    catalogue.breaks_ = *std::move(breaks);
    return catalogue;
}

Result<std::vector<const Definition*>> Catalogue::find_all(std::string_view text) const {
    std::vector<const Definition*> found;
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        const auto named = read_name(text.substr(0, comma));
        const Definition* definition = named ? definitions_.find(named->name, named->version) : nullptr;
        if (definition == nullptr) {
            const auto all = definitions_.all();
            return invalid("there is no definition \"" + std::string(text.substr(0, comma)) +
                           "\"; there are: " + (all.empty() ? "none" : text_of(all)));
        }
        if (std::ranges::find(found, definition) != found.end()) return invalid("a definition is named twice");
        found.push_back(definition);
        if (found.size() > limits::kProfileDefinitionsMax) return invalid("too many definitions for one profile");
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return found;
}

std::string Catalogue::text_of(std::span<const Definition* const> definitions) {
    std::string text;
    for (const Definition* each : definitions) {
        text += (text.empty() ? "" : ",") + each->name + "@" + std::to_string(each->version);
    }
    return text;
}

Digest Catalogue::digest(std::span<const Definition* const> definitions) const {
    Sha256Stream all;
    for (const Definition* each : definitions) all.add(to_hex(each->digest()) + "\n");
    if (breaks_) all.add(to_hex(breaks_->digest()) + "\n");
    return all.finish();
}

}  // namespace svd
