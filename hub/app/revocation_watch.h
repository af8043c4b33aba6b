// Keeps the lists of revoked and denied certificates fresh while the hub runs.
//
// The files are looked at every limits::kRevocationCheckEvery and read again when they change.  When they cannot be
// read the last good lists stay, the log and the readiness say so, and they are tried again each time until they can
// be: a revocation must not be lost to a bad moment.  Lists that run out refuse everyone by themselves.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "core/crypto/revocation.h"

namespace svd {

class RevocationWatch {
public:
    // Reads the lists once; without them nothing can be served.
    static Result<std::unique_ptr<RevocationWatch>> start(RevocationFiles files);
    ~RevocationWatch();
    RevocationWatch(const RevocationWatch&) = delete;
    RevocationWatch& operator=(const RevocationWatch&) = delete;

    std::shared_ptr<const RevocationList> current() const;  // any thread; cheap

    // Called with what is current, by the watch's own thread, until it answers true, and again after every change.
    // An empty function ends that, and no call is under way any more when this returns.
    using Listener = std::function<bool(const RevocationList&)>;
    void tell(Listener listener);

    // Whether the files hold something newer that could not be read.  Any thread.
    bool reload_failed() const { return reload_failed_; }

private:
    RevocationWatch(RevocationFiles files, std::shared_ptr<const RevocationList> first, std::string seen);
    void run();
    void tell_listener();

    const RevocationFiles files_;
    mutable std::mutex mutex_;
    std::shared_ptr<const RevocationList> current_;
    std::string seen_;  // the fingerprint of what is current; of the thread alone
    std::atomic<bool> reload_failed_ = false;
    std::mutex listener_mutex_;
    Listener listener_;
    std::atomic<bool> told_ = false;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;  // last: it uses all the others
};

}  // namespace svd
