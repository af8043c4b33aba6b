// A few threads and a bounded queue, for what must not run on a network thread: reading from disk, building
// profiles, parsing large bodies.
//
// Thread-safe.  Work that was taken is done, also when the pool stops.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace svd {

class WorkPool {
public:
    explicit WorkPool(std::size_t threads);
    ~WorkPool();  // as stop()
    WorkPool(const WorkPool&) = delete;
    WorkPool& operator=(const WorkPool&) = delete;

    // False when the queue is full or the pool has been stopped.  `work` must not throw.
    bool post(std::function<void()> work);
    void stop();

private:
    void run();

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> queue_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace svd
