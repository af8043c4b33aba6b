// The tree and its proofs straight from RFC 6962 (sections 2.1, 2.1.1, 2.1.2): slow, recursive, plainly right.
#pragma once

#include <span>

#include "core/crypto/digest.h"
#include "core/tlog/tree.h"

namespace svd::tlog::test {

using Leaves = std::span<const Digest>;

inline std::size_t split_point(std::size_t size) {
    std::size_t k = 1;
    while (2 * k < size) k *= 2;
    return k;
}

inline Digest slow_root(Leaves leaves) {
    if (leaves.empty()) return sha256("");
    if (leaves.size() == 1) return leaves[0];
    const std::size_t k = split_point(leaves.size());
    return node_hash(slow_root(leaves.first(k)), slow_root(leaves.subspan(k)));
}

inline Proof with_last(Proof proof, const Digest& last) {
    proof.push_back(last);
    return proof;
}

inline Proof slow_path(std::size_t index, Leaves leaves) {
    if (leaves.size() == 1) return {};
    const std::size_t k = split_point(leaves.size());
    const Leaves left = leaves.first(k);
    const Leaves right = leaves.subspan(k);
    return index < k ? with_last(slow_path(index, left), slow_root(right))
                     : with_last(slow_path(index - k, right), slow_root(left));
}

inline Proof slow_subproof(std::size_t old_size, Leaves leaves, bool is_whole_old_tree) {
    if (old_size == leaves.size()) return is_whole_old_tree ? Proof{} : Proof{slow_root(leaves)};
    const std::size_t k = split_point(leaves.size());
    const Leaves left = leaves.first(k);
    const Leaves right = leaves.subspan(k);
    return old_size <= k ? with_last(slow_subproof(old_size, left, is_whole_old_tree), slow_root(right))
                         : with_last(slow_subproof(old_size - k, right, false), slow_root(left));
}

inline Proof slow_consistency(std::size_t old_size, Leaves leaves) { return slow_subproof(old_size, leaves, true); }

class SlowNodes final : public NodeSource {
public:
    explicit SlowNodes(Leaves leaves) : leaves_(leaves) {}
    Result<Digest> node(unsigned level, std::uint64_t index) const override {
        return slow_root(leaves_.subspan(index << level, std::size_t{1} << level));
    }

private:
    Leaves leaves_;
};

}  // namespace svd::tlog::test
