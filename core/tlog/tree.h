// Roots and proofs of a log (RFC 6962 sections 2.1, 2.1.1 and 2.1.2), from the hashes of complete subtrees.
//
// Whoever holds a log says what each complete subtree hashes to (NodeSource); everything about the ragged right side
// of the tree is worked out here.  Errors: kInvalid for an index or size that is not in the tree; what the source
// returns is passed on.
//
// Thread-safe as far as the source is.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/tlog/merkle.h"

namespace svd::tlog {

class NodeSource {
public:
    NodeSource() = default;
    NodeSource(const NodeSource&) = delete;
    NodeSource& operator=(const NodeSource&) = delete;
    virtual ~NodeSource() = default;

    // The hash of the complete subtree over the 2^level leaves from index * 2^level on; level 0 are the leaf hashes.
    // Asked only for subtrees that end within the size that the caller works on.
    virtual Result<Digest> node(unsigned level, std::uint64_t index) const = 0;
};

Result<Digest> root_of(std::uint64_t size, const NodeSource& nodes);
Result<Proof> prove_inclusion(std::uint64_t index, std::uint64_t size, const NodeSource& nodes);

// Empty for equal sizes, and for an old size of 0.
Result<Proof> prove_consistency(std::uint64_t old_size, std::uint64_t new_size, const NodeSource& nodes);

// What is needed to append to a tree and know its root: one hash for each complete subtree, largest first, which is
// one for each bit that is set in the size.
//
// Not thread-safe.  Free to copy.
class CompactRange {
public:
    void append(const Digest& leaf);
    std::uint64_t size() const { return size_; }
    Digest root() const;

private:
    std::uint64_t size_ = 0;
    std::vector<Digest> subtrees_;
};

// The root over these hashes taken as leaves.
Digest root_of(std::span<const Digest> leaves);

}  // namespace svd::tlog
