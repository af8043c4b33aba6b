// What is left of a submission that was erased: that it says of months and units that there was something, and no more,
// and that it fits its entry.
//
// The submission's entry does not commit to it, and the salt is gone.  The entry of the erasure does, unless a hub of
// an earlier version wrote it: then the digest that it gives the submission, and the months and units within those of
// the entry, have to be taken from the hub.
//
// A function of its arguments.
#pragma once

#include "audit/checks/content_check.h"

namespace svd::audit {

struct LeftOver {
    wire::Receipt receipt;
    Submission submission;
    std::uint64_t erased_by = 0;  // as it says: whether that entry names it, the caller sees
    Digest digest{};  // of it, which the entry of the erasure commits to together with others
};

std::variant<LeftOver, Problem> open_left_over(std::uint64_t index, const LogEntry& entry, std::string_view bytes);

}  // namespace svd::audit
