#include "core/crypto/key_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace svd {

Error file_error(std::string_view doing, const std::string& path, Errc code) {
    const std::string why = std::generic_category().message(errno);
    return {code, std::string(doing) + " " + path + ": " + why};
}

Result<int> make_key_file(const std::string& path) {
    const int handle = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (handle < 0) return file_error("making", path, errno == EEXIST ? Errc::kConflict : Errc::kInternal);
    return handle;
}

bool sync_folder_of(const std::string& path) {
    const std::string folder = std::filesystem::absolute(path).parent_path().string();
    const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0) return false;
    const bool synced = ::fsync(handle) == 0;
    ::close(handle);
    return synced;
}

}  // namespace svd
