// Which character divides the cells of a CSV file, by its front.
//
// A guess for `delimiter = "auto"` and for `init`: a comma, a semicolon, a tab or a bar, whichever gives the header most
// cells with every record having as many.  Any thread.
#pragma once

#include <filesystem>

#include "agent/source/csv_reader.h"

namespace svd::agent {

inline constexpr char kDelimiterAuto = '\0';

// `options` with its delimiter settled; its encoding must be.  A comma where nothing divides the front of the file.
CsvOptions with_delimiter(const std::filesystem::path& file, CsvOptions options);

}  // namespace svd::agent
