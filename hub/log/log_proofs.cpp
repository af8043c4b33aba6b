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
    const std::uint64_t full = tlog::hashes_at(level, size()) / tlog::kTileWidth;
    if (index > full) return std::vector<Digest>{};
    if (index < full) return read_tile(level, index);
    const auto partial = seen_->edge.partial(level);
    return std::vector<Digest>(partial.begin(), partial.end());
}

Result<std::vector<Digest>> LogProofs::read_tile(unsigned level, std::uint64_t index) const {
    const auto stored = log_.store_.get(Table::kTiles, std::string(1, static_cast<char>(level)) + big_endian(index));
    if (!stored) return stored.error();
    if (!stored->has_value()) return Error{Errc::kCorrupt, "a tile is missing"};
    return tlog::decode_tile(**stored, tlog::kTileWidth);
}

Result<Digest> LogProofs::node(unsigned level, std::uint64_t index) const {
    if (const Digest* const recent = seen_->edge.node(level, index)) return *recent;
    const unsigned height = level % tlog::kTileHeight;
    const std::uint64_t in_tile = tlog::kTileWidth >> height;
    const Address address{level / tlog::kTileHeight, index / in_tile};
    if (address.second >= tlog::hashes_at(address.first, size()) / tlog::kTileWidth) {
        return Error{Errc::kNotFound, "the log is not that long"};
    }
    auto held = tiles_.find(address);
    if (held == tiles_.end()) {
        const auto hashes = read_tile(address.first, address.second);
        if (!hashes) return hashes.error();
        held = tiles_.emplace(address, tlog::TileNodes(*hashes)).first;
    }
    return *held->second.node(height, index % in_tile);
}

}  // namespace svd
