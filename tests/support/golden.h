// Files in tests/golden: bytes that must not move.  SVD_UPDATE_GOLDEN=1 rewrites them; the difference is then read
// like code.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace svd::test {

inline std::string golden(const std::string& name, const std::string& now) {
    const std::filesystem::path file = std::filesystem::path(SVD_SOURCE_DIR) / "tests" / "golden" / name;
    if (const char* update = std::getenv("SVD_UPDATE_GOLDEN"); update != nullptr && *update == '1') {
        std::ofstream(file, std::ios::binary) << now << "\n";
    }
    std::ifstream stream(file, std::ios::binary);
    std::stringstream text;
    text << stream.rdbuf();
    std::string kept = text.str();
    if (!kept.empty() && kept.back() == '\n') kept.pop_back();
    return kept;
}

}  // namespace svd::test
