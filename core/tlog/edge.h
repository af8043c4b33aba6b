// The right edge of a growing log: of every tile level, the hashes of the tile that is not full yet.
//
// It is all that a writer needs to append, to know the root and to prove what it has just appended, and it stays
// small: 16 KiB a level.
// A writer appends to a copy, puts the tiles on disk, and swaps the copy in only then, so that memory never leads
// the disk.
//
// Not thread-safe.  Free to copy.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/tlog/tile_nodes.h"

namespace svd::tlog {

struct FullTile {
    unsigned level = 0;
    std::uint64_t index = 0;
    std::vector<Digest> hashes;  // 256
};

class Edge {
public:
    // As it was at `size`, from the full tiles and the leaf hashes after the last full tile of level 0.  It reads at
    // most 255 tiles a level.  Errors: kCorrupt where there are more or fewer hashes than the size says.  Whether
    // they are the right ones shows only in the root: the caller compares it with a checkpoint.
    static Result<Edge> restore(std::uint64_t size, const TileReader& full_tiles, std::vector<Digest> last_leaves);

    // The tiles that this leaf filled, lowest level first; mostly none.
    std::vector<FullTile> append(const Digest& leaf);

    std::uint64_t size() const { return size_; }
    Digest root() const;

    // The hashes of the tile of that level which is not full yet; none where the level ends with a full tile.
    std::span<const Digest> partial(unsigned level) const;

    // The complete subtree over 2^level leaves, where it lies in such a tile; null where it does not.
    const Digest* node(unsigned level, std::uint64_t index) const;

private:
    std::uint64_t size_ = 0;
    std::vector<TileNodes> partials_;  // by tile level
};

}  // namespace svd::tlog
