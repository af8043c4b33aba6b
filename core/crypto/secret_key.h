// A secret of 32 bytes, and what is computed under it: HMAC-SHA-256 (RFC 2104) and the key stream of AES-256-CTR
// (NIST SP 800-38A).
//
// What never happens: the secret in an error, in a log line, or in a file that others can read.  Its file is made
// once and never written over.
//
// Values; any thread.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace svd {

class SecretKey {
public:
    static SecretKey generate();
    static SecretKey from_bytes(const Digest& bytes);
    SecretKey(const SecretKey&) = default;
    SecretKey& operator=(const SecretKey&) = default;
    ~SecretKey();  // leaves nothing of it in memory

    // One line of 64 lower-case hexadecimal digits.  kNotFound when there is no file; kInvalid when it holds
    // anything else, or when others than its owner may read it.
    static Result<SecretKey> read_file(const std::string& path);

    // The same format, mode 0600, on disk when this returns.  kConflict when there is a file already.
    Result<void> write_file(const std::string& path) const;

    // Of the pieces one after another.
    Digest hmac(std::initializer_list<std::string_view> pieces) const;

    // A secret for one use, which tells nothing about this one.
    SecretKey derive(std::initializer_list<std::string_view> pieces) const { return from_bytes(hmac(pieces)); }

    // The stream from its block `first` on.  A block is 16 bytes: the cipher of its number, big-endian.
    void stream(std::uint64_t first, std::span<std::uint8_t> bytes) const;

private:
    explicit SecretKey(const Digest& key) : key_(key) {}

    Digest key_;
};

}  // namespace svd
