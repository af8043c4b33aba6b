// Keeps the lists of revoked and denied certificates fresh while the hub runs.
//
// The files are looked at every limits::kRevocationCheckEvery and read again when they change.  When they cannot be
// read the last good lists stay, and the log says so; lists that run out refuse everyone by themselves.
#pragma once

#include <atomic>
#include <condition_variable>
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

private:
    RevocationWatch(RevocationFiles files, std::shared_ptr<const RevocationList> first);
    void run();
    std::string fingerprint() const;  // of the files, from their sizes and times

    const RevocationFiles files_;
    mutable std::mutex mutex_;
    std::shared_ptr<const RevocationList> current_;
    std::string seen_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;  // last: it uses all the others
};

}  // namespace svd
