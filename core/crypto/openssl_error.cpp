#include "core/crypto/openssl_error.h"

#include <openssl/err.h>

#include <array>

namespace svd {

Error openssl_error(std::string_view doing, Errc code) {
    std::string detail(doing);
    while (const unsigned long number = ERR_get_error()) {
        std::array<char, 256> line{};
        ERR_error_string_n(number, line.data(), line.size());
        detail.append(": ").append(line.data());
    }
    return {code, std::move(detail)};
}

void forget_openssl_errors() { ERR_clear_error(); }

}  // namespace svd
