// An evidence pack: a copy of a log with its entries as tables and a note on how to verify it, which is itself a copy.
//
// It takes what the log has at the checkpoint's size and nothing else; what is wrong with the copy goes into the pack
// as it is, for `verify` to find.  Never writes over anything.
//
// Not thread-safe.
#pragma once

#include "audit/copy/log_copy.h"

namespace svd::audit {

struct Packed {
    std::uint64_t entries = 0;
    std::uint64_t files = 0;
};

// kConflict when `out` is there and not empty.
Result<Packed> write_pack(const LogCopy& copy, const fs::path& out);

}  // namespace svd::audit
