#include "core/tlog/merkle.h"

#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <sstream>

#include "core/crypto/base64.h"
#include "core/crypto/digest.h"
#include "core/tlog/text.h"
#include "tests/unit/core_tlog/sample_log.h"
#include "tests/unit/core_tlog/slow_tree.h"

namespace svd::tlog {
namespace {

using test::from_hex;

TEST_CASE("merkle: the hashes are those of RFC 6962") {
    CHECK(to_hex(empty_root()) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(to_hex(leaf_hash("")) == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    CHECK(to_hex(leaf_hash("L123456")) == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
    // Published for children of four bytes, which ours never are: it shows the prefix.
    CHECK(to_hex(sha256_joined({"\x01", "N123", "N456"})) ==
          "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb");
    CHECK(node_hash(leaf_hash("a"), leaf_hash("b")) ==
          sha256(std::string("\x01").append(as_bytes(leaf_hash("a"))).append(as_bytes(leaf_hash("b")))));
}

// Hashes of a wrong length cannot be said in our types, and no text of ours lets them in.  Another hash stands in for
// each, so that equal ones stay equal.
Digest read_or_replace(const boost::json::value& base64) {
    const std::string_view text = base64.as_string();
    const auto bytes = base64_decode(text);
    REQUIRE(bytes);
    CHECK(parse_hash(text).has_value() == (bytes->size() == 32));
    return parse_hash(text).value_or(sha256("another length: " + *bytes));
}

bool is_accepted(const boost::json::object& vector) {
    const auto number = [&](const char* key) { return vector.at(key).to_number<std::uint64_t>(); };
    const auto hash = [&](const char* key) { return read_or_replace(vector.at(key)); };
    Proof proof;
    for (const auto& text : vector.at("proof").as_array()) proof.push_back(read_or_replace(text));
    return vector.contains("leafIdx")
               ? verify_inclusion(number("leafIdx"), number("treeSize"), hash("leafHash"), proof, hash("root"))
               : verify_consistency(number("size1"), hash("root1"), number("size2"), hash("root2"), proof);
}

TEST_CASE("merkle: the verifiers agree with those of transparency-dev") {
    std::istringstream lines(test::data_file("merkle/vectors.jsonl"));
    std::size_t accepted = 0;
    std::size_t refused = 0;
    for (std::string line; std::getline(lines, line);) {
        const boost::json::value parsed = boost::json::parse(line);
        const boost::json::object& vector = parsed.as_object();
        const std::string name(vector.at("name").as_string());
        CAPTURE(name);
        // Both hashes are empty there.  It is their length that is wrong: with a stand-in it is a tree of one leaf.
        if (name == "inclusion/single-entry/empty-root-and-leaf") {
            CHECK(is_accepted(vector));
            continue;
        }
        CHECK(is_accepted(vector) != vector.at("wantErr").as_bool());
        ++(vector.at("wantErr").as_bool() ? refused : accepted);
    }
    CHECK(accepted == 12);
    CHECK(refused == 183);
}

TEST_CASE("merkle: of two trees of nothing only the real one is consistent") {
    CHECK(verify_consistency(0, empty_root(), 0, empty_root(), {}));
    CHECK_FALSE(verify_consistency(0, leaf_hash(""), 0, leaf_hash(""), {}));
    CHECK_FALSE(verify_consistency(0, empty_root(), 1, leaf_hash(""), {}));
}

TEST_CASE("merkle: sizes near the end of their type are refused and end") {
    const std::uint64_t max = ~std::uint64_t{0};
    const Digest hash = leaf_hash("x");
    const Proof long_proof(100, hash);
    CHECK_FALSE(verify_inclusion(max, max, hash, {}, hash));
    CHECK_FALSE(verify_inclusion(max - 1, max, hash, long_proof, hash));
    CHECK_FALSE(verify_inclusion(0, max, hash, long_proof, hash));
    CHECK_FALSE(verify_consistency(max - 1, hash, max, hash, long_proof));
    CHECK_FALSE(verify_consistency(std::uint64_t{1} << 63U, hash, max, hash, long_proof));
}

Digest flipped(Digest digest, std::size_t bit) {
    digest[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    return digest;
}

TEST_CASE("merkle: no proof survives a change") {
    const std::uint64_t seed = test::test_seed();
    INFO("SVD_TEST_SEED=", seed);
    std::mt19937_64 random(seed);
    const auto leaves = test::number_leaves(300);
    std::size_t changes = 0;
    for (int round = 0; round < 100; ++round) {
        const std::size_t size = 2 + random() % (leaves.size() - 1);
        const std::size_t index = random() % size;
        const test::Leaves tree(leaves.data(), size);
        const Digest root = test::slow_root(tree);
        const Proof path = test::slow_path(index, tree);
        const std::size_t old_size = 1 + random() % (size - 1);
        const Digest old_root = test::slow_root(tree.first(old_size));
        const Proof proof = test::slow_consistency(old_size, tree);
        CAPTURE(size);
        CAPTURE(index);
        CAPTURE(old_size);
        REQUIRE(verify_inclusion(index, size, leaves[index], path, root));
        REQUIRE(verify_consistency(old_size, old_root, size, root, proof));
        const std::size_t bit = random() % 256;
        CHECK_FALSE(verify_inclusion(index, size, flipped(leaves[index], bit), path, root));
        CHECK_FALSE(verify_inclusion(index, size, leaves[index], path, flipped(root, bit)));
        CHECK_FALSE(verify_inclusion((index + 1) % size, size, leaves[index], path, root));
        CHECK_FALSE(verify_consistency(old_size, flipped(old_root, bit), size, root, proof));
        CHECK_FALSE(verify_consistency(old_size, old_root, size, flipped(root, bit), proof));
        CHECK_FALSE(verify_consistency(size, root, old_size, old_root, proof));
        for (std::size_t i = 0; i < path.size(); ++i) {
            Proof other = path;
            other[i] = flipped(other[i], bit);
            CHECK_FALSE(verify_inclusion(index, size, leaves[index], other, root));
            other.erase(other.begin() + static_cast<std::ptrdiff_t>(i));
            CHECK_FALSE(verify_inclusion(index, size, leaves[index], other, root));
            ++changes;
        }
        for (std::size_t i = 0; i < proof.size(); ++i) {
            Proof other = proof;
            other[i] = flipped(other[i], bit);
            CHECK_FALSE(verify_consistency(old_size, old_root, size, root, other));
            other.erase(other.begin() + static_cast<std::ptrdiff_t>(i));
            CHECK_FALSE(verify_consistency(old_size, old_root, size, root, other));
            ++changes;
        }
    }
    CHECK(changes > 300);
}

}  // namespace
}  // namespace svd::tlog
