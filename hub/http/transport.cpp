#include "hub/http/transport.h"

#include <array>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/error.hpp>

#include "core/base/limits.h"

namespace svd::http {
namespace {

constexpr std::size_t kDiscardedBytesMax = limits::kMiB;

// A socket closed with unread bytes sends a reset, and the reset destroys the alert or answer still on its way:
// the peer would not learn why.  So what it still sends is read, within bounds.
Awaitable<void> read_to_the_end(TcpStream& stream, Deadline deadline) {
    ErrorCode ignored;
    stream.socket().shutdown(Tcp::socket::shutdown_send, ignored);
    std::array<char, 4096> waste{};
    stream.expires_at(deadline);
    for (std::size_t total = 0; total < kDiscardedBytesMax;) {
        const auto [error, count] = co_await stream.async_read_some(asio::buffer(waste), kTuple);
        if (error) co_return;
        total += count;
    }
}

// Two buffers at once make Asio's TLS stream copy them into one.
template <class Stream>
Awaitable<Io> write_both(Stream& stream, asio::const_buffer head, asio::const_buffer body) {
    if (body.size() == 0) {
        const auto [error, count] = co_await asio::async_write(stream, head, kTuple);
        co_return io_of(error);
    }
    const std::array<asio::const_buffer, 2> both = {head, body};
    const auto [error, count] = co_await asio::async_write(stream, both, kTuple);
    co_return io_of(error);
}

void close_socket(TcpStream& stream) {
    ErrorCode ignored;
    stream.socket().shutdown(Tcp::socket::shutdown_both, ignored);
    stream.socket().close(ignored);
}

class PlainTransport final : public Transport {
public:
    explicit PlainTransport(Socket socket) : stream_(std::move(socket)) {}

    bool is_tls() const override { return false; }
    Awaitable<Handshake> handshake(Deadline) override { co_return Handshake(); }

    Awaitable<std::pair<Io, std::size_t>> read_some(asio::mutable_buffer to, Deadline deadline) override {
        stream_.expires_at(deadline);
        const auto [error, count] = co_await stream_.async_read_some(to, kTuple);
        co_return std::pair(io_of(error), count);
    }

    Awaitable<Io> write(asio::const_buffer head, asio::const_buffer body, Deadline deadline) override {
        stream_.expires_at(deadline);
        return write_both(stream_, head, body);
    }

    Awaitable<void> close(Deadline deadline) override {
        if (!stream_.socket().is_open()) co_return;
        co_await read_to_the_end(stream_, deadline);
        close_socket(stream_);
    }

    void cancel() override { stream_.cancel(); }
    void cut() override { close_socket(stream_); }

private:
    TcpStream stream_;
};

class TlsTransport final : public Transport {
public:
    TlsTransport(Socket socket, std::shared_ptr<asio::ssl::context> context)
        : context_(std::move(context)), stream_(std::move(socket), *context_) {}

    bool is_tls() const override { return true; }

    Awaitable<Handshake> handshake(Deadline deadline) override {
        tcp().expires_at(deadline);
        const auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, kTuple);
        Handshake result;
        if (!error) {
            auto peer = peer_certificates(stream_.native_handle());
            if (peer) result.peer = std::make_shared<const PeerChain>(*std::move(peer));
            else result.detail = peer.error().detail;
            co_return result;
        }
        result.failure = failure_of(error);
        result.detail = error.message();
        co_return result;
    }

    Awaitable<std::pair<Io, std::size_t>> read_some(asio::mutable_buffer to, Deadline deadline) override {
        tcp().expires_at(deadline);
        const auto [error, count] = co_await stream_.async_read_some(to, kTuple);
        co_return std::pair(io_of(error), count);
    }

    Awaitable<Io> write(asio::const_buffer head, asio::const_buffer body, Deadline deadline) override {
        tcp().expires_at(deadline);
        return write_both(stream_, head, body);
    }

    Awaitable<void> close(Deadline deadline) override {
        if (!tcp().socket().is_open()) co_return;
        tcp().expires_at(deadline);
        const auto [error] = co_await stream_.async_shutdown(kTuple);
        // Anything but the peer's own goodbye may mean that it is still sending.
        if (error && tcp().socket().is_open()) co_await read_to_the_end(tcp(), deadline);
        close_socket(tcp());
    }

    void cancel() override { tcp().cancel(); }
    void cut() override { close_socket(tcp()); }

private:
    TcpStream& tcp() { return stream_.next_layer(); }

    HandshakeFailure failure_of(ErrorCode error) {
        if (error == boost::beast::error::timeout) return HandshakeFailure::kTimedOut;
        const bool openssl = error.category() == asio::error::get_ssl_category();
        return handshake_failure(stream_.native_handle(), openssl ? static_cast<unsigned>(error.value()) : 0U);
    }

    std::shared_ptr<asio::ssl::context> context_;  // before the stream: it must be destroyed after it
    asio::ssl::stream<TcpStream> stream_;
};

}  // namespace

Io io_of(ErrorCode error) {
    if (!error) return Io::kDone;
    if (error == boost::beast::error::timeout) return Io::kTimedOut;
    if (error == asio::error::operation_aborted) return Io::kCancelled;
    const bool ended = error == asio::error::eof || error == asio::ssl::error::stream_truncated ||
                       error == asio::error::connection_reset || error == asio::error::broken_pipe;
    return ended ? Io::kEnded : Io::kBroken;
}

std::unique_ptr<Transport> make_plain_transport(Socket socket) {
    return std::make_unique<PlainTransport>(std::move(socket));
}

std::unique_ptr<Transport> make_tls_transport(Socket socket, std::shared_ptr<asio::ssl::context> context) {
    return std::make_unique<TlsTransport>(std::move(socket), std::move(context));
}

}  // namespace svd::http
