// Accepts connections, no more than are allowed, and deals them out to the network threads.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "hub/http/session.h"

namespace svd::http {

// A thread with its own io_context and the sessions that live on it.
class NetworkThread {
public:
    NetworkThread() : work_(context_.get_executor()) {}

    asio::io_context& context() { return context_; }
    SessionHome& home() { return home_; }
    void run();           // starts the thread
    void finish();        // no more work is kept open for; waits for the thread

private:
    asio::io_context context_{1};
    asio::executor_work_guard<Executor> work_;
    SessionHome home_;
    std::thread thread_;
};

class Listener {
public:
    Listener(const ServerOptions& options, const Clock& clock, Handler& handler, ServerCounters& counters);

    Result<std::uint16_t> open();
    void use_credentials(std::shared_ptr<asio::ssl::context> credentials);  // any thread
    void run();
    void stop();  // returns when the last connection is gone and the threads have ended

private:
    Awaitable<void> accept_loop();
    Awaitable<void> pause(std::chrono::milliseconds time);
    bool is_full() const;
    void take(Socket socket, NetworkThread& thread);
    void begin_session(Socket socket, NetworkThread& thread);
    void connection_ended();
    bool wait_until_empty(std::chrono::milliseconds time);

    const ServerOptions& options_;
    const Clock& clock_;
    Handler& handler_;
    ServerCounters& counters_;
    std::vector<std::unique_ptr<NetworkThread>> threads_;  // the first accepts
    Acceptor acceptor_;
    std::size_t next_ = 0;

    std::mutex mutex_;
    std::shared_ptr<asio::ssl::context> credentials_;  // guarded; null: plain
    std::condition_variable ended_;
    std::size_t open_ = 0;  // guarded
};

}  // namespace svd::http
