#include "audit/fetch/copy_writer.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

#include "core/base/limits.h"
#include "core/tlog/tile.h"

namespace svd::audit {
namespace {

Error failed(const fs::path& file, int number) {
    return {Errc::kInternal, file.string() + ": " + std::strerror(number)};
}

// As wide as it is in a log of that size, where the path is of a narrower one; else nothing.
std::string grown_path(const std::string& path, std::uint64_t size) {
    const auto width_now = [](std::uint64_t index, std::uint64_t count) {
        const std::uint64_t first = index * tlog::kTileWidth;
        return first >= count ? 0U : static_cast<unsigned>(std::min<std::uint64_t>(count - first, tlog::kTileWidth));
    };
    if (const auto bundle = tlog::parse_bundle_path(path)) {
        const unsigned now = width_now(bundle->index, size);
        return bundle->width < now ? tlog::bundle_path(bundle->index, now) : std::string();
    }
    if (const auto tile = tlog::parse_tile_path(path)) {
        const unsigned now = width_now(tile->index, tlog::hashes_at(tile->level, size));
        return tile->width < now ? tlog::tile_path({tile->level, tile->index, now}) : std::string();
    }
    return {};
}

bool begins_with(const fs::path& longer, const fs::path& shorter) {
    const auto now = read_file(longer, limits::kBundleBytesMax);
    const auto then = read_file(shorter, limits::kBundleBytesMax);
    return now && then && now->starts_with(*then);
}

}  // namespace

void CopyWriter::Close::operator()(const int* descriptor) const noexcept {
    ::close(*descriptor);
    delete descriptor;
}

Result<CopyWriter> CopyWriter::open(const fs::path& folder) {
    std::error_code problem;
    fs::create_directories(folder, problem);
    if (problem) return failed(folder, problem.value());
    const int number = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (number < 0) return failed(folder, errno);
    Folder opened(new const int(number));
    if (::flock(number, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) return failed(folder, errno);
        return Error{Errc::kConflict, folder.string() + ": another fetch is at work in it"};
    }
    fs::remove(folder / kUnfinishedFile, problem);
    return CopyWriter(folder, std::move(opened));
}

Result<void> CopyWriter::put(const std::string& path, std::string_view bytes) const {
    const fs::path unfinished = folder_ / kUnfinishedFile;
    std::error_code problem;
    fs::remove(unfinished, problem);
    if (auto written = write_new_file(unfinished, bytes); !written) return written;
    const fs::path file = folder_ / path;
    fs::create_directories(file.parent_path(), problem);
    if (!problem) fs::rename(unfinished, file, problem);
    if (problem) return failed(file, problem.value());
    return {};
}

Result<void> CopyWriter::drop(const std::string& path) const {
    std::error_code problem;
    fs::remove(folder_ / path, problem);
    if (problem) return failed(folder_ / path, problem.value());
    return {};
}

Result<void> CopyWriter::settle() const {
    // One call for thousands of files, where an fsync each would take longer than fetching them.
    if (::syncfs(*opened_) != 0) return failed(folder_, errno);
    return {};
}

void CopyWriter::drop_outgrown(std::uint64_t size) const {
    std::error_code problem;
    std::vector<fs::path> outgrown;
    for (fs::recursive_directory_iterator at(folder_ / "tile", problem), end; !problem && at != end;
         at.increment(problem)) {
        if (!is_ordinary_file(at->path())) continue;
        const std::string grown = grown_path(at->path().lexically_relative(folder_).generic_string(), size);
        if (!grown.empty() && begins_with(folder_ / grown, at->path())) outgrown.push_back(at->path());
    }
    for (const fs::path& file : outgrown) {
        fs::remove(file, problem);
        fs::remove(file.parent_path(), problem);  // where nothing else is in it
    }
}

}  // namespace svd::audit
