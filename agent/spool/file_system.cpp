#include "agent/spool/file_system.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>

namespace svd::agent {
namespace {

constexpr mode_t kOwnerOnly = 0600;

Error system_error(std::string_view doing, const fs::path& file) {
    const int code = errno;
    const Errc kind = code == ENOENT ? Errc::kNotFound : Errc::kInternal;
    return {kind, fmt::format("{} {}: {}", doing, file.string(), std::strerror(code))};
}

class PosixFile final : public OutFile {
public:
    PosixFile(int handle, fs::path path) : handle_(handle), path_(std::move(path)) {}
    ~PosixFile() override { ::close(handle_); }

    Result<void> write(std::string_view bytes) override {
        while (!bytes.empty()) {
            const ssize_t written = ::write(handle_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return system_error("cannot write", path_);
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return {};
    }

    Result<void> sync() override {
        if (::fsync(handle_) != 0) return system_error("cannot sync", path_);
        return {};
    }

private:
    int handle_;
    fs::path path_;
};

Result<std::unique_ptr<OutFile>> open_file(const fs::path& file, int flags) {
    const int handle = ::open(file.c_str(), flags | O_WRONLY | O_CREAT | O_CLOEXEC, kOwnerOnly);
    if (handle < 0) return system_error("cannot open", file);
    return std::make_unique<PosixFile>(handle, file);
}

}  // namespace

Result<std::unique_ptr<OutFile>> PosixFileSystem::create(const fs::path& file) { return open_file(file, O_TRUNC); }

Result<std::unique_ptr<OutFile>> PosixFileSystem::append(const fs::path& file) { return open_file(file, O_APPEND); }

Result<void> PosixFileSystem::truncate(const fs::path& file, std::uint64_t bytes) {
    if (::truncate(file.c_str(), static_cast<off_t>(bytes)) != 0) return system_error("cannot truncate", file);
    return {};
}

Result<void> PosixFileSystem::rename(const fs::path& from, const fs::path& to) {
    if (std::rename(from.c_str(), to.c_str()) == 0) return {};
    if (errno == EXDEV) {
        return Error{Errc::kInvalid, fmt::format("{} and {} are not on one file system; set after = \"leave\", or "
                                                 "put the inbox beside the spool",
                                                 from.string(), to.string())};
    }
    return system_error("cannot move", from);
}

Result<void> PosixFileSystem::remove(const fs::path& file) {
    if (::unlink(file.c_str()) != 0 && errno != ENOENT) return system_error("cannot remove", file);
    return {};
}

Result<void> PosixFileSystem::make_folders(const fs::path& folder) {
    std::vector<fs::path> missing;
    std::error_code failed;
    for (fs::path at = folder; !at.empty() && !fs::exists(at, failed); at = at.parent_path()) missing.push_back(at);
    for (auto at = missing.rbegin(); at != missing.rend(); ++at) {
        if (::mkdir(at->c_str(), S_IRWXU) != 0 && errno != EEXIST) return system_error("cannot make", *at);
        const fs::path parent = at->parent_path();
        if (auto synced = sync_folder(parent.empty() ? fs::path(".") : parent); !synced) return synced;
    }
    return {};
}

Result<void> PosixFileSystem::sync_folder(const fs::path& folder) {
    const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0) return system_error("cannot open", folder);
    const int failed = ::fsync(handle);
    ::close(handle);
    if (failed != 0) return system_error("cannot sync", folder);
    return {};
}

Result<std::string> read_file(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return Error{Errc::kNotFound, fmt::format("cannot read {}", file.string())};
    std::ostringstream text;
    text << stream.rdbuf();
    if (stream.bad()) return Error{Errc::kInternal, fmt::format("reading {} failed", file.string())};
    return std::move(text).str();
}

Result<void> write_durably(FileSystem& disk, const fs::path& file, std::string_view bytes) {
    const fs::path beside = file.string() + ".tmp";
    {
        auto out = disk.create(beside);
        if (!out) return out.error();
        if (auto written = (*out)->write(bytes); !written) return written;
        if (auto synced = (*out)->sync(); !synced) return synced;
    }
    return move_durably(disk, beside, file);
}

Result<void> move_durably(FileSystem& disk, const fs::path& from, const fs::path& to) {
    if (auto moved = disk.rename(from, to); !moved) return moved;
    if (auto synced = disk.sync_folder(to.parent_path()); !synced) return synced;
    if (from.parent_path() == to.parent_path()) return {};
    return disk.sync_folder(from.parent_path());
}

}  // namespace svd::agent
