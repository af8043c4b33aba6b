#include "hub/http/listener.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <cstdlib>
#include <exception>

#include "core/base/log.h"

namespace svd::http {
namespace {

constexpr std::chrono::milliseconds kFullPause{10};
constexpr std::chrono::milliseconds kTroublePause{100};

// Errors of the network are values here: an exception is our own bug, and going on would hide it.
[[noreturn]] void die_of(std::exception_ptr thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (const std::exception& error) {
        log::error("network_thread_failed", {{"error.message", std::string_view(error.what())}});
    } catch (...) {
        log::error("network_thread_failed");
    }
    std::abort();
}

std::vector<std::unique_ptr<NetworkThread>> make_threads(int count) {
    std::vector<std::unique_ptr<NetworkThread>> threads;
    for (int i = 0; i < std::max(count, 1); ++i) threads.push_back(std::make_unique<NetworkThread>());
    return threads;
}

Error network_error(std::string_view doing, const ServerOptions& options, ErrorCode error) {
    return {Errc::kInvalid,
            std::string(doing) + " " + options.address + ":" + std::to_string(options.port) + ": " + error.message()};
}

}  // namespace

void NetworkThread::run() {
    thread_ = std::thread([this] {
        try {
            context_.run();
        } catch (...) {
            die_of(std::current_exception());
        }
    });
}

void NetworkThread::finish() {
    work_.reset();
    if (thread_.joinable()) thread_.join();
}

Listener::Listener(const ServerOptions& options, const Clock& clock, Handler& handler, ServerCounters& counters)
    : options_(options),
      clock_(clock),
      handler_(handler),
      counters_(counters),
      threads_(make_threads(options.threads)),
      acceptor_(threads_.front()->context().get_executor()) {}

Result<std::uint16_t> Listener::open() {
    ErrorCode error;
    const auto address = asio::ip::make_address(options_.address, error);
    if (error) return network_error("not an address:", options_, error);
    if (!options_.tls && !address.is_loopback()) {
        return invalid("without TLS the server listens on a loopback address only, not on " + options_.address);
    }
    const Tcp::endpoint endpoint(address, options_.port);
    acceptor_.open(endpoint.protocol(), error);
    // Else a restart would have to wait for the old connections' last minute.
    if (!error) acceptor_.set_option(Acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(Acceptor::max_listen_connections, error);
    const auto bound = error ? Tcp::endpoint() : acceptor_.local_endpoint(error);
    if (error) return network_error("cannot listen on", options_, error);
    return bound.port();
}

void Listener::use_credentials(std::shared_ptr<asio::ssl::context> credentials) {
    const std::lock_guard lock(mutex_);
    credentials_ = std::move(credentials);
}

void Listener::run() {
    asio::co_spawn(acceptor_.get_executor(), accept_loop(), [](std::exception_ptr thrown) {
        if (thrown) die_of(thrown);
    });
    for (const auto& thread : threads_) thread->run();
}

// At the limit nothing is accepted: newcomers wait in the kernel's queue, which costs us nothing.
Awaitable<void> Listener::accept_loop() {
    while (acceptor_.is_open()) {
        if (is_full()) {
            co_await pause(kFullPause);
            continue;
        }
        NetworkThread& thread = *threads_[next_++ % threads_.size()];
        auto [error, socket] = co_await acceptor_.async_accept(thread.context().get_executor(), kTuple);
        if (!error) {
            take(std::move(socket), thread);
        } else if (error != asio::error::operation_aborted && error != asio::error::connection_aborted) {
            log::warning("accept_failed", {{"error.message", error.message()}});
            co_await pause(kTroublePause);  // out of file handles, most likely
        }
    }
}

Awaitable<void> Listener::pause(std::chrono::milliseconds time) {
    Timer timer(acceptor_.get_executor());
    timer.expires_after(time);
    co_await timer.async_wait(kTuple);
}

bool Listener::is_full() const {
    return counters_.connections_open >= static_cast<std::int64_t>(options_.connections_max) ||
           counters_.handshakes_open >= static_cast<std::int64_t>(options_.handshakes_max);
}

void Listener::take(Socket socket, NetworkThread& thread) {
    ++counters_.connections_accepted;
    ++counters_.connections_open;
    {
        const std::lock_guard lock(mutex_);
        ++open_;
    }
    asio::post(thread.context(),
               [this, &thread, moved = std::move(socket)]() mutable { begin_session(std::move(moved), thread); });
}

void Listener::begin_session(Socket socket, NetworkThread& thread) {
    ErrorCode error;
    socket.set_option(Tcp::no_delay(true), error);
    const Tcp::endpoint client = socket.remote_endpoint(error);
    if (error || thread.home().stopping) {  // gone already, or too late
        connection_ended();
        return;
    }
    std::shared_ptr<asio::ssl::context> credentials;
    {
        const std::lock_guard lock(mutex_);
        credentials = credentials_;
    }
    auto transport = credentials ? make_tls_transport(std::move(socket), std::move(credentials))
                                 : make_plain_transport(std::move(socket));
    const Executor executor = thread.context().get_executor();
    const SessionContext context{options_, clock_, handler_, counters_, thread.home()};
    auto session = std::make_shared<Session>(context, std::move(transport), executor, client.address().to_string());
    Session& running = *session;
    asio::co_spawn(executor, running.run(), [this, session = std::move(session)](std::exception_ptr thrown) mutable {
        if (thrown) die_of(thrown);
        session.reset();
        connection_ended();
    });
}

void Listener::connection_ended() {
    --counters_.connections_open;
    const std::lock_guard lock(mutex_);
    --open_;
    ended_.notify_all();
}

bool Listener::wait_until_empty(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    return ended_.wait_for(lock, time, [this] { return open_ == 0; });
}

void Listener::stop() {
    // 1. No new connections.
    asio::post(acceptor_.get_executor(), [this] {
        ErrorCode ignored;
        acceptor_.close(ignored);
    });
    // 2. Sessions finish the request in hand.
    for (const auto& thread : threads_) {
        asio::post(thread->context(), [&home = thread->home()] {
            home.stopping = true;
            for (Session* session : home.sessions) session->stop_when_idle();
        });
    }
    // 3. Then cut.  A session that has been cut has nothing left to wait for, so the threads end by themselves.
    if (!wait_until_empty(options_.deadlines.drain)) {
        for (const auto& thread : threads_) {
            asio::post(thread->context(), [&home = thread->home()] {
                for (Session* session : home.sessions) session->cut();
            });
        }
    }
    for (const auto& thread : threads_) thread->finish();
}

}  // namespace svd::http
