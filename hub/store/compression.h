// One stored value, compressed whole with zstd: a submission's rows are much alike.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace svd {

std::string compress(std::string_view bytes);
// kCorrupt when the bytes are not what `compress` made, or would be larger than `bytes_max`.
Result<std::string> decompress(std::string_view compressed, std::size_t bytes_max);

}  // namespace svd
