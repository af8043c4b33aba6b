// One keep-alive connection of the load generator: HTTP/1.1 over mutual TLS 1.3, one request in flight.
//
// Raw OpenSSL over a non-blocking socket, because what the generator costs is taken from the hub when both share a
// machine.  Anything that goes wrong is an exception: a measurement with errors is worth nothing.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <string_view>

namespace svd::bench {

struct Target {
    std::string host = "127.0.0.1";
    std::string port = "8443";
    std::string ca, certificate, key;
};

struct ContextFree {
    void operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
};
using ContextPtr = std::unique_ptr<SSL_CTX, ContextFree>;
ContextPtr make_context(const Target& target);

class TlsClient {
public:
    // Connects and shakes hands, and waits for both.
    TlsClient(const Target& target, SSL_CTX* context);
    ~TlsClient();
    TlsClient(const TlsClient&) = delete;
    TlsClient& operator=(const TlsClient&) = delete;

    int descriptor() const { return socket_; }

    // The request must be read whole before the next is sent.
    void send(std::string_view request);

    struct Answer {
        int status = 0;
        std::string_view body;  // good until the next send()
    };
    // True when the whole answer has arrived.  Reads until there is nothing more to read.
    bool receive(Answer& answer);

private:
    struct SslFree {
        void operator()(SSL* ssl) const noexcept { SSL_free(ssl); }
    };
    bool whole(Answer& answer) const;

    int socket_ = -1;
    std::unique_ptr<SSL, SslFree> ssl_;
    std::string in_;
};

}  // namespace svd::bench
