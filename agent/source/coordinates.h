// Whether a text seems to hold a point on the ground: latitude and longitude, a reference of the National Grid,
// easting and northing, or three words.
//
// A number alone is taken for a latitude of the United Kingdom with four decimals or more (some ten metres); a
// longitude alone could be any small number and is not told from one.  Grid: Ordnance Survey, "Using the National
// Grid": two letters and an even number of digits, six of them being 100 m.
//
// Pure; any thread.
#pragma once

#include <string_view>

namespace svd::agent {

bool has_coordinates(std::string_view text);

}  // namespace svd::agent
