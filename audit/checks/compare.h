// Two copies of one log: the same, one the beginning of the other, or a fork.
//
// A fork is told only of copies whose entries make what their checkpoints sign: then the two checkpoints alone are
// proof that the log's key has signed two pasts.
//
// Not thread-safe.
#pragma once

#include <array>
#include <optional>

#include "audit/checks/report.h"
#include "audit/checks/trust.h"
#include "audit/copy/log_copy.h"

namespace svd::audit {

enum class Likeness {
    kSame,
    kFirstIsPrefix,   // the second goes on where the first ends
    kSecondIsPrefix,
    kForked,
    kUnknown          // a copy is damaged, or not signed by the key: see the findings
};

struct Compared {
    Report report;
    Likeness likeness = Likeness::kUnknown;
    std::array<Checkpoint, 2> checkpoints;
    std::optional<std::uint64_t> parts_at;  // the first entry that is not the same in both
};

Result<Compared> compare_copies(const LogCopy& first, const LogCopy& second, const Trust& trust);

}  // namespace svd::audit
