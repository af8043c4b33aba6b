// The hub's log on its disk: entries that are only ever appended, the Merkle tree over them, and signed checkpoints.
//
// RFC 6962 hashing, C2SP tiles and checkpoints (core/tlog).  What goes with an entry, data included, is one durable
// write with it; a checkpoint is signed only over what that write has put on disk, and only by the thread that
// wrote it.  A full tile is stored in the write that fills it; the rest of the tree is in memory and is made anew
// from the entries at every start, when everything stored is checked against them.
//
// `draft` and `commit` are for one thread, the writer's.  All else may be called from any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/tlog/checkpoint.h"
#include "core/tlog/edge.h"
#include "core/tlog/merkle.h"
#include "core/tlog/note.h"
#include "hub/store/store.h"

namespace svd {

// In the store's meta table: the newest signed checkpoint, and one that contradicts this log.  Empty is none.
inline constexpr std::string_view kLastCheckpointKey = "last_checkpoint";
inline constexpr std::string_view kContradictedKey = "contradicted";
// Why the store was restored from a backup, until the entry that says so is in the log.
inline constexpr std::string_view kRestoredKey = "restored";

// What the log does.  kCounting numbers its entries and keeps none of them: it is there to measure what a log costs,
// and nothing that it held can be opened again.
enum class LogMode { kProving, kCounting };

// Entries in preparation, and all that is to be written with them.
class LogDraft {
public:
    LogDraft(tlog::Edge edge, std::uint64_t size, LogMode mode) : edge_(std::move(edge)), size_(size), mode_(mode) {}
    std::uint64_t size() const { return size_; }
    std::uint64_t add(std::string entry_bytes);  // its index
    void write_also(Write write) { writes_.push_back(std::move(write)); }
    bool empty() const { return writes_.empty(); }

private:
    friend class HubLog;
    tlog::Edge edge_;
    std::uint64_t size_;
    LogMode mode_;
    WriteSet writes_;
};

class HubLog {
public:
    // Hashes every entry again.  kCorrupt when one is missing, a tile is not what the entries make it, or the tree
    // is not the one that was last signed.
    static Result<std::unique_ptr<HubLog>> open(Store& store, tlog::NoteSigner signer,
                                                LogMode mode = LogMode::kProving);

    LogDraft draft() const;
    // On an error nothing has changed, on disk or in memory.
    Result<void> commit(LogDraft draft);

    // The newest checkpoint on disk, so that all entries are held to it: for a graceful stop.
    Result<void> keep_checkpoint();

    std::uint64_t size() const { return seen()->size; }
    LogMode mode() const { return mode_; }
    const tlog::VerifierKey& verifier() const { return signer_.verifier_key(); }  // its name is the log's origin

    // The newest one, signed.
    std::string checkpoint() const { return seen()->checkpoint; }
    // Of an earlier size: signed again over the same tree, which with Ed25519 gives the same bytes.
    Result<std::string> checkpoint_at(std::uint64_t size) const;

    Result<std::string> entry(std::uint64_t index) const;
    // From `first` on, until `visit` returns false.
    Result<void> scan(std::uint64_t first,
                      const std::function<bool(std::uint64_t index, std::string_view entry)>& visit) const;
    // As they are served: kNotFound when the log is not that long.
    Result<std::string> tile(unsigned level, std::uint64_t index, unsigned width) const;
    Result<std::string> bundle(std::uint64_t index, unsigned width) const;

private:
    friend class LogProofs;
    // What a commit has made true; readers keep the one they began with.
    struct Seen {
        tlog::Edge edge;
        std::uint64_t size = 0;
        std::string checkpoint;
    };

    HubLog(Store& store, tlog::NoteSigner signer, LogMode mode)
        : store_(store), signer_(std::move(signer)), mode_(mode) {}
    Result<void> read_all();
    Result<void> check_last_signed(const tlog::Edge& edge) const;
    std::shared_ptr<const Seen> seen() const;
    void publish(tlog::Edge edge, std::uint64_t size);

    Store& store_;
    tlog::NoteSigner signer_;
    LogMode mode_;
    mutable std::mutex mutex_;
    std::shared_ptr<const Seen> seen_;
};

}  // namespace svd
