#include "core/tlog/tile.h"

#include <algorithm>
#include <cstring>

#include "core/base/check.h"
#include "core/base/limits.h"

namespace svd::tlog {
namespace {

static_assert(kTileWidth == 1U << kTileHeight);
static_assert(limits::kTreeSizeMax >> (kTileHeight * (kTileLevels - 1)) > 0, "a level for every size");
static_assert(limits::kTreeSizeMax >> (kTileHeight * (kTileLevels - 1)) <= kTileWidth, "the top level is one tile");

constexpr std::size_t kDigestBytes = sizeof(Digest);
constexpr std::size_t kLengthBytes = 2;

bool is_width(unsigned width) { return width >= 1 && width <= kTileWidth; }

// Cuts a row of `count` things into pieces of 256 and a rest.
template <class Visit>
void for_each_piece(std::uint64_t count, const Visit& visit) {
    for (std::uint64_t index = 0; index < count / kTileWidth; ++index) visit(index, kTileWidth);
    if (const auto rest = static_cast<unsigned>(count % kTileWidth); rest != 0) visit(count / kTileWidth, rest);
}

}  // namespace

std::uint64_t hashes_at(unsigned level, std::uint64_t size) {
    return level < kTileLevels ? size >> (kTileHeight * level) : 0;
}

std::vector<TileAddress> tiles_of(std::uint64_t size) {
    std::vector<TileAddress> tiles;
    for (unsigned level = 0; hashes_at(level, size) != 0; ++level) {
        for_each_piece(hashes_at(level, size),
                       [&](std::uint64_t index, unsigned width) { tiles.push_back({level, index, width}); });
    }
    return tiles;
}

std::vector<BundleAddress> bundles_of(std::uint64_t size) {
    std::vector<BundleAddress> bundles;
    for_each_piece(size, [&](std::uint64_t index, unsigned width) { bundles.push_back({index, width}); });
    return bundles;
}

std::string encode_tile(std::span<const Digest> hashes) {
    SVD_CHECK(!hashes.empty() && hashes.size() <= kTileWidth);
    std::string bytes;
    bytes.reserve(hashes.size() * kDigestBytes);
    for (const Digest& hash : hashes) bytes.append(as_bytes(hash));
    return bytes;
}

Result<std::vector<Digest>> decode_tile(std::string_view bytes, unsigned width) {
    if (!is_width(width) || bytes.size() != width * kDigestBytes) {
        return invalid("a tile of " + std::to_string(width) + " hashes has " + std::to_string(bytes.size()) + " bytes");
    }
    std::vector<Digest> hashes(width);
    std::memcpy(hashes.data(), bytes.data(), bytes.size());
    return hashes;
}

void append_to_bundle(std::string& bundle, std::string_view entry) {
    SVD_CHECK(entry.size() <= limits::kLogEntryBytesMax);
    bundle.append(big_endian(entry.size()).substr(sizeof(std::uint64_t) - kLengthBytes)).append(entry);
}

std::string encode_bundle(const std::vector<std::string>& entries) {
    SVD_CHECK(!entries.empty() && entries.size() <= kTileWidth);
    std::string bundle;
    for (const std::string& entry : entries) append_to_bundle(bundle, entry);
    return bundle;
}

Result<std::vector<std::string>> decode_bundle(std::string_view bytes, unsigned width) {
    if (!is_width(width)) return invalid("a bundle of " + std::to_string(width) + " entries");
    std::vector<std::string> entries;
    while (entries.size() < width) {
        if (bytes.size() < kLengthBytes) return invalid("a bundle ends before its last entry");
        const std::size_t size = static_cast<std::uint8_t>(bytes[0]) * 256U + static_cast<std::uint8_t>(bytes[1]);
        bytes.remove_prefix(kLengthBytes);
        if (bytes.size() < size) return invalid("a bundle ends within an entry");
        entries.emplace_back(bytes.substr(0, size));
        bytes.remove_prefix(size);
    }
    if (!bytes.empty()) return invalid("a bundle goes on after its last entry");
    return entries;
}

Result<const std::vector<Digest>*> TiledTree::tile(unsigned level, std::uint64_t index) const {
    const std::uint64_t from_here = hashes_at(level, size_) - index * kTileWidth;
    const TileAddress address{level, index, static_cast<unsigned>(std::min<std::uint64_t>(from_here, kTileWidth))};
    Held& held = held_[level];
    if (held.hashes.empty() || held.address != address) {
        auto hashes = read_tile_(address);
        if (!hashes) return hashes.error();
        if (hashes->size() < address.width) return Error{Errc::kCorrupt, tile_path(address) + " is too short"};
        held = {address, *std::move(hashes)};
    }
    return &held.hashes;
}

Result<Digest> TiledTree::node(unsigned level, std::uint64_t index) const {
    constexpr unsigned kLevelsMax = kTileLevels * kTileHeight;
    if (level >= kLevelsMax || index >= size_ >> level) {
        return invalid("no complete subtree " + std::to_string(index) + " at level " + std::to_string(level) +
                       " of a tree of " + std::to_string(size_));
    }
    const unsigned height = level % kTileHeight;  // of the subtree within its tile
    const std::uint64_t first = index << height;
    const auto hashes = tile(level / kTileHeight, first / kTileWidth);
    if (!hashes) return hashes.error();
    return root_of(std::span(**hashes).subspan(first % kTileWidth, std::size_t{1} << height));
}

}  // namespace svd::tlog
