// One accepted connection, TLS or plain, with a deadline on every wait.
//
// Two implementations, so that the session knows nothing of TLS and the TLS machinery is compiled once.  Used on
// its own network thread only.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "core/crypto/tls_settings.h"
#include "hub/http/net.h"

namespace svd::http {

enum class Io { kDone, kEnded, kTimedOut, kCancelled, kBroken };

Io io_of(ErrorCode error);

struct Handshake {
    std::optional<HandshakeFailure> failure;
    std::string detail;                     // of the failure, or why the certificate proves no identity
    std::shared_ptr<const PeerChain> peer;  // absent on a plain connection, and where there is no identity
};

class Transport {
public:
    Transport() = default;
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;
    virtual ~Transport() = default;

    virtual bool is_tls() const = 0;
    virtual Awaitable<Handshake> handshake(Deadline deadline) = 0;
    virtual Awaitable<std::pair<Io, std::size_t>> read_some(asio::mutable_buffer to, Deadline deadline) = 0;
    virtual Awaitable<Io> write(asio::const_buffer head, asio::const_buffer body, Deadline deadline) = 0;

    // Says goodbye as the protocol has it, and waits for the peer's until the deadline.
    virtual Awaitable<void> close(Deadline deadline) = 0;

    virtual void cancel() = 0;  // what is being waited for ends with kCancelled; the connection lives on
    virtual void cut() = 0;     // no goodbye
};

std::unique_ptr<Transport> make_plain_transport(Socket socket);
// The context is kept as long as the connection: its verification hooks are called from the handshake.
std::unique_ptr<Transport> make_tls_transport(Socket socket, std::shared_ptr<asio::ssl::context> context);

}  // namespace svd::http
