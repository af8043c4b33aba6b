#include "audit/copy/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace svd::audit {
namespace {

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return number_; }

private:
    int number_;
};

Error failed(const fs::path& file, int number) {
    const Errc code = number == ENOENT || number == ENOTDIR ? Errc::kNotFound
                      : number == EEXIST                    ? Errc::kConflict
                                                            : Errc::kInternal;
    return {code, file.string() + ": " + std::strerror(number)};
}

}  // namespace

Result<std::string> read_file(const fs::path& file, std::size_t bytes_max) {
    // Not blocking, so that a pipe by that name is refused and not waited for.
    const Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (opened.number() < 0) return failed(file, errno);
    struct stat facts{};
    if (::fstat(opened.number(), &facts) != 0) return failed(file, errno);
    if (!S_ISREG(facts.st_mode)) return invalid(file.string() + ": not a file");
    std::string bytes;
    std::size_t size = 0;
    // One byte more than it says it has, so that its end is seen without another call.
    bytes.resize(std::min(static_cast<std::size_t>(facts.st_size), bytes_max) + 1);
    while (true) {
        const ssize_t count = ::read(opened.number(), bytes.data() + size, bytes.size() - size);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return failed(file, errno);
        if (count == 0) break;
        size += static_cast<std::size_t>(count);
        if (size > bytes_max) return Error{Errc::kTooMany, file.string() + ": larger than it can be"};
        if (size == bytes.size()) bytes.resize(std::min(2 * size, bytes_max + 1));
    }
    bytes.resize(size);
    return bytes;
}

Result<void> write_new_file(const fs::path& file, std::string_view bytes) {
    std::error_code problem;
    fs::create_directories(file.parent_path(), problem);
    if (problem) return failed(file.parent_path(), problem.value());
    const Descriptor opened(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (opened.number() < 0) return failed(file, errno);
    while (!bytes.empty()) {
        const ssize_t count = ::write(opened.number(), bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return failed(file, errno);
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
}

bool is_ordinary_file(const fs::path& file) {
    struct stat facts{};
    return ::lstat(file.c_str(), &facts) == 0 && S_ISREG(facts.st_mode);
}

}  // namespace svd::audit
