// Verifies a copy of a log: every signature, entry, hash, file and content in it.
//
// Everything is read once, in the order of the log; what is wrong is told all at once.  Nothing of the copy is
// believed for being there: the only thing that is trusted is what the caller hands in.
//
// Not thread-safe.
#pragma once

#include "audit/checks/entry_check.h"
#include "audit/checks/report.h"
#include "audit/checks/trust.h"
#include "audit/copy/log_copy.h"

namespace svd::audit {

struct VerifyOptions {
    bool with_contents = true;
};

struct Verified {
    Report report;
    Checkpoint checkpoint;
    EntryCounts counted;
    std::uint64_t bundles = 0;
    std::uint64_t tiles = 0;
    std::uint64_t older_files = 0;
};

// An error when there is no copy there, or the disk does not answer.
Result<Verified> verify_copy(const LogCopy& copy, const Trust& trust, const VerifyOptions& options);

}  // namespace svd::audit
