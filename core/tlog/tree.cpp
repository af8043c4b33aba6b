#include "core/tlog/tree.h"

#include <algorithm>
#include <bit>
#include <optional>

#include "core/base/limits.h"

namespace svd::tlog {
namespace {

// The hash over the leaves from `begin` to before `end`, which are a subtree: only its right side may be missing.
// Its complete subtrees are one for each bit that is set in its size, the smallest one last.
Result<Digest> subtree_root(std::uint64_t begin, std::uint64_t end, const NodeSource& nodes) {
    std::optional<Digest> root;
    for (std::uint64_t rest = end - begin; rest != 0; rest &= rest - 1) {
        const auto level = static_cast<unsigned>(std::countr_zero(rest));
        end -= std::uint64_t{1} << level;
        const auto left = nodes.node(level, end >> level);
        if (!left) return left.error();
        root = root ? node_hash(*left, *root) : *left;
    }
    return root ? *root : empty_root();
}

// How many of `size` leaves, more than one, are in the left half: the largest power of two below the size.
std::uint64_t left_half(std::uint64_t size) { return std::bit_floor(size - 1); }

// Collects a proof on the way down from the root; it is written from the leaf up.
class Descent {
public:
    Descent(std::uint64_t size, const NodeSource& nodes) : end_(size), nodes_(nodes) {}

    std::uint64_t begin() const { return begin_; }
    std::uint64_t end() const { return end_; }

    // Into the half with this leaf.  The proof gets the hash of the other half.
    Result<void> go_down(std::uint64_t leaf) {
        const std::uint64_t middle = begin_ + left_half(end_ - begin_);
        const bool left = leaf < middle;
        if (auto done = left ? add(middle, end_) : add(begin_, middle); !done) return done.error();
        (left ? end_ : begin_) = middle;
        return {};
    }
    Result<void> add_here() { return add(begin_, end_); }

    Proof proof() && {
        std::ranges::reverse(proof_);
        return std::move(proof_);
    }

private:
    Result<void> add(std::uint64_t begin, std::uint64_t end) {
        const auto root = subtree_root(begin, end, nodes_);
        if (!root) return root.error();
        proof_.push_back(*root);
        return {};
    }

    std::uint64_t begin_ = 0;
    std::uint64_t end_;
    const NodeSource& nodes_;
    Proof proof_;
};

Error no_such(std::string_view what, std::uint64_t number, std::uint64_t size) {
    return invalid(std::string(what) + " " + std::to_string(number) + " of a tree of " + std::to_string(size));
}

}  // namespace

Result<Digest> root_of(std::uint64_t size, const NodeSource& nodes) { return subtree_root(0, size, nodes); }

Result<Proof> prove_inclusion(std::uint64_t index, std::uint64_t size, const NodeSource& nodes) {
    if (index >= size || size > limits::kTreeSizeMax) return no_such("there is no leaf", index, size);
    Descent descent(size, nodes);
    while (descent.end() - descent.begin() > 1) {
        if (auto done = descent.go_down(index); !done) return done.error();
    }
    return std::move(descent).proof();
}

Result<Proof> prove_consistency(std::uint64_t old_size, std::uint64_t new_size, const NodeSource& nodes) {
    if (old_size > new_size || new_size > limits::kTreeSizeMax) {
        return no_such("there is no beginning", old_size, new_size);
    }
    Descent descent(new_size, nodes);
    if (old_size == 0) return Proof{};
    while (descent.end() != old_size) {
        if (auto done = descent.go_down(old_size - 1); !done) return done.error();
    }
    // At 0 begins the whole old tree, whose root the verifier has.
    if (descent.begin() != 0) {
        if (auto done = descent.add_here(); !done) return done.error();
    }
    return std::move(descent).proof();
}

void CompactRange::append(const Digest& leaf) {
    Digest hash = leaf;
    for (std::uint64_t complete = size_; (complete & 1U) != 0; complete >>= 1U) {
        hash = node_hash(subtrees_.back(), hash);
        subtrees_.pop_back();
    }
    subtrees_.push_back(hash);
    ++size_;
}

Digest CompactRange::root() const {
    if (subtrees_.empty()) return empty_root();
    Digest root = subtrees_.back();
    for (std::size_t i = subtrees_.size() - 1; i-- > 0;) root = node_hash(subtrees_[i], root);
    return root;
}

Digest root_of(std::span<const Digest> leaves) {
    CompactRange range;
    for (const Digest& leaf : leaves) range.append(leaf);
    return range.root();
}

}  // namespace svd::tlog
