#include "hub/store/compression.h"

#include <zstd.h>

#include <memory>

#include "core/base/check.h"

namespace svd {
namespace {

// The fastest real level: on batches of fifty rows, higher ones cost more time than the space is worth.
constexpr int kLevel = 1;

struct FreeContext {
    void operator()(ZSTD_CCtx* context) const noexcept { ZSTD_freeCCtx(context); }
};

}  // namespace

std::string compress(std::string_view bytes) {
    thread_local const std::unique_ptr<ZSTD_CCtx, FreeContext> context(ZSTD_createCCtx());
    std::string compressed(ZSTD_compressBound(bytes.size()), '\0');
    const std::size_t size =
        ZSTD_compressCCtx(context.get(), compressed.data(), compressed.size(), bytes.data(), bytes.size(), kLevel);
    SVD_CHECK(ZSTD_isError(size) == 0);
    compressed.resize(size);
    return compressed;
}

Result<std::string> decompress(std::string_view compressed, std::size_t bytes_max) {
    const unsigned long long size = ZSTD_getFrameContentSize(compressed.data(), compressed.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > bytes_max) {
        return Error{Errc::kCorrupt, "a stored value is not as it was compressed"};
    }
    std::string bytes(size, '\0');
    const std::size_t got = ZSTD_decompress(bytes.data(), bytes.size(), compressed.data(), compressed.size());
    if (ZSTD_isError(got) != 0 || got != size) return Error{Errc::kCorrupt, "a stored value cannot be decompressed"};
    return bytes;
}

}  // namespace svd
