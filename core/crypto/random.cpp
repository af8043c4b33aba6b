#include "core/crypto/random.h"

#include <openssl/rand.h>

#include <limits>

#include "core/base/check.h"

namespace svd {

void random_bytes(std::span<std::uint8_t> bytes) {
    SVD_CHECK(bytes.size() <= std::size_t{std::numeric_limits<int>::max()});
    SVD_CHECK(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1);
}

Digest random_digest() {
    Digest digest{};
    random_bytes(digest);
    return digest;
}

}  // namespace svd
