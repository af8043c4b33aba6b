#include "hub/log/log_proofs.h"

#include "core/tlog/tile.h"

namespace svd {

Result<void> LogProofs::check_size(std::uint64_t size) const {
    if (size > this->size()) return Error{Errc::kNotFound, "the log is not that long"};
    return {};
}

Result<Digest> LogProofs::root(std::uint64_t size) const {
    if (auto fits = check_size(size); !fits) return fits.error();
    return tlog::root_of(size, *this);
}

Result<tlog::Proof> LogProofs::inclusion(std::uint64_t index, std::uint64_t size) const {
    if (auto fits = check_size(size); !fits) return fits.error();
    return tlog::prove_inclusion(index, size, *this);
}

Result<tlog::Proof> LogProofs::consistency(std::uint64_t old_size, std::uint64_t size) const {
    if (auto fits = check_size(size); !fits) return fits.error();
    return tlog::prove_consistency(old_size, size, *this);
}

Result<std::vector<Digest>> LogProofs::tile(unsigned level, std::uint64_t index) const {
    const std::uint64_t in_level = tlog::hashes_at(level, size());
    if (index < in_level / tlog::kTileWidth) {
        const auto stored =
            log_.store_.get(Table::kTiles, std::string(1, static_cast<char>(level)) + big_endian(index));
        if (!stored) return stored.error();
        if (!stored->has_value()) return Error{Errc::kCorrupt, "a tile is missing"};
        return tlog::decode_tile(**stored, tlog::kTileWidth);
    }
    if (index > in_level / tlog::kTileWidth) return std::vector<Digest>{};
    const auto partial = seen_->edge.partial(level);
    return std::vector<Digest>(partial.begin(), partial.end());
}

// From the tile that holds it, or from its two children within the same tile.
Result<Digest> LogProofs::node(unsigned level, std::uint64_t index) const {
    if (const auto known = nodes_.find({level, index}); known != nodes_.end()) return known->second;
    Result<Digest> found = Error{Errc::kNotFound, "the log is not that long"};
    if (level % tlog::kTileHeight == 0) {
        const Node place{level / tlog::kTileHeight, index / tlog::kTileWidth};
        auto held = tiles_.find(place);
        if (held == tiles_.end()) {
            auto hashes = tile(place.first, place.second);
            if (!hashes) return hashes.error();
            held = tiles_.emplace(place, *std::move(hashes)).first;
        }
        const std::size_t offset = index % tlog::kTileWidth;
        if (offset < held->second.size()) found = held->second[offset];
    } else {
        Result<Digest> left = node(level - 1, 2 * index);
        if (!left) return left;
        Result<Digest> right = node(level - 1, 2 * index + 1);
        if (!right) return right;
        found = tlog::node_hash(*left, *right);
    }
    if (found) nodes_.emplace(Node{level, index}, *found);
    return found;
}

}  // namespace svd
