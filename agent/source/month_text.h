// A month out of a cell that holds a month, a date or a date and time, by the formats that a mapping names.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/domain/month.h"

namespace svd::agent {

// The first format that fits the whole text, day of the month included when it is given.  What is finer than the
// month is checked and forgotten.
std::optional<Month> read_month(std::string_view text, std::span<const std::string> formats);

}  // namespace svd::agent
