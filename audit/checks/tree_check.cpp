#include "audit/checks/tree_check.h"

#include "core/base/limits.h"

namespace svd::audit {

void TreeCheck::append(const Digest& leaf) {
    if (lost_) return;
    for (const tlog::FullTile& tile : edge_.append(leaf)) compare({tile.level, tile.index}, tile.hashes);
}

void TreeCheck::append_from_tile(const tlog::TileAddress& address) {
    const auto bytes = copy_.tile(address);
    const auto hashes = bytes ? tlog::decode_tile(*bytes, address.width) : bytes.error();
    if (!hashes) {
        lost_ = true;
        return;
    }
    for (const Digest& hash : *hashes) append(hash);
}

void TreeCheck::finish(const Digest& root) {
    if (lost_) {
        report_.add(Code::kRootWrong, std::nullopt, "the root cannot be computed without the entries that are missing");
        return;
    }
    for (unsigned level = 0; level < tlog::kTileLevels; ++level) {
        const auto hashes = edge_.partial(level);
        if (hashes.empty()) continue;
        const std::uint64_t index = tlog::hashes_at(level, edge_.size()) / tlog::kTileWidth;
        compare({level, index, static_cast<unsigned>(hashes.size())}, hashes);
    }
    if (edge_.root() != root) {
        report_.add(Code::kRootWrong, std::nullopt, "signed " + to_hex(root) + ", computed " + to_hex(edge_.root()));
    }
}

void TreeCheck::compare(const tlog::TileAddress& address, std::span<const Digest> hashes) {
    ++tiles_;
    const std::string path = tlog::tile_path(address);
    const auto bytes = copy_.tile(address);
    if (!bytes) {
        const bool missing = bytes.error().code != Errc::kCorrupt;
        report_.add(missing ? Code::kTileMissing : Code::kTileWrong, std::nullopt, path);
        return;
    }
    if (*bytes == tlog::encode_tile(hashes)) return;
    const auto stored = tlog::decode_tile(*bytes, address.width);
    if (!stored) {
        report_.add(Code::kTileWrong, std::nullopt, path + ": " + stored.error().detail);
        return;
    }
    std::size_t at = 0;
    while ((*stored)[at] == hashes[at]) ++at;
    const auto entry = address.level == 0 ? std::optional(address.index * tlog::kTileWidth + at) : std::nullopt;
    report_.add(Code::kTileWrong, entry, path + ": hash " + std::to_string(at));
}

}  // namespace svd::audit
