// When an entry says that it was made.
#pragma once

#include <optional>
#include <string_view>

#include "core/base/clock.h"

namespace svd {

// 2026-11-20T09:30:00Z and nothing else.
std::optional<UtcTime> parse_time(std::string_view text);

}  // namespace svd
