#include "hub/app/revocation_watch.h"

#include <filesystem>

#include "core/base/limits.h"
#include "core/base/log.h"

namespace svd {

namespace {

// Of the files, from their sizes and times.
std::string fingerprint(const RevocationFiles& files) {
    std::string text;
    for (const std::string& file : {files.lists, files.authorities, files.deny_list}) {
        std::error_code missing;
        const auto size = std::filesystem::file_size(file, missing);
        const auto changed = std::filesystem::last_write_time(file, missing);
        text += std::to_string(size) + "/" + std::to_string(changed.time_since_epoch().count()) + ";";
    }
    return text;
}

}  // namespace

Result<std::unique_ptr<RevocationWatch>> RevocationWatch::start(RevocationFiles files) {
    std::string seen = fingerprint(files);  // before they are read: what changes meanwhile is then read again
    auto first = RevocationList::load(files);
    if (!first) return first.error();
    return std::unique_ptr<RevocationWatch>(new RevocationWatch(std::move(files), *std::move(first), std::move(seen)));
}

RevocationWatch::RevocationWatch(RevocationFiles files, std::shared_ptr<const RevocationList> first, std::string seen)
    : files_(std::move(files)), current_(std::move(first)), seen_(std::move(seen)), thread_([this] { run(); }) {}

RevocationWatch::~RevocationWatch() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

std::shared_ptr<const RevocationList> RevocationWatch::current() const {
    const std::lock_guard lock(mutex_);
    return current_;
}

void RevocationWatch::tell(Listener listener) {
    const std::lock_guard lock(listener_mutex_);
    listener_ = std::move(listener);
    told_ = false;
}

void RevocationWatch::tell_listener() {
    const std::lock_guard lock(listener_mutex_);
    if (listener_ && !told_) told_ = listener_(*current());
}

void RevocationWatch::run() {
    std::string failed;  // the fingerprint of the files that could not be read last
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, limits::kRevocationCheckEvery, [this] { return stopping_; })) {
        lock.unlock();
        tell_listener();
        std::string now = fingerprint(files_);
        // What could not be read is tried again though no file has changed: the cause may have been elsewhere.
        const bool due = now != seen_ || reload_failed_;
        auto loaded = due ? RevocationList::load(files_) : Result<std::shared_ptr<const RevocationList>>(nullptr);
        lock.lock();
        if (!due) continue;
        reload_failed_ = loaded.has_error();
        if (loaded) {
            seen_ = std::move(now);
            failed.clear();
            current_ = *std::move(loaded);
            told_ = false;
            log::info("revocation.reloaded", {{"svd.revoked", static_cast<std::int64_t>(current_->revoked_count())},
                                              {"svd.denied", static_cast<std::int64_t>(current_->denied_count())}});
        } else if (now != failed) {
            failed = std::move(now);
            log::error("revocation.reload_failed", {{"error.message", loaded.error().detail}});
        }
    }
}

}  // namespace svd
