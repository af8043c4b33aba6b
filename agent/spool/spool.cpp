#include "agent/spool/spool.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "agent/source/file_facts.h"
#include "agent/spool/words.h"
#include "core/domain/month.h"

namespace svd::agent {
namespace {

Result<std::vector<fs::path>> list_files(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code failed;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
        if (at->is_regular_file(failed)) files.push_back(at->path());
    }
    if (failed) return Error{Errc::kNotFound, fmt::format("cannot list {}: {}", folder.string(), failed.message())};
    std::ranges::sort(files);
    return files;
}

constexpr std::string_view kQuarantineEnd = ".rejected.csv";

// An export is full of personal data, and often comes readable for all.  A file of another owner cannot be changed;
// its folder is closed to others all the same.
void keep_private(const fs::path& file) {
    std::error_code ignored;
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write, ignored);
}

bool is_file(const fs::path& file, const Digest& digest) {
    std::error_code failed;
    if (!fs::is_regular_file(file, failed)) return false;
    const auto facts = inspect_file(file);
    return facts && facts->digest == digest;
}

// The later of "changed" and "moved or copied here": a copy that keeps the old time is still seen to be new.
std::optional<std::int64_t> last_touched(const fs::path& file) {
    struct stat facts{};
    if (::stat(file.c_str(), &facts) != 0) return std::nullopt;
    return std::max<std::int64_t>(facts.st_mtime, facts.st_ctime);
}

}  // namespace

std::string Spool::beside_its_namesake(const fs::path& name, const Digest& digest) {
    return derived_name(name.stem().string(), fmt::format("-{}{}", short_digest(digest), name.extension().string()));
}

fs::path Spool::receipt_stem(const Digest& submission, std::uint32_t lost) const {
    if (lost == 0) return receipts() / to_hex(submission);
    return lost_receipts() / fmt::format("{}-{}", to_hex(submission), lost);
}

fs::path Spool::receipt_file(const Digest& submission, std::uint32_t lost) const {
    return receipt_stem(submission, lost).string() + ".tlog-proof";
}

bool matches_pattern(std::string_view name, std::string_view pattern) {
    if (pattern.empty()) return name.empty();
    if (pattern[0] == '*') {
        return matches_pattern(name, pattern.substr(1)) || (!name.empty() && matches_pattern(name.substr(1), pattern));
    }
    if (name.empty()) return false;
    return (pattern[0] == '?' || pattern[0] == name[0]) && matches_pattern(name.substr(1), pattern.substr(1));
}

Result<void> can_move(const SpoolSettings& settings) {
    const auto device_of = [](fs::path folder) {
        struct stat facts{};
        while (::stat(folder.c_str(), &facts) != 0 && folder.has_relative_path()) folder = folder.parent_path();
        return facts.st_dev;
    };
    if (!settings.move || device_of(settings.inbox) == device_of(settings.state)) return {};
    return invalid(
        fmt::format("inbox.path: {} is not on the file system of spool.path, {}; set after = \"leave\", or put "
                    "the inbox beside the spool",
                    settings.inbox.string(), settings.state.string()));
}

Spool::~Spool() {
    if (lock_ >= 0) ::close(lock_);
}

Result<void> Spool::prepare() {
    for (const fs::path& folder : {settings_.inbox, work(), sent(), rejected(), quarantine(), outbox(), receipts(),
                                   ledger_folder(), row_maps(), witness()}) {
        std::error_code ignored;
        if (fs::is_directory(folder, ignored)) {
            // An earlier version let others look in.  Who may use the inbox is for its owner to say.
            if (folder != settings_.inbox) fs::permissions(folder, fs::perms::owner_all, ignored);
            continue;
        }
        if (auto made = disk_.make_folders(folder); !made) return made;
    }
    return {};
}

Result<void> Spool::lock() {
    const fs::path file = settings_.state / "lock";
    lock_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_ < 0) return Error{Errc::kInternal, fmt::format("cannot open {}", file.string())};
    if (::flock(lock_, LOCK_EX | LOCK_NB) == 0) return {};
    return Error{Errc::kBusy, fmt::format("another svd-agent is working in {}", settings_.state.string())};
}

Result<std::vector<fs::path>> Spool::ready(UtcTime now) const {
    auto files = list_files(settings_.inbox);
    if (!files) return files;
    std::erase_if(*files, [&](const fs::path& file) {
        const std::string name = file.filename().string();
        if (!wanted(name)) return true;
        std::error_code failed;
        if (settings_.settle.count() == 0 || fs::exists(file.string() + ".done", failed)) return false;
        const auto touched = last_touched(file);
        return !touched || now.time_since_epoch().count() - *touched < settings_.settle.count();
    });
    return files;
}

Result<std::vector<fs::path>> Spool::in_work() const { return list_files(work()); }

Result<fs::path> Spool::claim(const fs::path& file) {
    if (!settings_.move) return file;
    fs::path to = work() / file.filename();
    std::error_code failed;
    if (fs::exists(to, failed)) {
        return Error{Errc::kBusy, fmt::format("{} waits until the earlier file of that name has been sent",
                                              file.filename().string())};
    }
    if (auto moved = move_durably(disk_, file, to); !moved) return moved.error();
    keep_private(to);
    const fs::path marker = file.string() + ".done";
    if (fs::exists(marker, failed)) {
        if (auto removed = disk_.remove(marker); !removed) return removed.error();
    }
    return to;
}

Result<void> Spool::move_from_work(const std::string& name, const Digest& digest, const fs::path& folder) {
    const fs::path from = work() / name;
    std::error_code failed;
    if (!fs::exists(from, failed)) return {};
    if (!settings_.move) {  // taken while the setting was "move", or another file of that name
        const auto facts = inspect_file(from);
        if (!facts || facts->digest != digest) return {};
    }
    if (auto made = disk_.make_folders(folder); !made) return made;
    fs::path to = folder / name;
    if (fs::exists(to, failed)) {  // another file had this name, or this one has been here before
        to = folder / beside_its_namesake(name, digest);
    }
    keep_private(from);
    return move_durably(disk_, from, to);
}

Result<fs::path> Spool::find_sent(const std::string& name, const Digest& digest) const {
    const std::string beside = beside_its_namesake(name, digest);
    std::error_code failed;
    for (fs::recursive_directory_iterator at(sent(), failed), end; !failed && at != end; at.increment(failed)) {
        const std::string found = at->path().filename().string();
        if ((found == name || found == beside) && is_file(at->path(), digest)) return at->path();
    }
    if (failed) return Error{Errc::kInternal, fmt::format("cannot list {}: {}", sent().string(), failed.message())};
    return Error{Errc::kNotFound, fmt::format("{} is not in {} any more", name, sent().string())};
}

// work/ and not the inbox: that may be on another file system by now, or have a newer file of the name.
Result<void> Spool::put_back(const std::string& name, const Digest& digest) {
    const std::string beside = beside_its_namesake(name, digest);
    if (is_file(work() / name, digest) || is_file(work() / beside, digest)) return {};
    if (!settings_.move && is_file(settings_.inbox / name, digest)) return {};
    const auto from = find_sent(name, digest);
    if (!from) return from.error();
    std::error_code failed;
    return move_durably(disk_, *from, work() / (fs::exists(work() / name, failed) ? beside : name));
}

Result<void> Spool::note_waiting(std::string_view why) {
    std::error_code failed;
    if (!why.empty()) return write_durably(disk_, waiting_note(), why);
    if (!fs::exists(waiting_note(), failed)) return {};
    return disk_.remove(waiting_note());
}

std::vector<fs::path> Spool::quarantined() const {
    auto files = list_files(quarantine());
    if (!files) return {};
    std::erase_if(*files, [](const fs::path& file) { return !file.filename().string().ends_with(kQuarantineEnd); });
    return *std::move(files);
}

std::string Spool::source_of_quarantined(const fs::path& file) {
    std::string name = file.filename().string();
    name.resize(name.size() - std::min(name.size(), kQuarantineEnd.size()));
    return name.substr(name.size() - std::min(name.size(), kShortDigest));
}

Result<void> Spool::discard_unfinished() {
    auto files = list_files(quarantine());
    if (!files) return files.error();
    for (const fs::path& file : *files) {
        if (file.extension() != ".tmp") continue;
        if (auto removed = disk_.remove(file); !removed) return removed;
    }
    return {};
}

bool Spool::wanted(const std::string& name) const {
    if (name.starts_with('.') || name.ends_with(".done")) return false;
    if (matches_pattern(name, settings_.pattern)) return true;
    // A quarantine file comes back under the name that we gave it: that of its source, a digest and an ending.
    if (!name.ends_with(kQuarantineEnd) || name.size() < kQuarantineEnd.size() + kShortDigest + 1) return false;
    const std::string source = name.substr(0, name.size() - kQuarantineEnd.size() - kShortDigest - 1);
    return matches_pattern(source + ".csv", settings_.pattern);
}

Result<void> Spool::file_as_sent(const std::string& name, const Digest& digest, UtcTime now) {
    const Month month = Month::of(now);
    return move_from_work(name, digest,
                          sent() / fmt::format("{:04}", month.year()) / fmt::format("{:02}", month.month_of_year()));
}

Result<void> Spool::file_as_rejected(const std::string& name, const Digest& digest, std::string_view reasons) {
    if (auto written = write_durably(disk_, reasons_file(name, digest), reasons); !written) return written;
    return move_from_work(name, digest, rejected());
}

fs::path Spool::reasons_file(const std::string& name, const Digest& digest) const {
    return rejected() / derived_name(name, fmt::format(".{}.reasons.txt", short_digest(digest)));
}

bool Spool::lies_in_rejected(const std::string& name, const Digest& digest, bool has_source) const {
    std::error_code failed;
    if (!has_source || !settings_.move) return fs::exists(reasons_file(name, digest), failed);
    return fs::exists(rejected() / name, failed) || fs::exists(rejected() / beside_its_namesake(name, digest), failed);
}

}  // namespace svd::agent
