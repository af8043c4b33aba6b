#include "core/tlog/tile.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/crypto/digest.h"
#include "tests/unit/core_tlog/sample_log.h"

namespace svd::tlog {
namespace {

TEST_CASE("tile: every address has one path") {
    struct PathCase {
        TileAddress address;
        const char* path;
    };
    const PathCase cases[] = {{{0, 0, 256}, "tile/0/000"},
                              {{0, 999, 256}, "tile/0/999"},
                              {{0, 1000, 256}, "tile/0/x001/000"},
                              {{1, 999999, 256}, "tile/1/x999/999"},
                              {{2, 1000000, 256}, "tile/2/x001/x000/000"},
                              {{3, 1234067, 256}, "tile/3/x001/x234/067"},
                              {{0, 1067, 5}, "tile/0/x001/067.p/5"},
                              {{7, 0, 255}, "tile/7/000.p/255"},
                              {{0, limits::kTreeSizeMax / 256, 1}, "tile/0/x018/x014/x398/x509/x481/984.p/1"}};
    for (const PathCase& c : cases) {
        CAPTURE(c.path);
        CHECK(tile_path(c.address) == c.path);
        CHECK(parse_tile_path(c.path).value() == c.address);
    }
    CHECK(bundle_path(1067, 5) == "tile/entries/x001/067.p/5");
    CHECK(parse_bundle_path("tile/entries/x001/067.p/5").value() == BundleAddress{1067, 5});
    CHECK(parse_bundle_path("tile/entries/000").value() == BundleAddress{0, 256});
}

TEST_CASE("tile: refuses every other path") {
    const char* const places[] = {"",
                                  "0",
                                  "00",
                                  "0000",
                                  "1000",
                                  "x000/000",
                                  "x001/x000",
                                  "001/000",
                                  "X001/000",
                                  "x001/00",
                                  "x001//000",
                                  "x001/000/",
                                  "/000",
                                  "000.p/0",
                                  "000.p/256",
                                  "000.p/",
                                  "000.p",
                                  "000.p/01",
                                  "000.p/+1",
                                  "000.p/-1",
                                  "+00",
                                  "-01",
                                  "..",
                                  "000.p/1.p/1",
                                  "%30%30%30",
                                  " 000",
                                  "000 ",
                                  "000\n",
                                  "000.P/1",
                                  "000?",
                                  "x000/x001/000",
                                  "000.p/4294967297",
                                  "x018/x446/x744/x073/x709/x551/616"};
    for (const std::string place : places) {
        CAPTURE(place);
        CHECK(parse_tile_path("tile/0/" + place).error().code == Errc::kInvalid);
        CHECK(parse_bundle_path("tile/entries/" + place).error().code == Errc::kInvalid);
    }
    for (const char* path : {"tile/8/000", "tile/00/000", "tile/+0/000", "tile//000", "tile/0", "tile/", "",
                             "/tile/0/000", "Tile/0/000", "tile/entries/000", "tile/-1/000", "tile/4294967296/000"}) {
        CAPTURE(path);
        CHECK(parse_tile_path(path).error().code == Errc::kInvalid);
    }
    for (const char* path : {"tile/0/000", "tile/entries", "entries/000", "tile/Entries/000"}) {
        CAPTURE(path);
        CHECK(parse_bundle_path(path).error().code == Errc::kInvalid);
    }
}

TEST_CASE("tile: a tree is cut as the specification says") {
    CHECK(tiles_of(0).empty());
    CHECK(bundles_of(0).empty());
    CHECK(tiles_of(1) == std::vector<TileAddress>{{0, 0, 1}});
    CHECK(tiles_of(256) == std::vector<TileAddress>{{0, 0, 256}, {1, 0, 1}});
    const auto tiles = tiles_of(70000);
    std::map<std::pair<unsigned, bool>, std::vector<TileAddress>> kinds;
    for (const TileAddress& tile : tiles) kinds[{tile.level, tile.width == 256}].push_back(tile);
    CHECK(kinds[{0, true}].size() == 273);
    CHECK(kinds[{0, false}] == std::vector<TileAddress>{{0, 273, 112}});
    CHECK(kinds[{1, true}].size() == 1);
    CHECK(kinds[{1, false}] == std::vector<TileAddress>{{1, 1, 17}});
    CHECK(kinds[{2, false}] == std::vector<TileAddress>{{2, 0, 1}});
    CHECK(kinds.size() == 5);
    CHECK(bundles_of(70000).size() == 274);
    CHECK(bundles_of(70000).back() == BundleAddress{273, 112});
    CHECK(hashes_at(8, limits::kTreeSizeMax) == 0);
}

TEST_CASE("tile: the files of a log of 70000 are the known ones") {
    struct FileCase {
        const char* path;
        const char* sha256;
        std::size_t size;
    };
    constexpr FileCase kTiles[] = {
        {"tile/0/000", "b9704a8bfbee2c61185ceb38904a49f3f703c81e194b5b2ccdc254c2bdaaa62b", 8192},
        {"tile/0/272", "c2f1c18b351a6cde9fbab7bd56276cb209b7dabaf10512b6fc863db3ef9a76b2", 8192},
        {"tile/0/273.p/112", "4d21244557c976993a9a89bf928a46b5a876585228df279878239fd84489e5a5", 3584},
        {"tile/1/000", "ea7b038bc73489c89c31a27ac355aaca65a4ed73f0dd7484e68deb29d30f10a2", 8192},
        {"tile/1/001.p/17", "adfaca2731630fe7944a4b98a0f98ef3e98685eafda09e6f81070218fb759ce4", 544},
        {"tile/2/000.p/1", "f0113c8bad855b49f9a5dd661d50012cd94f19aae87a45eb8334666835e3caea", 32}};
    const test::SampleLog log(test::number_leaves(70000));
    for (const FileCase& c : kTiles) {
        CAPTURE(c.path);
        const TileAddress address = parse_tile_path(c.path).value();
        const auto hashes = log.reader()(address).value();
        const std::string bytes = encode_tile(hashes);
        CHECK(bytes.size() == c.size);
        CHECK(to_hex(sha256(bytes)) == c.sha256);
        CHECK(decode_tile(bytes, address.width).value() == hashes);
    }
    constexpr FileCase kBundles[] = {
        {"tile/entries/000", "94693d5c6d6a0355ec07bac8214516c1ce6a5100b0588f226fd95f26571157d7", 1170},
        {"tile/entries/273.p/112", "36c3ec44895d1b8098dbe8523078d6750bf09e0f12cd64671ebfe165b7647405", 784}};
    for (const FileCase& c : kBundles) {
        CAPTURE(c.path);
        const BundleAddress address = parse_bundle_path(c.path).value();
        std::vector<std::string> entries;
        for (unsigned i = 0; i < address.width; ++i) entries.push_back(std::to_string(address.index * 256 + i));
        const std::string bytes = encode_bundle(entries);
        CHECK(bytes.size() == c.size);
        CHECK(to_hex(sha256(bytes)) == c.sha256);
        CHECK(decode_bundle(bytes, address.width).value() == entries);
    }
}

TEST_CASE("tile: bundles hold entries of every length and nothing else") {
    const std::vector<std::string> entries = {"", std::string(65535, '\xFF'), "one", std::string("\0\n", 2)};
    const std::string bytes = encode_bundle(entries);
    CHECK(decode_bundle(bytes, 4).value() == entries);
    CHECK(to_hex(encode_bundle({"one", "two", "three"})) == "00036f6e65000374776f00057468726565");
    CHECK(decode_bundle(bytes + "x", 4).error().code == Errc::kInvalid);
    CHECK(decode_bundle(bytes, 3).error().code == Errc::kInvalid);
    CHECK(decode_bundle(bytes, 5).error().code == Errc::kInvalid);
    CHECK(decode_bundle("", 0).error().code == Errc::kInvalid);
    CHECK(decode_bundle(std::string(2 * 257, '\0'), 257).error().code == Errc::kInvalid);
    const std::string small = encode_bundle({"one", "two"});
    for (std::size_t size = 0; size < small.size(); ++size) {
        CHECK(decode_bundle(small.substr(0, size), 2).error().code == Errc::kInvalid);
    }
    CHECK(decode_tile(std::string(31, 'x'), 1).error().code == Errc::kInvalid);
    CHECK(decode_tile(std::string(64, 'x'), 1).error().code == Errc::kInvalid);
    CHECK(decode_tile("", 0).error().code == Errc::kInvalid);
    CHECK(decode_tile(std::string(257 * 32, 'x'), 257).error().code == Errc::kInvalid);
}

TEST_CASE("tile: a tree of tiles asks only for tiles of its size and for each once") {
    const test::SampleLog log(test::number_leaves(70000));
    const TiledTree tree(600, log.reader());
    const auto wanted = tiles_of(600);
    const Proof path = prove_inclusion(17, 600, tree).value();
    CHECK(path.size() == 10);
    for (const TileAddress& read : log.reads()) CHECK(std::ranges::find(wanted, read) != wanted.end());
    CHECK(log.reads().size() <= wanted.size());
    CHECK(tree.node(0, 599).has_value());
    CHECK(tree.node(0, 600).error().code == Errc::kInvalid);
    CHECK(tree.node(9, 0).has_value());
    CHECK(tree.node(9, 1).error().code == Errc::kInvalid);
    CHECK(tree.node(10, 0).error().code == Errc::kInvalid);
    CHECK(tree.node(64, 0).error().code == Errc::kInvalid);
}

TEST_CASE("tile: a tile that is too short or missing is an error") {
    const TiledTree short_tiles(300, [](const TileAddress& address) { return std::vector<Digest>(address.width - 1); });
    CHECK(root_of(300, short_tiles).error().code == Errc::kCorrupt);
    const TiledTree none(
        300, [](const TileAddress&) -> Result<std::vector<Digest>> { return Error{Errc::kUnreachable, "no answer"}; });
    CHECK(root_of(300, none).error().code == Errc::kUnreachable);
}

}  // namespace
}  // namespace svd::tlog
