// The key that the hub's log is signed with, in a file of its own.
//
// At start-up and in the operator's commands, by one thread.
#pragma once

#include <filesystem>

#include "core/crypto/ed25519.h"

namespace svd {

// Makes the key, and its folder, when the file is not there.
inline Result<Ed25519PrivateKey> read_or_make_log_key(const std::filesystem::path& file) {
    if (!std::filesystem::exists(file)) {
        std::error_code failed;  // then the key cannot be written either, and says why
        std::filesystem::create_directories(file.parent_path(), failed);
        if (auto made = Ed25519PrivateKey::generate().write_pem_file(file.string()); !made) return made.error();
    }
    return Ed25519PrivateKey::read_pem_file(file.string());
}

}  // namespace svd
