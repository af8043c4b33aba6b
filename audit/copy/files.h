// Files of a copy, which may be anything that somebody handed over: read whole, within a limit, and only if they are
// ordinary files.
//
// Functions of their arguments and of the disk.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace svd::audit {

namespace fs = std::filesystem;

// kNotFound, kTooMany when it is larger than `bytes_max`, kInvalid when it is no ordinary file, else kInternal.
Result<std::string> read_file(const fs::path& file, std::size_t bytes_max);

// Makes the folders above it.  Never replaces a file: kConflict.
Result<void> write_new_file(const fs::path& file, std::string_view bytes);

bool is_ordinary_file(const fs::path& file);  // a link is none

}  // namespace svd::audit
