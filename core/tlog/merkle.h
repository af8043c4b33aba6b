// The Merkle tree of a log: its hashes, and how a reader checks a proof (RFC 6962 section 2.1 for the tree, RFC 9162
// sections 2.1.3.2 and 2.1.4.2 for the checks).
//
// Leaves are numbered from 0.  A leaf and a node are hashed with different first bytes, so that neither passes for
// the other; nothing is padded, doubled or sorted.  A proof's first hash is the one nearest the leaf.
//
// Thread-safe: functions of their arguments only.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"

namespace svd::tlog {

using Proof = std::vector<Digest>;

Digest leaf_hash(std::string_view entry);                       // SHA-256(0x00 || entry)
Digest node_hash(const Digest& left, const Digest& right);      // SHA-256(0x01 || left || right)
Digest empty_root();                                            // SHA-256 of nothing: no leaf, not an empty leaf

// Whether `leaf` is at `index` in the tree of that size and root.
bool verify_inclusion(std::uint64_t index, std::uint64_t size, const Digest& leaf, const Proof& proof,
                      const Digest& root);

// Whether the new tree begins with all leaves of the old one.
//
// Equal sizes: the proof must be empty and the roots equal, for size 0 that of nothing.  An old size of 0 with a larger
// new one is false, as in transparency-dev/merkle: every tree begins with the empty one, so that nothing would have
// been shown.  A witness does accept such a step (C2SP tlog-witness), and asks about it first.
bool verify_consistency(std::uint64_t old_size, const Digest& old_root, std::uint64_t new_size, const Digest& new_root,
                        const Proof& proof);

}  // namespace svd::tlog
