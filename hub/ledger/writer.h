// The one thread that changes what the hub holds: it drains a bounded queue into one durable write, then answers
// everyone in it.
//
// Answers are given on the writer's thread.  What has been taken is always answered, also when the hub stops.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "hub/ledger/ledger.h"

namespace svd {

using Answer = std::function<void(Outcome)>;

class Writer {
public:
    explicit Writer(Ledger& ledger);
    ~Writer();  // as stop()
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    // False when the queue is full or the writer has been stopped: `answer` will not be called.  Any thread.
    bool submit(Change change, Answer answer);

    // Takes nothing more, writes and answers what it has, and returns when it is done.
    void stop();

    std::size_t waiting() const;

    // False from the first write on that did not reach the disk: only a restart helps.
    bool healthy() const { return healthy_; }

private:
    struct Job {
        Change change;
        Answer answer;
        std::size_t bytes = 0;
    };
    void run();
    std::vector<Job> next_batch(std::unique_lock<std::mutex>& lock);
    void write(std::vector<Job> batch);

    Ledger& ledger_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Job> queue_;
    std::size_t queued_bytes_ = 0;
    bool stopping_ = false;
    std::atomic<bool> healthy_{true};
    std::thread thread_;  // last: it uses all the others
};

}  // namespace svd
