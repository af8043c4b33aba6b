#include "audit/checks/compare.h"

#include <algorithm>

#include "core/tlog/tree.h"

namespace svd::audit {
namespace {

// One of the two, read bundle by bundle.
class Side {
public:
    Side(const LogCopy& copy, Report& report) : copy_(copy), report_(report) {}

    Result<void> open(const Trust& trust) {
        auto note = copy_.checkpoint();
        if (!note && note.error().code != Errc::kCorrupt) return note.error();
        if (!note) {
            report_.add(Code::kCheckpointUnreadable, std::nullopt, note.error().detail);
            return {};
        }
        const std::uint64_t before = report_.failures();
        checkpoint_ = check_checkpoint(*std::move(note), trust, report_);
        sound_ = checkpoint_.says && report_.failures() == before;
        return {};
    }

    Result<std::vector<std::string>> bundle(std::uint64_t first) {
        auto entries = copy_.bundle(bundle_of(first, size()));
        if (!entries) return entries;
        for (const std::string& bytes : *entries) tree_.append(tlog::leaf_hash(bytes));
        return entries;
    }

    // Whether the entries made the root, once all have been read.
    bool holds_its_entries() {
        if (tree_.size() == size() && tree_.root() == checkpoint_.says->root) return true;
        report_.add(Code::kNotItsEntries, std::nullopt, copy_.folder().string());
        return false;
    }

    bool sound() const { return sound_; }
    std::uint64_t size() const { return checkpoint_.says->size; }
    const Checkpoint& checkpoint() const { return checkpoint_; }

private:
    const LogCopy& copy_;
    Report& report_;
    Checkpoint checkpoint_;
    tlog::CompactRange tree_;
    bool sound_ = false;
};

class Comparison {
public:
    Comparison(Side& first, Side& second) : first_(first), second_(second) {}

    Result<void> run() {
        const std::uint64_t longer = std::max(first_.size(), second_.size());
        for (std::uint64_t at = 0; at < longer; at += tlog::kTileWidth) {
            auto left = read(first_, at);
            if (!left) return left.error();
            auto right = read(second_, at);
            if (!right) return right.error();
            if (!parts_at_) compare(at, *left, *right);
        }
        return {};
    }

    Likeness likeness() const {
        if (parts_at_) return Likeness::kForked;
        if (first_.size() == second_.size()) return Likeness::kSame;
        return first_.size() < second_.size() ? Likeness::kFirstIsPrefix : Likeness::kSecondIsPrefix;
    }
    std::optional<std::uint64_t> parts_at() const { return parts_at_; }

private:
    static Result<std::vector<std::string>> read(Side& side, std::uint64_t at) {
        if (at >= side.size()) return std::vector<std::string>{};
        return side.bundle(at);
    }

    void compare(std::uint64_t at, const std::vector<std::string>& left, const std::vector<std::string>& right) {
        const std::size_t both = std::min(left.size(), right.size());
        const auto same = std::mismatch(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(both), right.begin());
        const auto count = static_cast<std::size_t>(same.first - left.begin());
        if (count < both) parts_at_ = at + count;
    }

    Side& first_;
    Side& second_;
    std::optional<std::uint64_t> parts_at_;
};

}  // namespace

Result<Compared> compare_copies(const LogCopy& first, const LogCopy& second, const Trust& trust) {
    Compared result;
    Side left(first, result.report);
    Side right(second, result.report);
    if (auto opened = left.open(trust); !opened) return opened.error();
    if (auto opened = right.open(trust); !opened) return opened.error();
    result.checkpoints = {left.checkpoint(), right.checkpoint()};
    if (!left.sound() || !right.sound()) return result;
    Comparison comparison(left, right);
    if (auto done = comparison.run(); !done) {
        if (done.error().code == Errc::kInternal) return done.error();
        result.report.add(Code::kNotItsEntries, std::nullopt, done.error().detail);
        return result;
    }
    const bool left_holds = left.holds_its_entries();
    const bool right_holds = right.holds_its_entries();
    result.parts_at = comparison.parts_at();
    if (!left_holds || !right_holds) return result;
    result.likeness = comparison.likeness();
    if (result.likeness == Likeness::kForked) {
        result.report.add(Code::kForked, result.parts_at,
                          "the copies part at entry " + std::to_string(*result.parts_at));
    }
    return result;
}

}  // namespace svd::audit
