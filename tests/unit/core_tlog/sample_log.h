// Logs to test with, and the seed of random tests.
#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <sstream>

#include "core/base/limits.h"
#include "core/tlog/edge.h"
#include "core/tlog/note.h"

namespace svd::tlog::test {

// Entries are the numbers from 0 in decimal.
inline std::vector<Digest> number_leaves(std::size_t count) {
    std::vector<Digest> leaves;
    for (std::size_t i = 0; i < count; ++i) leaves.push_back(leaf_hash(std::to_string(i)));
    return leaves;
}

// A log as a hub keeps it: full tiles that never change, and the edge.
class SampleLog {
public:
    explicit SampleLog(const std::vector<Digest>& leaves) {
        for (const Digest& leaf : leaves) append(leaf);
    }
    void append(const Digest& leaf) {
        for (FullTile& tile : edge_.append(leaf)) {
            const bool is_new = full_tiles_.emplace(std::pair(tile.level, tile.index), tile.hashes).second;
            CHECK(is_new);
            CHECK(tile.hashes.size() == kTileWidth);
        }
    }
    const Edge& edge() const { return edge_; }

    // Whatever there is of a tile, which may be more than was asked for.
    TileReader reader() const {
        return [this](const TileAddress& address) -> Result<std::vector<Digest>> {
            reads_.push_back(address);
            if (const auto tile = full_tiles_.find({address.level, address.index}); tile != full_tiles_.end()) {
                return tile->second;
            }
            const auto partial = edge_.partial(address.level);
            return std::vector<Digest>(partial.begin(), partial.end());
        };
    }
    const std::vector<TileAddress>& reads() const { return reads_; }

private:
    std::map<std::pair<unsigned, std::uint64_t>, std::vector<Digest>> full_tiles_;
    Edge edge_;
    mutable std::vector<TileAddress> reads_;
};

inline std::string concatenated(const Proof& proof) {
    std::string bytes;
    for (const Digest& hash : proof) bytes += as_bytes(hash);
    return bytes;
}

inline Digest from_hex(std::string_view text) { return digest_from_hex(text).value(); }

inline Ed25519PrivateKey counting_key(unsigned first) {
    Ed25519Seed seed{};
    for (std::uint8_t& byte : seed) byte = static_cast<std::uint8_t>(first++);
    return Ed25519PrivateKey::from_seed(seed);
}

// The log and the witness of tests/data/tlog.
inline constexpr const char* kLogKey =
    "svd-hub.example/submissions+cfa443a6+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
inline constexpr const char* kWitnessKey =
    "auditor.example/witness1+b5fbc923+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X";

inline std::string data_file(const std::string& name) {
    std::ifstream file(std::string(SVD_SOURCE_DIR) + "/tests/data/" + name, std::ios::binary);
    REQUIRE(file);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

// All texts with one bit of one byte changed, and where.
template <class Visit>
void for_each_changed(const std::string& text, const Visit& visit) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            std::string other = text;
            other[at] = static_cast<char>(static_cast<unsigned char>(other[at]) ^ (1U << bit));
            visit(at, other);
        }
    }
}

inline std::uint64_t test_seed() {
    const char* given = std::getenv("SVD_TEST_SEED");
    return given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
}

}  // namespace svd::tlog::test
