#include "core/tlog/edge.h"

#include <bit>
#include <optional>

#include "core/base/check.h"
#include "core/base/limits.h"

namespace svd::tlog {

Result<Edge> Edge::restore(std::uint64_t size, const TileReader& full_tiles, std::vector<Digest> last_leaves) {
    if (size > limits::kTreeSizeMax || last_leaves.size() != size % kTileWidth) {
        return Error{Errc::kCorrupt, std::to_string(last_leaves.size()) + " leaves after the last full tile of " +
                                         std::to_string(size)};
    }
    Edge edge;
    edge.size_ = size;
    edge.partials_.emplace_back(last_leaves);
    for (unsigned level = 1; hashes_at(level, size) != 0; ++level) {
        auto& partial = edge.partials_.emplace_back();
        const std::uint64_t end = hashes_at(level, size);
        for (std::uint64_t index = end - end % kTileWidth; index < end; ++index) {
            const TileAddress below{level - 1, index};
            const auto hashes = full_tiles(below);
            if (!hashes) return hashes.error();
            if (hashes->size() != kTileWidth) return Error{Errc::kCorrupt, tile_path(below) + " is not full"};
            partial.append(root_of(*hashes));
        }
    }
    return edge;
}

std::vector<FullTile> Edge::append(const Digest& leaf) {
    SVD_CHECK(size_ < limits::kTreeSizeMax);
    ++size_;
    std::vector<FullTile> filled;
    Digest hash = leaf;
    for (unsigned level = 0;; ++level) {
        if (partials_.size() == level) partials_.emplace_back();
        auto& partial = partials_[level];
        partial.append(hash);
        if (partial.size() < kTileWidth) return filled;
        hash = *partial.node(kTileHeight, 0);
        filled.push_back({level, hashes_at(level + 1, size_) - 1, {partial.hashes().begin(), partial.hashes().end()}});
        partial = {};
    }
}

// A level's hashes and, as the last one, the root of all that is to the right of them, are leaves of a tree of their
// own: a tree of n leaves is halved at the largest power of two below n, and that is a boundary between subtrees.
// So each level's complete subtrees, smallest first, go to the left of what there is.
Digest Edge::root() const {
    std::optional<Digest> root;
    for (const TileNodes& partial : partials_) {
        for (unsigned rest = partial.size(); rest != 0; rest &= rest - 1) {
            const auto height = static_cast<unsigned>(std::countr_zero(rest));
            const Digest& left = *partial.node(height, (rest >> height) - 1);
            root = root ? node_hash(left, *root) : left;
        }
    }
    return root ? *root : empty_root();
}

std::span<const Digest> Edge::partial(unsigned level) const {
    if (level >= partials_.size()) return {};
    return partials_[level].hashes();
}

const Digest* Edge::node(unsigned level, std::uint64_t index) const {
    const unsigned tile_level = level / kTileHeight;
    const unsigned height = level % kTileHeight;
    if (tile_level >= partials_.size()) return nullptr;
    const std::uint64_t before = hashes_at(tile_level, size_) / kTileWidth * (kTileWidth >> height);
    return index < before ? nullptr : partials_[tile_level].node(height, index - before);
}

}  // namespace svd::tlog
