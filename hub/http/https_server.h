// The hub's HTTP/1.1 server: mutual TLS 1.3, keep-alive, pipelining, and a limit on everything.
//
// Who a client is comes from its certificate; whether that still holds is asked at the handshake and again on every
// request.  What never happens: a request reaches the handler without a verified identity (unless the server is
// plain, which only a loopback address may be), with a body longer than the handler's plan, or with a framing
// other than Content-Length.  A query string, a header or a body is never logged.
//
// Threads: start, stop and reload from one thread at a time.  The handler is called on the server's own threads.
// Errors of a connection end that connection; an exception on a network thread is our bug and ends the program.
//
//     HttpsServer server(options, api);
//     const auto port = server.start();            // binds, listens, returns; port 0 picks one
//     if (!port) return port.error();
//     ...
//     server.stop_gracefully();                    // returns when the last connection is gone
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/base/clock.h"
#include "core/base/limits.h"
#include "core/base/result.h"
#include "core/crypto/revocation.h"
#include "core/crypto/tls_settings.h"
#include "hub/http/counters.h"
#include "hub/http/handler.h"

namespace svd::http {

// Options only so that tests need not wait.
struct Deadlines {
    using Time = std::chrono::milliseconds;
    Time handshake = limits::kHandshakeTimeMax;
    Time handshake_pressed = limits::kHandshakeTimePressed;
    Time idle = limits::kIdleTimeMax;      // between requests
    Time header = limits::kHeaderTimeMax;  // from a request's first byte
    Time body = limits::kBodyTimeBase;     // and the time the body takes at the lowest rate
    std::size_t body_bytes_per_second_min = limits::kBodyBytesPerSecondMin;
    Time answer = limits::kCommitTimeMax;
    Time write = limits::kWriteTimeMax;  // and the time the response takes at the lowest rate
    Time shutdown = limits::kShutdownTimeMax;
    Time drain = limits::kDrainPatience;
};

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;
    std::optional<CredentialFiles> tls;                                 // without: plain, on a loopback address only
    std::function<std::shared_ptr<const RevocationList>()> revocation;  // required with tls; any thread; cheap
    const Clock* clock = nullptr;                                       // null: the system's
    int threads = 1;
    std::size_t connections_max = limits::kConnectionsMax;
    std::size_t handshakes_max = limits::kHandshakesMax;
    Deadlines deadlines;
    bool access_log = true;
};

class HttpsServer {
public:
    HttpsServer(ServerOptions options, Handler& handler);  // the handler outlives the server
    ~HttpsServer();                                        // stops, gracefully
    HttpsServer(const HttpsServer&) = delete;
    HttpsServer& operator=(const HttpsServer&) = delete;

    Result<std::uint16_t> start();

    // Reads certificate, key and authorities again, for the connections to come.  On an error all stays as it was.
    Result<void> reload_credentials();

    // Closes the door and the idle connections, lets requests in hand finish for as long as `drain`, cuts the rest.
    void stop_gracefully();

    const ServerCounters& counters() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace svd::http
