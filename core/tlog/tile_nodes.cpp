#include "core/tlog/tile_nodes.h"

#include "core/base/check.h"

namespace svd::tlog {

TileNodes::TileNodes(std::span<const Digest> hashes) {
    for (const Digest& hash : hashes) append(hash);
}

void TileNodes::append(const Digest& hash) {
    SVD_CHECK(size_ < kTileWidth);
    unsigned index = size_++;
    nodes_[index] = hash;
    for (unsigned height = 1; (index & 1U) != 0; ++height) {
        const Digest* const right = &nodes_[first_of(height - 1) + index];
        index /= 2;
        nodes_[first_of(height) + index] = node_hash(*(right - 1), *right);
    }
}

const Digest* TileNodes::node(unsigned height, std::uint64_t index) const {
    if (height > kTileHeight || index >= size_ >> height) return nullptr;
    return &nodes_[first_of(height) + index];
}

}  // namespace svd::tlog
