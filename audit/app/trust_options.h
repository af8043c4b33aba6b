// Whom the command line says to trust.
#pragma once

#include <optional>
#include <string>

#include "audit/app/console.h"
#include "audit/checks/trust.h"
#include "audit/copy/log_copy.h"

namespace svd::audit {

struct TrustOptions {
    std::string key;     // a vkey, or the file that has one
    std::string policy;  // a file
};

// kInvalid when nothing usable was given.  `copy`, where there is one, is asked for its own key as the last resort,
// with a warning that nobody can overlook: a forger writes that file as well.
Result<Trust> read_trust(const TrustOptions& options, const LogCopy* copy, const Console& console);

// The key alone, for a copy that is begun or goes on.  One that is there was begun under the key that it names: that
// key needs not be given again.  Of a policy only the log's key is used.
Result<tlog::VerifierKey> read_pinned_key(const TrustOptions& options, const LogCopy& copy, const Console& console);

}  // namespace svd::audit
