// A look at a JSON text before a message is built from it: is it JSON, does it give anything twice, and how much.
//
// JSON readers, protobuf's among them, keep the last of two members and forget the first: text could hide in it.
// And they read more than JSON, so what is counted here is all that there is only if it is well formed.
#pragma once

#include <cstddef>
#include <string_view>

namespace svd::wire {

struct JsonScan {
    bool well_formed = false;     // JSON, and nested no deeper than a submission can be
    bool repeated_names = false;  // some object gives a member twice
    std::size_t rows = 0;         // objects that stand in a list, and whatever else could become one
    std::size_t texts = 0;        // texts that stand in a list of the outermost object
};

JsonScan scan_json(std::string_view text);

}  // namespace svd::wire
