#include "core/tlog/edge.h"

#include <doctest/doctest.h>

#include "tests/unit/core_tlog/sample_log.h"

namespace svd::tlog {
namespace {

std::vector<Digest> copy_of(std::span<const Digest> hashes) { return {hashes.begin(), hashes.end()}; }

Result<Edge> restored(const test::SampleLog& log) {
    return Edge::restore(log.edge().size(), log.reader(), copy_of(log.edge().partial(0)));
}

TEST_CASE("edge: tiles come out once and in order as they become full") {
    const auto leaves = test::number_leaves(65536);
    Edge edge;
    std::vector<std::pair<unsigned, std::uint64_t>> filled;
    for (const Digest& leaf : leaves) {
        for (const FullTile& tile : edge.append(leaf)) filled.emplace_back(tile.level, tile.index);
    }
    REQUIRE(filled.size() == 257);
    for (std::uint64_t i = 0; i < 256; ++i) CHECK(filled[i] == std::pair(0U, i));
    CHECK(filled[256] == std::pair(1U, std::uint64_t{0}));
    CHECK(edge.partial(0).empty());
    CHECK(edge.partial(1).empty());
    CHECK(edge.partial(2).size() == 1);
    CHECK(edge.partial(3).empty());
    CHECK(edge.partial(99).empty());
}

TEST_CASE("edge: its subtrees are those of the tree, as far as they are in tiles that are not full") {
    for (const std::size_t size : {1U, 5U, 256U, 300U, 65536U, 66047U}) {
        CAPTURE(size);
        const auto leaves = test::number_leaves(size);
        Edge edge;
        for (const Digest& leaf : leaves) edge.append(leaf);
        std::size_t found = 0;
        for (unsigned level = 0; size >> level != 0; ++level) {
            const std::size_t width = std::size_t{1} << level;
            for (std::size_t index = 0; index < size >> level; ++index) {
                const std::size_t tile = width << (kTileHeight - level % kTileHeight);
                const bool in_full_tile = index * width / tile < size / tile;
                const Digest* const node = edge.node(level, index);
                REQUIRE((node == nullptr) == in_full_tile);
                if (node == nullptr) continue;
                CHECK(*node == root_of(std::span(leaves).subspan(index * width, width)));
                ++found;
            }
            CHECK(edge.node(level, size >> level) == nullptr);
        }
        CHECK(found > 0);
    }
}

TEST_CASE("edge: a copy goes its own way") {
    Edge edge;
    edge.append(leaf_hash("first"));
    Edge draft = edge;
    draft.append(leaf_hash("second"));
    CHECK(edge.size() == 1);
    CHECK(edge.root() == leaf_hash("first"));
    CHECK(draft.root() == node_hash(leaf_hash("first"), leaf_hash("second")));
}

TEST_CASE("edge: restored from its tiles it goes on as if it had never stopped") {
    for (const std::size_t size : {0U, 1U, 255U, 256U, 257U, 511U, 512U, 1000U, 65535U, 65536U, 65537U, 66000U}) {
        CAPTURE(size);
        const test::SampleLog log(test::number_leaves(size));
        Edge original = log.edge();
        Edge edge = restored(log).value();
        std::size_t filled = 0;
        for (int i = 0; i < 300; ++i) {
            CHECK(edge.root() == original.root());
            for (unsigned level = 0; level < kTileLevels; ++level) {
                CHECK(copy_of(edge.partial(level)) == copy_of(original.partial(level)));
            }
            const auto ours = edge.append(leaf_hash("more"));
            const auto theirs = original.append(leaf_hash("more"));
            REQUIRE(ours.size() == theirs.size());
            for (std::size_t t = 0; t < ours.size(); ++t) {
                CHECK(ours[t].level == theirs[t].level);
                CHECK(ours[t].index == theirs[t].index);
                CHECK(ours[t].hashes == theirs[t].hashes);
                ++filled;
            }
        }
        CHECK(filled > 0);
    }
}

TEST_CASE("edge: is not restored from too little or too much") {
    const test::SampleLog log(test::number_leaves(600));
    const auto last = copy_of(log.edge().partial(0));
    CHECK(Edge::restore(601, log.reader(), last).error().code == Errc::kCorrupt);
    CHECK(Edge::restore(599, log.reader(), last).error().code == Errc::kCorrupt);
    CHECK(Edge::restore(~std::uint64_t{0}, log.reader(), copy_of({})).error().code == Errc::kCorrupt);
    const TileReader short_tiles = [](const TileAddress&) { return std::vector<Digest>(255); };
    CHECK(Edge::restore(600, short_tiles, last).error().code == Errc::kCorrupt);
    const TileReader no_tiles = [](const TileAddress&) -> Result<std::vector<Digest>> {
        return Error{Errc::kNotFound, "gone"};
    };
    CHECK(Edge::restore(600, no_tiles, last).error().code == Errc::kNotFound);
}

TEST_CASE("edge: a wrong tile shows in the root") {
    const test::SampleLog log(test::number_leaves(600));
    const TileReader changed = [&](const TileAddress& address) -> Result<std::vector<Digest>> {
        auto hashes = log.reader()(address).value();
        hashes[17][3] ^= 1U;
        return hashes;
    };
    const Edge edge = Edge::restore(600, changed, copy_of(log.edge().partial(0))).value();
    CHECK(edge.root() != log.edge().root());
}

}  // namespace
}  // namespace svd::tlog
