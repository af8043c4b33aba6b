// What the hub holds: the log of all that happened, and the state that is computed from the submissions in it.
//
// A submission that has a receipt is on disk, in the log, and never changed.  One call of `append` is one durable
// write for everything handed to it (group commit is ours: RocksDB's own never happens with one writer): entries,
// tree and data together, or nothing of them.  Memory follows the disk, never leads it, and nothing is signed before
// it is on disk.
//
// `append` is for one thread, the writer's.  All else may be called from any thread.
#pragma once

#include <functional>
#include <memory>
#include <shared_mutex>
#include <vector>

#include "core/base/result.h"
#include "core/wire/log_codec.h"
#include "hub/ledger/known_certificates.h"
#include "hub/ledger/log_standing.h"
#include "hub/ledger/proposal.h"
#include "hub/log/hub_log.h"
#include "hub/state/log_facts.h"
#include "hub/state/state.h"
#include "hub/store/store.h"

namespace svd {

class Ledger {
public:
    // Reads the whole log, checks what is kept against it, and computes the state.  Anything missing, changed or
    // unreadable is an error: a hub that cannot account for everything does not start.
    // Without keys of records every sum of them is 0.
    static Result<std::unique_ptr<Ledger>> open(Store& store, tlog::NoteSigner signer, LogMode mode = LogMode::kProving,
                                                std::unique_ptr<const RecordKeys> keys = nullptr);

    // Entries of the hub's own, written before anything else; once as many witnesses as that have confirmed the log,
    // if there are so many.
    Result<void> begin(std::vector<LogEntry> entries, std::size_t confirmations);

    // The last entry, when no more will come.
    void end(LogEntry last);

    // How many of the changes, from the first on, can be decided and written together.
    static std::size_t together(const std::vector<Change>& changes);

    // Decides on each, writes all of them in one durable commit, then lets the state follow.  The outcomes are in
    // the order of the changes.  A refusal is written down as well.
    std::vector<Outcome> append(std::vector<Change> changes);

    // Runs `question(const State&)`, or with `const LogFacts&` besides, while nothing changes either.
    template <class Question>
    auto read(Question&& question) const {
        const std::shared_lock lock(mutex_);
        if constexpr (std::is_invocable_v<Question, const State&>) return question(std::as_const(state_));
        else return question(std::as_const(state_), std::as_const(facts_));
    }

    // Whether what was noticed about a certificate has been written down.
    bool has_noted(const LogEntry& noticed) const {
        const std::shared_lock lock(mutex_);
        return certificates_.has(noticed);
    }

    const HubLog& log() const { return *log_; }
    const Witnesses& witnesses() const { return *witnesses_; }
    const LogStanding& standing() const { return standing_; }
    // An agency has shown a checkpoint that the tree continues.  Only one that has cosigned this log before counts.
    void confirm(const std::string& witness) const {
        if (witnesses_->find(witness)) standing_.confirm(witness);
    }

    // All that is on disk, into a new folder.
    Result<void> copy_to(const std::filesystem::path& folder) const { return store_.copy_to(folder); }

    // After an erasure: what it overwrote is in no file any more when this returns.  Not for the writer's thread.
    Result<void> forget_overwritten() const { return store_.forget_overwritten(); }

    // A document that an entry's digest names, such as the partnership's.
    Result<std::string> document(const Digest& digest) const;

    // Of a submission: its receipt as it was answered, alone and with its proof, and its bytes as they arrived.
    Result<std::string> receipt_bytes(Sequence sequence) const;
    Result<std::string> receipt_file(Sequence sequence) const;
    Result<std::string> payload(Sequence sequence) const;
    Result<wire::StoredContent> content(Sequence sequence) const;

private:
    explicit Ledger(Store& store) : store_(store) {}
    Result<void> replay();
    Result<void> replay_submission(Sequence sequence, const LogEntry& entry);
    Result<void> replay_erasure(Sequence sequence, const LogEntry& entry);
    Outcome known(Sequence sequence) const;
    struct Draft;
    struct ErasurePlan;
    Outcome erase(LogEntry entry);
    Result<ErasurePlan> plan_erasure(Sequence sequence, const std::vector<Sequence>& erased) const;
    std::vector<Outcome> append_open(std::vector<Change> changes);
    bool write_down(const Change& change, Draft& draft, Outcome& outcome) const;
    void decide(Proposal& proposal, Draft& draft, Outcome& outcome) const;
    Result<void> write(Draft& draft);
    void follow(const Draft& draft, const std::vector<Change>& changes);
    void note(const LogEntry& noticed, Draft& draft) const;
    void give_receipts(const Draft& draft, std::vector<Outcome>& outcomes) const;

    Store& store_;
    std::unique_ptr<const RecordKeys> keys_;
    std::unique_ptr<HubLog> log_;
    std::unique_ptr<Witnesses> witnesses_;
    mutable LogStanding standing_;
    std::vector<LogEntry> begin_with_;
    mutable std::shared_mutex mutex_;
    State state_;
    LogFacts facts_;
    KnownCertificates certificates_;
};

}  // namespace svd
