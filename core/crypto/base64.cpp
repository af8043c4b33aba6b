#include "core/crypto/base64.h"

#include <openssl/evp.h>

#include <limits>

#include "core/base/check.h"

namespace svd {
namespace {

constexpr std::size_t kBytesMax = std::size_t{std::numeric_limits<int>::max()} / 2;

auto* writable(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const auto* readable(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

std::string base64_encode(std::string_view bytes) {
    SVD_CHECK(bytes.size() <= kBytesMax);
    std::string text((bytes.size() + 2) / 3 * 4, '\0');  // a string has room for the NUL that OpenSSL adds
    EVP_EncodeBlock(writable(text), readable(bytes), static_cast<int>(bytes.size()));
    return text;
}

std::optional<std::string> base64_decode(std::string_view text) {
    if (text.size() % 4 != 0 || text.size() > kBytesMax) return std::nullopt;
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    std::string bytes(text.size() / 4 * 3, '\0');
    const int decoded = EVP_DecodeBlock(writable(bytes), readable(text), static_cast<int>(text.size()));
    if (decoded < 0 || static_cast<std::size_t>(decoded) != bytes.size()) return std::nullopt;
    bytes.resize(bytes.size() - padding);
    // OpenSSL lets through stray last bits and misplaced padding.
    if (base64_encode(bytes) != text) return std::nullopt;
    return bytes;
}

}  // namespace svd
