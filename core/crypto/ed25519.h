// Ed25519 signatures (RFC 8032), by OpenSSL.
//
// What never happens: the private key in an error, in a log line, or in a file that others can read.  A key file is
// made once and never written over.
//
// Values: a key is immutable, its copies share it, and any number of threads may sign with it at once.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.h"

struct evp_pkey_st;  // OpenSSL's EVP_PKEY: this header keeps OpenSSL out of its includers

namespace svd {

using Ed25519PublicKey = std::array<std::uint8_t, 32>;
using Ed25519Seed = std::array<std::uint8_t, 32>;

inline constexpr std::size_t kEd25519SignatureBytes = 64;

class Ed25519PrivateKey {
public:
    static Ed25519PrivateKey generate();
    static Ed25519PrivateKey from_seed(const Ed25519Seed& seed);

    // PKCS#8 in PEM, not encrypted, as `openssl genpkey -algorithm ed25519` makes it.
    static Result<Ed25519PrivateKey> read_pem_file(const std::string& path);

    // The same format, mode 0600, on disk when this returns.  kConflict when there is a file already.
    Result<void> write_pem_file(const std::string& path) const;

    std::string sign(std::string_view message) const;  // 64 bytes
    Ed25519PublicKey public_key() const;

private:
    explicit Ed25519PrivateKey(evp_pkey_st* key);

    std::shared_ptr<evp_pkey_st> key_;
};

// False as well for a signature that is not 64 bytes long and for a key that is no point of the curve.
bool ed25519_verify(const Ed25519PublicKey& key, std::string_view message, std::string_view signature);

}  // namespace svd
