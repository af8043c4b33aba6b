// OpenSSL keeps its errors in a queue of each thread.  Whoever calls OpenSSL and fails empties it there and then,
// so that an old error is never read as the cause of a new failure.
#pragma once

#include <string_view>

#include "core/base/result.h"

namespace svd {

// "DOING: first error: second error", and an empty queue.
Error openssl_error(std::string_view doing, Errc code = Errc::kInternal);

void forget_openssl_errors();

}  // namespace svd
