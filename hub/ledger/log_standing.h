// Whether the hub may add to its log.
//
// A hub that was restored from an older copy cannot tell by itself: what it would add would contradict what it signed
// before.  So after a start it adds nothing until agencies have shown it checkpoints that its tree continues; and once
// one has shown a checkpoint with the hub's own signature that is not in its tree, it adds nothing any more, also
// after a restart, until an operator begins a new log (docs/how-to/recover-the-log.md).
//
// Thread-safe.
#pragma once

#include <cstddef>
#include <mutex>
#include <set>
#include <string>

namespace svd {

class LogStanding {
public:
    enum class State { kOpen, kUnconfirmed, kContradicted };

    State state() const {
        const std::lock_guard lock(mutex_);
        if (contradicted_) return State::kContradicted;
        return confirmed_by_.size() < needed_ ? State::kUnconfirmed : State::kOpen;
    }
    bool open() const { return state() == State::kOpen; }

    void need(std::size_t witnesses) {
        const std::lock_guard lock(mutex_);
        needed_ = witnesses;
    }
    void confirm(const std::string& witness) {
        const std::lock_guard lock(mutex_);
        confirmed_by_.insert(witness);
    }
    void contradict() {
        const std::lock_guard lock(mutex_);
        contradicted_ = true;
    }

private:
    mutable std::mutex mutex_;
    std::size_t needed_ = 0;
    std::set<std::string> confirmed_by_;
    bool contradicted_ = false;
};

}  // namespace svd
