// The hub's one ordered sequence of entries, on disk, and the state that is computed from it.
//
// An entry that has a receipt is on disk and is never changed or removed.  Entries are numbered from 0 without
// gaps.  One call of `append` is one durable write for all the submissions handed to it (group commit is ours:
// RocksDB's own never happens with one writer), and memory follows the disk, never leads it.
//
// `append` is for one thread, the writer's.  `read` may be called from any thread.
#pragma once

#include <functional>
#include <memory>
#include <shared_mutex>
#include <vector>

#include "core/base/result.h"
#include "hub/ledger/proposal.h"
#include "hub/state/state.h"
#include "hub/store/store.h"

namespace svd {

class Ledger {
public:
    // Reads the whole sequence and computes the state.  Any gap, any entry that cannot be read or applied, is an
    // error: a hub that cannot account for everything does not start.
    static Result<std::unique_ptr<Ledger>> open(Store& store);

    // How many of the proposals, from the first on, can be decided and written together.
    static std::size_t together(const std::vector<Proposal>& proposals);

    // Decides on each, writes those accepted in one durable commit, then lets the state follow.  The outcomes are
    // in the order of the proposals.
    std::vector<Outcome> append(std::vector<Proposal> proposals);

    // Runs `question(const State&)` while nothing changes the state.
    template <class Question>
    auto read(Question&& question) const {
        const std::shared_lock lock(mutex_);
        return question(std::as_const(state_));
    }

    // The stored receipt and payload of an entry, as they were answered and as they arrived.
    Result<std::string> receipt_bytes(Sequence sequence) const;
    Result<std::string> payload(Sequence sequence) const;

private:
    explicit Ledger(Store& store) : store_(store) {}
    Result<void> replay();
    Outcome known(Sequence sequence, const std::string& party) const;
    struct Draft;
    void decide(Proposal& proposal, Draft& draft, Outcome& outcome) const;
    void follow(const Draft& draft);

    Store& store_;
    mutable std::shared_mutex mutex_;
    State state_;
};

}  // namespace svd
