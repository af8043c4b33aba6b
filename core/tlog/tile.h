// How a log is cut into files that never change (C2SP tlog-tiles): tiles of 256 hashes, and bundles of 256 entries.
//
// Hash i of tile n at level l is that of the subtree over 256^l leaves, the (256 n + i)th of that size.  Only full
// tiles feed the level above.  A bundle is each entry behind its length (two bytes, big-endian).  Beside full ones
// there are the partial ones of the sizes for which a checkpoint was signed; a reader asks for no others.
//
// Reading is strict: one address has one path, `tile/0/x001/067.p/5`.  Errors are kInvalid.
//
// Thread-safe, but for TiledTree.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/tlog/tree.h"

namespace svd::tlog {

inline constexpr unsigned kTileWidth = 256;  // hashes in a full tile, entries in a full bundle
inline constexpr unsigned kTileHeight = 8;   // tree levels from one tile level to the next
inline constexpr unsigned kTileLevels = 8;   // 256^8 leaves are more than any size we read

struct TileAddress {
    unsigned level = 0;
    std::uint64_t index = 0;
    unsigned width = kTileWidth;  // 1 to 256; 256 is full
    bool operator==(const TileAddress&) const = default;
};

struct BundleAddress {
    std::uint64_t index = 0;
    unsigned width = kTileWidth;
    bool operator==(const BundleAddress&) const = default;
};

std::string tile_path(const TileAddress& address);                            // tile/0/x001/067.p/5
std::string bundle_path(std::uint64_t index, unsigned width = kTileWidth);    // tile/entries/000
Result<TileAddress> parse_tile_path(std::string_view path);
Result<BundleAddress> parse_bundle_path(std::string_view path);

// How many hashes a level has in a tree of that size; the last tile of the level may be partial.
std::uint64_t hashes_at(unsigned level, std::uint64_t size);

// All tiles of a tree of that size, level by level, and all its bundles.
std::vector<TileAddress> tiles_of(std::uint64_t size);
std::vector<BundleAddress> bundles_of(std::uint64_t size);

std::string encode_tile(std::span<const Digest> hashes);
Result<std::vector<Digest>> decode_tile(std::string_view bytes, unsigned width);

void append_to_bundle(std::string& bundle, std::string_view entry);  // at most limits::kLogEntryBytesMax
std::string encode_bundle(const std::vector<std::string>& entries);
Result<std::vector<std::string>> decode_bundle(std::string_view bytes, unsigned width);

// Fetches a tile: at least the first `width` hashes of it.  More is fine: a tile that has grown begins the same way.
using TileReader = std::function<Result<std::vector<Digest>>(const TileAddress&)>;

// A tree of a fixed size whose hashes are in tiles.  It asks for tiles of that size only, each as wide as it is then,
// and remembers the last one of each level, because a proof needs several hashes of one tile.
//
// Errors: kInvalid for a subtree that is not complete within the size, kCorrupt for a tile that is too short.
// Not thread-safe.
class TiledTree final : public NodeSource {
public:
    TiledTree(std::uint64_t size, TileReader read_tile) : size_(size), read_tile_(std::move(read_tile)) {}
    std::uint64_t size() const { return size_; }
    Result<Digest> node(unsigned level, std::uint64_t index) const override;

private:
    struct Held {
        TileAddress address;
        std::vector<Digest> hashes;
    };

    Result<const std::vector<Digest>*> tile(unsigned level, std::uint64_t index) const;

    std::uint64_t size_;
    TileReader read_tile_;
    mutable std::array<Held, kTileLevels> held_;
};

}  // namespace svd::tlog
