#include "hub/app/revocation_watch.h"

#include <filesystem>

#include "core/base/limits.h"
#include "core/base/log.h"

namespace svd {

Result<std::unique_ptr<RevocationWatch>> RevocationWatch::start(RevocationFiles files) {
    auto first = RevocationList::load(files);
    if (!first) return first.error();
    return std::unique_ptr<RevocationWatch>(new RevocationWatch(std::move(files), *std::move(first)));
}

RevocationWatch::RevocationWatch(RevocationFiles files, std::shared_ptr<const RevocationList> first)
    : files_(std::move(files)), current_(std::move(first)), seen_(fingerprint()), thread_([this] { run(); }) {}

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

void RevocationWatch::run() {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, limits::kRevocationCheckEvery, [this] { return stopping_; })) {
        lock.unlock();
        const std::string now = fingerprint();
        const bool changed = now != seen_;
        auto loaded = changed ? RevocationList::load(files_) : Result<std::shared_ptr<const RevocationList>>(nullptr);
        lock.lock();
        if (!changed) continue;
        seen_ = now;
        if (loaded) {
            current_ = *std::move(loaded);
            log::info("revocation.reloaded", {{"svd.revoked", static_cast<std::int64_t>(current_->revoked_count())},
                                              {"svd.denied", static_cast<std::int64_t>(current_->denied_count())}});
        } else {
            log::error("revocation.reload_failed", {{"error.message", loaded.error().detail}});
        }
    }
}

std::string RevocationWatch::fingerprint() const {
    std::string text;
    for (const std::string& file : {files_.lists, files_.deny_list}) {
        std::error_code missing;
        const auto size = std::filesystem::file_size(file, missing);
        const auto changed = std::filesystem::last_write_time(file, missing);
        text += std::to_string(size) + "/" + std::to_string(changed.time_since_epoch().count()) + ";";
    }
    return text;
}

}  // namespace svd
