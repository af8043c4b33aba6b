#include "audit/checks/file_check.h"

#include <algorithm>
#include <array>

#include "audit/copy/entry_tables.h"
#include "core/base/limits.h"
#include "core/tlog/text.h"

namespace svd::audit {
namespace {

constexpr std::array<std::string_view, 5> kKnown = {"checkpoint", "key", "README.txt", kJsonLinesFile, kCsvFile};

class FileCheck {
public:
    FileCheck(const LogCopy& copy, std::uint64_t size, const EntryCheck& entries, Report& report)
        : copy_(copy), size_(size), entries_(entries), report_(report) {}

    void look_at(const std::string& path) {
        if (std::ranges::find(kKnown, path) != kKnown.end()) return;
        if (const auto bundle = tlog::parse_bundle_path(path)) return look_at_bundle(path, *bundle);
        if (const auto tile = tlog::parse_tile_path(path)) return look_at_tile(path, *tile);
        if (path.starts_with("contents/")) return look_at_content(path);
        if (const auto index = parse_left_over_path(path)) return look_at_left_over(path, *index);
        if (const auto digest = parse_partnership_path(path); digest && entries_.names_partnership(*digest)) return;
        if (path.starts_with(kAlarmFolder)) return report_.add(Code::kAlarmKept, std::nullopt, path);
        report_.add(Code::kFileUnknown, std::nullopt, path);
    }
    std::uint64_t compared() const { return compared_; }

private:
    // One that is as wide as it is in a log of this size has been checked with the entries.
    static unsigned width_now(std::uint64_t index, std::uint64_t count) {
        const std::uint64_t first = index * tlog::kTileWidth;
        return first >= count ? 0 : static_cast<unsigned>(std::min<std::uint64_t>(count - first, tlog::kTileWidth));
    }

    void look_at_bundle(const std::string& path, const tlog::BundleAddress& address) {
        const unsigned now = width_now(address.index, size_);
        if (address.width == now) return;
        if (address.width > now) return report_.add(Code::kFileUnknown, std::nullopt, path);
        const auto current = copy_.bundle({address.index, now});
        const auto older = copy_.bundle(address);
        ++compared_;
        if (!current) return;  // is told already
        if (!older || !std::equal(older->begin(), older->end(), current->begin())) {
            report_.add(Code::kOlderFileWrong, std::nullopt, path);
        }
    }

    void look_at_tile(const std::string& path, const tlog::TileAddress& address) {
        const unsigned now = width_now(address.index, tlog::hashes_at(address.level, size_));
        if (address.width == now) return;
        if (address.width > now) return report_.add(Code::kFileUnknown, std::nullopt, path);
        const auto current = copy_.tile({address.level, address.index, now});
        const auto older = copy_.tile(address);
        ++compared_;
        if (!current) return;
        if (!older || older->size() != address.width * sizeof(Digest) || !current->starts_with(*older)) {
            report_.add(Code::kOlderFileWrong, std::nullopt, path);
        }
    }

    void look_at_content(const std::string& path) {
        const auto index = tlog::parse_decimal(std::string_view(path).substr(path.find('/') + 1), limits::kTreeSizeMax);
        if (!index || *index >= size_) return report_.add(Code::kFileUnknown, std::nullopt, path);
        if (!entries_.may_have_content(*index)) report_.add(Code::kContentNotDue, index, path);
    }

    void look_at_left_over(const std::string& path, std::uint64_t index) {
        if (index >= size_) return report_.add(Code::kFileUnknown, std::nullopt, path);
        if (!entries_.may_have_content(index)) report_.add(Code::kLeftOverNotErased, index, path);
    }

    const LogCopy& copy_;
    std::uint64_t size_;
    const EntryCheck& entries_;
    Report& report_;
    std::uint64_t compared_ = 0;
};

}  // namespace

std::uint64_t check_files(const LogCopy& copy, std::uint64_t size, const EntryCheck& entries, Report& report) {
    FileCheck check(copy, size, entries, report);
    std::error_code problem;
    for (fs::recursive_directory_iterator at(copy.folder(), problem), end; !problem && at != end;
         at.increment(problem)) {
        std::error_code ignored;
        const std::string path = at->path().lexically_relative(copy.folder()).generic_string();
        if (at->symlink_status(ignored).type() == fs::file_type::directory) continue;
        if (at->symlink_status(ignored).type() == fs::file_type::regular) check.look_at(path);
        else report.add(Code::kFileUnknown, std::nullopt, path + ": not an ordinary file");
    }
    if (problem) report.add(Code::kFileUnknown, std::nullopt, "a folder cannot be read: " + problem.message());
    return check.compared();
}

}  // namespace svd::audit
