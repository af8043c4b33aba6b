#include "audit/fetch/entry_fetch.h"

#include "core/base/limits.h"

namespace svd::audit {

Result<EntryFetched> EntryFetch::run(const tlog::Checkpoint& older, const tlog::Checkpoint& newer, Report& report) {
    const auto edge = edge_of_copy(older);
    if (!edge) {
        report.add(Code::kNotItsEntries, std::nullopt, copy_.folder().string());
        return fetched_;
    }
    auto whole = grow(*edge, newer, LeftOver::kUsed, report);
    if (whole && !*whole && used_left_over_ && report.failures() == 0) {
        whole = grow(*edge, newer, LeftOver::kFetchedAnew, report);
    }
    if (!whole) return whole.error();
    if (!*whole && report.failures() == 0) {
        report.add(Code::kRootWrong, std::nullopt, "the hub's entries do not make the root that it signed");
    }
    return fetched_;
}

// As it was after the last full bundle; nothing when the copy's hashes are not what its checkpoint signs.
std::optional<tlog::Edge> EntryFetch::edge_of_copy(const tlog::Checkpoint& older) const {
    const auto hashes = [&](const tlog::TileAddress& address) -> Result<std::vector<Digest>> {
        const auto bytes = copy_.tile(address);
        if (!bytes) return bytes.error();
        return tlog::decode_tile(*bytes, address.width);
    };
    const auto rest = static_cast<unsigned>(older.size % tlog::kTileWidth);
    const auto edge = tlog::Edge::restore(older.size - rest, hashes, {});
    if (!edge) return std::nullopt;
    tlog::Edge whole = *edge;
    if (rest > 0) {
        const auto last = hashes({0, older.size / tlog::kTileWidth, rest});
        if (!last) return std::nullopt;
        for (const Digest& leaf : *last) whole.append(leaf);
    }
    if (whole.root() != older.root) return std::nullopt;
    return *edge;
}

// Whether the entries made the root.
Result<bool> EntryFetch::grow(tlog::Edge edge, const tlog::Checkpoint& newer, LeftOver left_over, Report& report) {
    used_left_over_ = false;
    while (edge.size() < newer.size) {
        progress_("entries", edge.size(), newer.size);
        const auto bundle = entries(bundle_of(edge.size(), newer.size), left_over, report);
        if (!bundle) return bundle.error();
        if (bundle->empty()) return false;
        for (const std::string& bytes : *bundle) {
            for (const tlog::FullTile& tile : edge.append(tlog::leaf_hash(bytes))) {
                if (auto put = put_tile({tile.level, tile.index}, tile.hashes); !put) return put.error();
            }
        }
    }
    if (auto put = put_partials(edge); !put) return put.error();
    return edge.root() == newer.root;
}

// None when the hub has not got them as it must, which is in the report then.
Result<std::vector<std::string>> EntryFetch::entries(const tlog::BundleAddress& address, LeftOver left_over,
                                                     Report& report) {
    if (left_over == LeftOver::kUsed) {
        if (auto there = copy_.bundle(address)) {
            used_left_over_ = true;
            return there;
        }
    }
    const std::string path = tlog::bundle_path(address.index, address.width);
    const auto found = source_.get("/v1/log/" + path, limits::kBundleBytesMax);
    if (!found) return found.error();
    auto decoded = tlog::decode_bundle(found->body, address.width);
    if (found->standing != Standing::kHere || !decoded) {
        const bool missing = found->standing != Standing::kHere;
        report.add(missing ? Code::kBundleMissing : Code::kBundleUnreadable, address.index * tlog::kTileWidth,
                   "the hub's " + path);
        return std::vector<std::string>{};
    }
    if (auto put = writer_.put(path, found->body); !put) return put.error();
    ++fetched_.bundles;
    return decoded;
}

Result<void> EntryFetch::put_tile(const tlog::TileAddress& address, std::span<const Digest> hashes) {
    const std::string bytes = tlog::encode_tile(hashes);
    if (const auto there = copy_.tile(address); there && *there == bytes) return {};
    ++fetched_.tiles;
    return writer_.put(tlog::tile_path(address), bytes);
}

Result<void> EntryFetch::put_partials(const tlog::Edge& edge) {
    for (unsigned level = 0; level < tlog::kTileLevels; ++level) {
        const auto hashes = edge.partial(level);
        if (hashes.empty()) continue;
        const std::uint64_t index = tlog::hashes_at(level, edge.size()) / tlog::kTileWidth;
        if (auto put = put_tile({level, index, static_cast<unsigned>(hashes.size())}, hashes); !put) return put;
    }
    return {};
}

}  // namespace svd::audit
