// Bytes, digests and their hexadecimal text.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace svd {

// A SHA-256 value.  Computed in core/crypto; compared, stored and printed everywhere.
using Digest = std::array<std::uint8_t, 32>;

struct DigestHash {
    std::size_t operator()(const Digest& digest) const noexcept;
};

std::string to_hex(std::string_view bytes);  // lower case
std::string to_hex(const Digest& digest);

// Exactly 64 lower-case hexadecimal digits, or nothing: one digest has one text.
std::optional<Digest> digest_from_hex(std::string_view text);

std::string_view as_bytes(const Digest& digest);
std::optional<Digest> digest_from_bytes(std::string_view bytes);  // exactly 32

// Big-endian, so that the order of bytes is the order of numbers.
std::string big_endian(std::uint64_t number);
std::optional<std::uint64_t> from_big_endian(std::string_view bytes);  // exactly 8

}  // namespace svd
