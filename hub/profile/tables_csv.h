// The profile's tables as lines of its CSV: each figure and each statistic is a line, and so are its limits.
#pragma once

#include <string>

#include "core/domain/area_profile.h"

namespace svd {

void append_tables(const AreaProfile& profile, std::string& csv);

}  // namespace svd
