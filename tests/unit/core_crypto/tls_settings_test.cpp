#include "core/crypto/tls_settings.h"

#include <doctest/doctest.h>
#include <openssl/ssl.h>

#include "tests/support/test_pki.h"

namespace svd::test {
namespace {

SslContextPtr server_context() { return SslContextPtr(SSL_CTX_new(TLS_server_method())); }

TEST_CASE("tls_settings: a server speaks TLS 1.3 only and asks for a certificate and issues no tickets") {
    TestPki pki;
    const SslContextPtr context = server_context();
    REQUIRE(apply_server_settings(context.get(), pki.issue_server()).has_value());
    CHECK(SSL_CTX_get_min_proto_version(context.get()) == TLS1_3_VERSION);
    CHECK(SSL_CTX_get_max_proto_version(context.get()) == TLS1_3_VERSION);
    CHECK(SSL_CTX_get_verify_mode(context.get()) == (SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT));
    CHECK(SSL_CTX_get_session_cache_mode(context.get()) == SSL_SESS_CACHE_OFF);
    CHECK(SSL_CTX_get_num_tickets(context.get()) == 0);
}

TEST_CASE("tls_settings: refuses files that do not fit together") {
    TestPki pki;
    const CredentialFiles good = pki.issue_server();
    const CredentialFiles other = pki.issue_server();
    CredentialFiles foreign_key = good;
    foreign_key.key = other.key;
    CredentialFiles no_key = good;
    no_key.key = pki.path("nothing");
    CredentialFiles no_certificate = good;
    no_certificate.certificate = pki.path("deny.txt");
    CredentialFiles no_authorities = good;
    no_authorities.authorities = pki.path("nothing");
    for (const CredentialFiles& files : {foreign_key, no_key, no_certificate, no_authorities}) {
        CAPTURE(files.key);
        const SslContextPtr context = server_context();
        CHECK(apply_server_settings(context.get(), files).has_error());
    }
}

TEST_CASE("tls_settings: a connection without a handshake has no peer") {
    TestPki pki;
    const SslContextPtr context = server_context();
    REQUIRE(apply_server_settings(context.get(), pki.issue_server()).has_value());
    const SslPtr connection(SSL_new(context.get()));
    CHECK(peer_certificates(connection.get()).error().code == Errc::kDenied);
}

}  // namespace
}  // namespace svd::test
