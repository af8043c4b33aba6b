// All that the spool asks of a disk, so that a test can break any one call.
//
// What write() has returned from is not safe before sync(); a rename is not safe before sync_folder().  The
// helpers at the end put these in the only right order.
//
// One thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace svd::agent {

namespace fs = std::filesystem;

class OutFile {
public:
    OutFile() = default;
    OutFile(const OutFile&) = delete;
    OutFile& operator=(const OutFile&) = delete;
    virtual ~OutFile() = default;  // closes
    virtual Result<void> write(std::string_view bytes) = 0;
    virtual Result<void> sync() = 0;
};

class FileSystem {
public:
    FileSystem() = default;
    FileSystem(const FileSystem&) = delete;
    FileSystem& operator=(const FileSystem&) = delete;
    virtual ~FileSystem() = default;

    virtual Result<std::unique_ptr<OutFile>> create(const fs::path& file) = 0;  // mode 0600, emptied if there
    virtual Result<std::unique_ptr<OutFile>> append(const fs::path& file) = 0;  // made if missing, mode 0600
    virtual Result<void> truncate(const fs::path& file, std::uint64_t bytes) = 0;
    virtual Result<void> rename(const fs::path& from, const fs::path& to) = 0;  // within one file system
    virtual Result<void> remove(const fs::path& file) = 0;
    virtual Result<void> make_folders(const fs::path& folder) = 0;  // mode 0700; they and their parents are synced
    virtual Result<void> sync_folder(const fs::path& folder) = 0;
};

class PosixFileSystem final : public FileSystem {
public:
    Result<std::unique_ptr<OutFile>> create(const fs::path& file) override;
    Result<std::unique_ptr<OutFile>> append(const fs::path& file) override;
    Result<void> truncate(const fs::path& file, std::uint64_t bytes) override;
    Result<void> rename(const fs::path& from, const fs::path& to) override;
    Result<void> remove(const fs::path& file) override;
    Result<void> make_folders(const fs::path& folder) override;
    Result<void> sync_folder(const fs::path& folder) override;
};

Result<std::string> read_file(const fs::path& file);

// All of it under its name, or nothing: written beside as NAME.tmp, synced, renamed, folder synced.
Result<void> write_durably(FileSystem& disk, const fs::path& file, std::string_view bytes);
// Rename, then sync both folders.
Result<void> move_durably(FileSystem& disk, const fs::path& from, const fs::path& to);

}  // namespace svd::agent
