#include "core/tlog/tree.h"

#include <doctest/doctest.h>

#include "core/crypto/digest.h"
#include "tests/unit/core_tlog/sample_log.h"
#include "tests/unit/core_tlog/slow_tree.h"

namespace svd::tlog {
namespace {

using test::from_hex;
using test::Leaves;

// The eight leaves with which Certificate Transparency and Trillian are tested.
const std::vector<Digest>& eight_leaves() {
    static const std::vector<Digest> leaves = [] {
        std::vector<Digest> made;
        for (const std::string_view entry :
             {std::string_view(""), std::string_view("\x00", 1), std::string_view("\x10"), std::string_view("\x20\x21"),
              std::string_view("\x30\x31"), std::string_view("\x40\x41\x42\x43"),
              std::string_view("\x50\x51\x52\x53\x54\x55\x56\x57"), std::string_view("`abcdefghijklmno")}) {
            made.push_back(leaf_hash(entry));
        }
        return made;
    }();
    return leaves;
}

constexpr const char* kEightRoots[] = {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                                       "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                       "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                       "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                       "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                       "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                       "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                       "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                       "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

// Names of nodes: LEVEL.INDEX, and N for the one over the leaves 4, 5, 6.
const std::map<std::string, std::string>& eight_nodes() {
    static const std::map<std::string, std::string> nodes = {
        {"0.0", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
        {"0.1", "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"},
        {"0.2", "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7"},
        {"0.3", "07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7"},
        {"0.4", "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"},
        {"0.5", "4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658"},
        {"0.6", "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"},
        {"0.7", "46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1"},
        {"1.0", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
        {"1.1", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"},
        {"1.2", "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"},
        {"1.3", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"},
        {"2.0", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
        {"2.1", "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"},
        {"3.0", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
        {"N", "837dbb152e9b079010717e84e865da4ebc0fa198a806d59d31bf15accef22d0e"}};
    return nodes;
}

struct ProofCase {
    std::uint64_t from;  // the index, or the old size
    std::uint64_t size;
    std::vector<std::string> nodes;
};

Proof named(const std::vector<std::string>& nodes) {
    Proof proof;
    for (const std::string& name : nodes) proof.push_back(from_hex(eight_nodes().at(name)));
    return proof;
}

TEST_CASE("tree: the eight leaves have the published nodes and roots") {
    const test::SlowNodes nodes(eight_leaves());
    for (unsigned level = 0; level <= 3; ++level) {
        for (std::uint64_t index = 0; index < 8U >> level; ++index) {
            const std::string name = std::to_string(level) + "." + std::to_string(index);
            CAPTURE(name);
            CHECK(to_hex(nodes.node(level, index).value()) == eight_nodes().at(name));
        }
    }
    CompactRange range;
    for (std::size_t size = 0; size <= 8; ++size) {
        CAPTURE(size);
        CHECK(range.size() == size);
        CHECK(to_hex(range.root()) == kEightRoots[size]);
        CHECK(to_hex(root_of(size, nodes).value()) == kEightRoots[size]);
        if (size < 8) range.append(eight_leaves()[size]);
    }
}

TEST_CASE("tree: the eight leaves have the published proofs") {
    const test::SlowNodes nodes(eight_leaves());
    const ProofCase inclusions[] = {{0, 1, {}},
                                    {0, 8, {"0.1", "1.1", "2.1"}},
                                    {5, 8, {"0.4", "1.3", "2.0"}},
                                    {2, 3, {"1.0"}},
                                    {1, 5, {"0.0", "1.1", "0.4"}},
                                    {0, 7, {"0.1", "1.1", "N"}},
                                    {3, 7, {"0.2", "1.0", "N"}},
                                    {4, 7, {"0.5", "0.6", "2.0"}},
                                    {6, 7, {"1.2", "2.0"}}};
    for (const ProofCase& c : inclusions) {
        CAPTURE(c.from);
        CAPTURE(c.size);
        const Proof proof = prove_inclusion(c.from, c.size, nodes).value();
        CHECK(proof == named(c.nodes));
        CHECK(verify_inclusion(c.from, c.size, eight_leaves()[c.from], proof, from_hex(kEightRoots[c.size])));
    }
    const ProofCase consistencies[] = {{1, 1, {}},
                                       {1, 8, {"0.1", "1.1", "2.1"}},
                                       {6, 8, {"1.2", "1.3", "2.0"}},
                                       {2, 5, {"1.1", "0.4"}},
                                       {6, 7, {"1.2", "0.6", "2.0"}},
                                       {3, 7, {"0.2", "0.3", "1.0", "N"}},
                                       {4, 7, {"N"}},
                                       {4, 8, {"2.1"}},
                                       {7, 8, {"0.6", "0.7", "1.2", "2.0"}}};
    for (const ProofCase& c : consistencies) {
        CAPTURE(c.from);
        CAPTURE(c.size);
        const Proof proof = prove_consistency(c.from, c.size, nodes).value();
        CHECK(proof == named(c.nodes));
        CHECK(verify_consistency(c.from, from_hex(kEightRoots[c.from]), c.size, from_hex(kEightRoots[c.size]), proof));
    }
}

TEST_CASE("tree: refuses what is not in the tree and passes on what the source says") {
    const test::SlowNodes nodes(eight_leaves());
    CHECK(prove_inclusion(8, 8, nodes).error().code == Errc::kInvalid);
    CHECK(prove_inclusion(0, 0, nodes).error().code == Errc::kInvalid);
    CHECK(prove_consistency(8, 7, nodes).error().code == Errc::kInvalid);
    CHECK(prove_inclusion(0, ~std::uint64_t{0}, nodes).error().code == Errc::kInvalid);
    CHECK(prove_consistency(0, 8, nodes).value().empty());
    CHECK(prove_consistency(8, 8, nodes).value().empty());

    class Broken final : public NodeSource {
        Result<Digest> node(unsigned, std::uint64_t) const override { return Error{Errc::kBusy, "not now"}; }
    } broken;
    CHECK(root_of(5, broken).error().code == Errc::kBusy);
    CHECK(prove_inclusion(2, 5, broken).error().code == Errc::kBusy);
    CHECK(prove_consistency(3, 5, broken).error().code == Errc::kBusy);
    CHECK(root_of(0, broken).value() == empty_root());
}

// One tree and all that is said about it, by the definition and by tiles.
void check_proofs(std::uint64_t from, Leaves tree, const TiledTree& tiles) {
    CAPTURE(from);
    const Digest root = test::slow_root(tree);
    if (from < tree.size()) {
        const Proof path = prove_inclusion(from, tree.size(), tiles).value();
        CHECK(path == test::slow_path(from, tree));
        CHECK(verify_inclusion(from, tree.size(), tree[from], path, root));
    }
    if (from == 0) return;
    const Proof proof = prove_consistency(from, tree.size(), tiles).value();
    CHECK(proof == test::slow_consistency(from, tree));
    CHECK(verify_consistency(from, test::slow_root(tree.first(from)), tree.size(), root, proof));
}

TEST_CASE("tree: compact range and edge and tiles agree with the definition at every size to 600") {
    const std::uint64_t seed = test::test_seed();
    INFO("SVD_TEST_SEED=", seed);
    std::mt19937_64 random(seed);
    const auto leaves = test::number_leaves(600);
    test::SampleLog log({});
    CompactRange range;
    for (std::size_t size = 0; size <= leaves.size(); ++size) {
        CAPTURE(size);
        const Leaves tree(leaves.data(), size);
        const Digest root = test::slow_root(tree);
        const TiledTree tiles(size, log.reader());
        CHECK(range.root() == root);
        CHECK(log.edge().root() == root);
        CHECK(root_of(size, tiles).value() == root);
        CHECK(root_of(tree) == root);
        if (size <= 40) {
            for (std::size_t from = 0; from <= size; ++from) check_proofs(from, tree, tiles);
        } else {
            check_proofs(random() % size, tree, tiles);
            check_proofs(size - 1, tree, tiles);
        }
        if (size == leaves.size()) break;
        range.append(leaves[size]);
        log.append(leaves[size]);
    }
}

TEST_CASE("tree: a log of 70000 has the known roots and proofs") {
    const auto leaves = test::number_leaves(70000);
    const test::SampleLog log(leaves);
    constexpr std::pair<std::uint64_t, const char*> kRoots[] = {
        {255, "32f85bcaa87d7bcd05728f09e9aeba350ba6a2f733830087f0597682848be5cb"},
        {256, "828515d033c19d8c901f37eccb8aed919667703486f8d2fff1cf7040321c5db1"},
        {257, "1eda049a4351d86f76252bd7ec0b7746ad75b7fa0316ad5f541dbda458a312c4"},
        {511, "5f3d69e102370be409122d11a2e605e6b653b071b8b4b4bd2833fae40652f11d"},
        {512, "d4b2162495ca609dc06390d353ca0c55107765c609e0226eb747d89105dc8d55"},
        {513, "c24f62075c76ec77f6bf5159e732cf1952814fb1bea007e33e92ad9bdd7afda0"},
        {65535, "74f13a0e1a75689372efb990cf68c664e44c763d9304844955b2eaff624e8df1"},
        {65536, "f025d06ed804859fd274a1bdacadd6e48ea87634aa91e1edb20143f9498cd02b"},
        {65537, "dc8795a25fd4bd52a0b84f639fd3139ba160824023d188e428eb5db0f3ce221a"},
        {70000, "1a4cdfcb66374a0c0dcbef49acbd4976d13ee864fb3cb241fc943cad04f02f7e"}};
    for (const auto& [size, root] : kRoots) {
        CAPTURE(size);
        CHECK(to_hex(root_of(size, TiledTree(size, log.reader())).value()) == root);
    }
    CHECK(to_hex(log.edge().root()) == kRoots[9].second);

    const TiledTree tree(70000, log.reader());
    const Proof path = prove_inclusion(12345, 70000, tree).value();
    CHECK(path.size() == 17);
    CHECK(to_hex(sha256(test::concatenated(path))) ==
          "15e3537b4677d40e7f98553df49a1f00747bdfcd478b0592c64864516e6b1f91");
    CHECK(to_hex(prove_consistency(256, 257, tree).value().at(0)) ==
          "42ae86a77cad11f2565e05cffb735f46025d40a379a52eba4209c26273138008");
    const Proof short_proof = prove_consistency(65536, 70000, tree).value();
    CHECK(short_proof.size() == 1);
    CHECK(to_hex(sha256(test::concatenated(short_proof))) ==
          "08c5072bb2047f204fc175859dde7118068845dfd749145d47cc2d450b1f351b");
    const Proof long_proof = prove_consistency(1000, 70000, tree).value();
    CHECK(long_proof.size() == 15);
    CHECK(to_hex(sha256(test::concatenated(long_proof))) ==
          "d49fa2660907c7758edf224b0d3b1388847aee795683cee9deca62da545c0e04");

    const std::uint64_t seed = test::test_seed();
    INFO("SVD_TEST_SEED=", seed);
    std::mt19937_64 random(seed);
    for (int round = 0; round < 4; ++round) {
        const std::size_t size = 1 + random() % leaves.size();
        const TiledTree tiles(size, log.reader());
        CAPTURE(size);
        check_proofs(random() % size, Leaves(leaves.data(), size), tiles);
    }
}

}  // namespace
}  // namespace svd::tlog
