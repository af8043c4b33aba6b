// Figures that were handed out, computed again from the stored submissions as they were then.
//
// Every content is first held against its entry's commitment.  What had been erased by then is what was left of it.
// What was erased since is left out: if the bytes are the same without it, it played no part in them; if not, nothing
// can be said.  The parties are those of the document
// that the log names as in force then; the geography and the definitions come from
// the caller and must be those that the log names, or nothing can be said.
//
// Not thread-safe.
#pragma once

#include <string>

#include "audit/copy/log_copy.h"
#include "core/geography/geography.h"
#include "hub/definition/catalogue.h"

namespace svd::audit {

enum class ReplayVerdict {
    kSame,
    kDifferent,
    kImpossible,  // see `why`
};

struct Replayed {
    ReplayVerdict verdict = ReplayVerdict::kImpossible;
    std::string why;
    LogEntry entry;
    std::uint64_t submissions = 0;  // that the figures were computed from
    std::uint64_t erased = 0;  // that had been erased by then, and were counted as what is left of them
    std::uint64_t left_out = 0;  // whose content is not there any more
    std::string form;  // json, csv or protobuf, when the bytes are the same
    std::string computed;  // the digest of the bytes in the first form tried
};

// An error when the copy has no such entry, or cannot be read.
Result<Replayed> replay_profile(const LogCopy& copy, std::uint64_t size, std::uint64_t index,
                                const Geography& geography, const Catalogue& catalogue);

}  // namespace svd::audit
