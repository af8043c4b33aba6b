// What the hub needs to know of a peer's certificates, as plain values that outlive the TLS connection.
//
// A peer is who its one URI subject alternative name says (urn:svd:ROLE:ID), and nothing else: the common name is
// never read, and a certificate with no such name, with two, or with a NUL in it proves nobody.  Nothing here
// decides whether a certificate is trusted: OpenSSL has verified the chain before, and core/crypto/revocation.h
// says whether it still holds.
//
// Values: free to copy and to share between threads.
#pragma once

#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/domain/party.h"

namespace svd {

struct Certificate {
    Digest fingerprint{};  // SHA-256 of the DER, as `openssl x509 -fingerprint -sha256` prints it
    Digest issuer{};       // SHA-256 of the issuer's name in DER
    std::string serial;    // lower-case hexadecimal: with the issuer, what a revocation list names
    UtcTime not_before{};
    UtcTime not_after{};
};

struct PeerChain {
    Identity identity;                      // of the first certificate
    std::vector<Certificate> certificates;  // the peer's own first, then each authority; never the root

    const Certificate& own() const { return certificates.front(); }
};

// The chain in a PEM file, such as our own cert.pem.  It is read, not verified.
Result<PeerChain> read_chain_file(const std::string& path);

}  // namespace svd
