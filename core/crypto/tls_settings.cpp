#include "core/crypto/tls_settings.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <string_view>

#include "core/crypto/openssl_error.h"
#include "core/crypto/x509_reading.h"

namespace svd {
namespace {

constexpr const char* kCipherSuites = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
constexpr std::string_view kSessionContext = "svd-hub";
constexpr int kChainDepthMax = 3;  // leaf, issuing authority, root, and one to spare

// Without it OpenSSL asks for a pass phrase on the terminal, and a service would stand still there.
int refuse_pass_phrase(char*, int, int, void*) { return -1; }

Result<void> apply_common_settings(SSL_CTX* context) {
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_mode(context, SSL_MODE_NO_AUTO_CHAIN);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_default_passwd_cb(context, refuse_pass_phrase);
    SSL_CTX_set_verify_depth(context, kChainDepthMax);
    const bool done = SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1 &&
                      SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION) == 1 &&
                      SSL_CTX_set_ciphersuites(context, kCipherSuites) == 1;
    if (!done) return openssl_error("setting up TLS 1.3");
    return {};
}

Result<void> load_own_certificate(SSL_CTX* context, const CredentialFiles& files) {
    if (SSL_CTX_use_certificate_chain_file(context, files.certificate.c_str()) != 1) {
        return openssl_error("reading the certificate " + files.certificate, Errc::kInvalid);
    }
    // This also refuses a key that does not belong to the certificate.
    if (SSL_CTX_use_PrivateKey_file(context, files.key.c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_check_private_key(context) != 1) {
        return openssl_error("reading the key " + files.key, Errc::kInvalid);
    }
    return {};
}

Result<void> load_authorities(SSL_CTX* context, const CredentialFiles& files) {
    if (SSL_CTX_load_verify_locations(context, files.authorities.c_str(), nullptr) != 1) {
        return openssl_error("reading the authorities " + files.authorities, Errc::kInvalid);
    }
    return {};
}

}  // namespace

Result<void> check_credentials(const CredentialFiles& files) {
    const SslContextPtr context(SSL_CTX_new(TLS_server_method()));
    if (!context) return openssl_error("making a TLS context");
    return apply_server_settings(context.get(), files);
}

Result<void> apply_server_settings(ssl_ctx_st* context, const CredentialFiles& files) {
    if (auto done = apply_common_settings(context); !done) return done;
    if (auto done = load_own_certificate(context, files); !done) return done;
    if (auto done = load_authorities(context, files); !done) return done;

    // Tells clients whose certificates are wanted, so that one that holds several picks the right one.
    CaNamesPtr names(SSL_load_client_CA_file(files.authorities.c_str()));
    if (!names) return openssl_error("reading the authorities " + files.authorities, Errc::kInvalid);
    SSL_CTX_set_client_CA_list(context, names.release());

    // The first flag alone would let a client in that shows no certificate at all.
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    // Tickets are off; were they ever turned on, a context without an id would fail every second handshake.
    const auto* id = reinterpret_cast<const unsigned char*>(kSessionContext.data());
    if (SSL_CTX_set_num_tickets(context, 0) != 1 ||
        SSL_CTX_set_session_id_context(context, id, static_cast<unsigned>(kSessionContext.size())) != 1) {
        return openssl_error("turning session tickets off");
    }
    return {};
}

Result<void> apply_client_settings(ssl_ctx_st* context, const CredentialFiles& files) {
    if (auto done = apply_common_settings(context); !done) return done;
    if (!files.certificate.empty()) {
        if (auto done = load_own_certificate(context, files); !done) return done;
    }
    if (auto done = load_authorities(context, files); !done) return done;
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    return {};
}

Result<PeerChain> peer_certificates(ssl_st* connection) {
    const STACK_OF(X509)* verified = SSL_get0_verified_chain(connection);
    const X509Ptr own(SSL_get1_peer_certificate(connection));
    if (!own || verified == nullptr || sk_X509_num(verified) == 0 || SSL_get_verify_result(connection) != X509_V_OK) {
        return Error{Errc::kDenied, "the peer's certificate was not verified"};
    }
    auto identity = read_identity(own.get());
    if (!identity) return identity.error();
    PeerChain chain;
    chain.identity = *std::move(identity);
    for (int i = 0; i < sk_X509_num(verified); ++i) {
        X509* certificate = sk_X509_value(verified, i);
        if (is_self_issued(certificate)) continue;  // the root: no list revokes it, its file is taken away instead
        auto read = read_certificate(certificate);
        if (!read) return read.error();
        chain.certificates.push_back(*std::move(read));
    }
    if (chain.certificates.empty()) return Error{Errc::kDenied, "the peer's certificate is its own issuer"};
    return chain;
}

std::string_view handshake_failure_name(HandshakeFailure failure) {
    switch (failure) {
        case HandshakeFailure::kNoCertificate: return "no_certificate";
        case HandshakeFailure::kExpired: return "expired";
        case HandshakeFailure::kUntrusted: return "untrusted";
        case HandshakeFailure::kProtocol: return "protocol";
        case HandshakeFailure::kTimedOut: return "timed_out";
        case HandshakeFailure::kOther: return "other";
    }
    return "other";
}

HandshakeFailure handshake_failure(ssl_st* connection, unsigned long error) {
    forget_openssl_errors();
    const long verified = SSL_get_verify_result(connection);
    if (verified == X509_V_ERR_CERT_HAS_EXPIRED || verified == X509_V_ERR_CERT_NOT_YET_VALID) {
        return HandshakeFailure::kExpired;
    }
    if (verified != X509_V_OK) return HandshakeFailure::kUntrusted;
    if (ERR_GET_LIB(error) != ERR_LIB_SSL) return HandshakeFailure::kOther;
    switch (ERR_GET_REASON(error)) {
        case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE: return HandshakeFailure::kNoCertificate;
        case SSL_R_UNSUPPORTED_PROTOCOL:
        case SSL_R_NO_SHARED_CIPHER:
        case SSL_R_HTTP_REQUEST:
        case SSL_R_HTTPS_PROXY_REQUEST:
        case SSL_R_WRONG_VERSION_NUMBER: return HandshakeFailure::kProtocol;
        default: return HandshakeFailure::kOther;
    }
}

}  // namespace svd
