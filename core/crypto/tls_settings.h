// How svd-hub speaks TLS: version 1.3 only, both sides show a certificate, nothing is ever resumed.
//
// Resumption is off because a resumed session skips the certificate checks.  Applied to a context before its first
// use and never to one that connections share: a reload makes a new context.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/crypto/certificate.h"

struct ssl_ctx_st;  // OpenSSL's SSL_CTX and SSL: this header keeps OpenSSL out of its includers
struct ssl_st;

namespace svd {

struct CredentialFiles {
    std::string certificate;  // PEM: our own, then the authorities between it and the root
    std::string key;          // PEM, not encrypted
    std::string authorities;  // PEM: whom we trust
};

// Whether they are there, readable, and belong together: what a server would find out when it starts.
Result<void> check_credentials(const CredentialFiles& files);

Result<void> apply_server_settings(ssl_ctx_st* context, const CredentialFiles& files);

// The certificate and key may be left empty: a peer without one, which the hub refuses.  The caller still sets the
// expected host name on each connection.
Result<void> apply_client_settings(ssl_ctx_st* context, const CredentialFiles& files);

// The peer's verified chain, root left out.  Refuses when nothing was verified or no identity can be read.
Result<PeerChain> peer_certificates(ssl_st* connection);

// Why a server's handshake came to nothing.  `error` is the number OpenSSL gave, 0 where there is none.
enum class HandshakeFailure { kNoCertificate, kExpired, kUntrusted, kProtocol, kTimedOut, kOther };
inline constexpr std::size_t kHandshakeFailures = 6;

std::string_view handshake_failure_name(HandshakeFailure failure);  // no_certificate
HandshakeFailure handshake_failure(ssl_st* connection, unsigned long error);

}  // namespace svd
