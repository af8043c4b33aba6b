// What the files of keys have in common.  Private to core/crypto.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace svd {

// "DOING PATH: what errno says".
Error file_error(std::string_view doing, const std::string& path, Errc code);

// A new file, mode 0600, open for writing: its handle.  kConflict when there is a file already.
Result<int> make_key_file(const std::string& path);

// A new file is on disk only when its folder is.
bool sync_folder_of(const std::string& path);

}  // namespace svd
