// Reads a reference data file: UTF-8 CSV with one header line and LF or CRLF, as deploy/reference has them.
//
// Strict: the header must be exactly the one expected and every record must have its number of cells.  An error
// names the file and the line.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace svd {

// Returns an error's text to stop, or an empty text to go on.
using RowVisitor = std::function<std::string(std::span<const std::string> cells)>;

Result<void> read_csv_table(const std::filesystem::path& file, const std::vector<std::string_view>& header,
                            const RowVisitor& visit);

}  // namespace svd
