// SHA-256, by OpenSSL.
#pragma once

#include <initializer_list>
#include <string_view>

#include "core/base/bytes.h"

namespace svd {

Digest sha256(std::string_view bytes);

// Of the pieces one after another, which need not be put together for it.
Digest sha256_joined(std::initializer_list<std::string_view> pieces);

// For input that does not fit in memory.
class Sha256Stream {
public:
    Sha256Stream();
    ~Sha256Stream();
    Sha256Stream(const Sha256Stream&) = delete;
    Sha256Stream& operator=(const Sha256Stream&) = delete;
    void add(std::string_view bytes);
    Digest finish();  // once

private:
    struct Context;
    Context* context_;
};

}  // namespace svd
