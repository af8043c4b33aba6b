// Which certificates the log has spoken of: each is written down when it first acts, and when it is revoked.
//
// Computed from nothing but the entries.  Not thread-safe.
#pragma once

#include <set>
#include <string>

#include "core/domain/log_entry.h"

namespace svd {

class KnownCertificates {
public:
    void follow(const LogEntry& entry);
    // Whether an entry for the same certificate has been written already.
    bool has(const LogEntry& noticed) const;
    // The first certificate of an identity is issued, any later one is a renewal.
    LogEvent event_of_first_use(const std::string& identity) const;

private:
    std::set<std::string> seen_;        // fingerprints
    std::set<std::string> identities_;  // that have had one
    std::set<std::string> revoked_;     // as the revocation list names them
};

}  // namespace svd
