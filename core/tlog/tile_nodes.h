// The hashes of a tile and of every complete subtree over them, each worked out once, when its last leaf comes.
//
// A tile's hashes taken as leaves: height 0 are the tile's own hashes, height 8 is the root of a full tile.
//
// Not thread-safe.  16 KiB; free to copy.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "core/tlog/tile.h"

namespace svd::tlog {

class TileNodes {
public:
    TileNodes() = default;
    explicit TileNodes(std::span<const Digest> hashes);  // at most 256

    void append(const Digest& hash);  // not to a full tile
    unsigned size() const { return size_; }
    std::span<const Digest> hashes() const { return std::span(nodes_).first(size_); }

    // Null for a subtree that is not complete.
    const Digest* node(unsigned height, std::uint64_t index) const;

private:
    static constexpr unsigned first_of(unsigned height) { return 2 * kTileWidth - (2 * kTileWidth >> height); }

    unsigned size_ = 0;
    std::array<Digest, 2 * kTileWidth - 1> nodes_{};  // height by height
};

}  // namespace svd::tlog
