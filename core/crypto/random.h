// Random bytes fit for keys and salts, by OpenSSL.  It never returns without them: a machine that has none stops us.
//
// Thread-safe.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/bytes.h"

namespace svd {

void random_bytes(std::span<std::uint8_t> bytes);
Digest random_digest();

}  // namespace svd
