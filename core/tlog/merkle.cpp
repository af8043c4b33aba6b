#include "core/tlog/merkle.h"

#include <bit>

#include "core/crypto/digest.h"

namespace svd::tlog {
namespace {

constexpr std::string_view kLeafPrefix("\x00", 1);
constexpr std::string_view kNodePrefix("\x01", 1);

// Where a proof has got to on its way from a leaf to the root: a node of one level, and the last node of that level.
class Climb {
public:
    Climb(std::uint64_t node, std::uint64_t last) : node_(node), last_(last) {}

    bool is_right_child() const { return (node_ & 1U) != 0; }
    void go_up() {
        node_ >>= 1U;
        last_ >>= 1U;
    }
    // To the next node with a sibling: a last node without one goes up as it is.  False where the root is reached.
    bool reach_sibling() {
        while (node_ == last_ && !is_right_child() && node_ != 0) go_up();
        return last_ != 0;
    }
    bool at_root() const { return last_ == 0; }

private:
    std::uint64_t node_;
    std::uint64_t last_;
};

}  // namespace

Digest leaf_hash(std::string_view entry) { return sha256_joined({kLeafPrefix, entry}); }

Digest node_hash(const Digest& left, const Digest& right) {
    return sha256_joined({kNodePrefix, as_bytes(left), as_bytes(right)});
}

Digest empty_root() { return sha256({}); }

bool verify_inclusion(std::uint64_t index, std::uint64_t size, const Digest& leaf, const Proof& proof,
                      const Digest& root) {
    if (index >= size) return false;
    Climb climb(index, size - 1);
    Digest hash = leaf;
    for (const Digest& sibling : proof) {
        if (!climb.reach_sibling()) return false;
        hash = climb.is_right_child() ? node_hash(sibling, hash) : node_hash(hash, sibling);
        climb.go_up();
    }
    return climb.at_root() && hash == root;
}

bool verify_consistency(std::uint64_t old_size, const Digest& old_root, std::uint64_t new_size, const Digest& new_root,
                        const Proof& proof) {
    if (old_size == new_size) {
        const bool possible = old_size != 0 || old_root == empty_root();
        return possible && proof.empty() && old_root == new_root;
    }
    if (old_size == 0 || old_size > new_size || proof.empty()) return false;

    // Both roots are climbed to from the largest complete subtree that the old tree ends with.  Where that is the
    // whole old tree, the proof leaves its hash out.
    Climb climb(old_size - 1, new_size - 1);
    while (climb.is_right_child()) climb.go_up();
    auto next = proof.begin();
    Digest old_hash = std::has_single_bit(old_size) ? old_root : *next++;
    Digest new_hash = old_hash;
    for (; next != proof.end(); ++next) {
        if (!climb.reach_sibling()) return false;
        if (climb.is_right_child()) {
            old_hash = node_hash(*next, old_hash);
            new_hash = node_hash(*next, new_hash);
        } else {
            new_hash = node_hash(new_hash, *next);
        }
        climb.go_up();
    }
    return climb.at_root() && old_hash == old_root && new_hash == new_root;
}

}  // namespace svd::tlog
