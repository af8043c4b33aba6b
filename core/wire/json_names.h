// Whether a JSON text gives some member of an object twice.
//
// JSON readers, protobuf's among them, keep the last and forget the first: text could hide in it.
#pragma once

#include <string_view>

namespace svd::wire {

// True also when the text is not JSON, or is nested deeper than a submission can be.
bool has_repeated_names(std::string_view json);

}  // namespace svd::wire
