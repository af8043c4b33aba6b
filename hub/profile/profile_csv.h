// A profile as one tidy table: a header, then one observation a row, for R, Excel and Power BI.
//
// RFC 4180 with CRLF, in UTF-8.  Every section of the profile is in it, told apart by the first column; an empty
// value is no number, and its status says why.  A text cell that a spreadsheet would take for a formula starts
// with an apostrophe.
#pragma once

#include <string>

#include "core/domain/area_profile.h"

namespace svd {

std::string profile_csv(const AreaProfile& profile);

}  // namespace svd
