// What an agreement forbids: of what an agency sends, and of who may read it.
//
// The hub applies these; an agent does not know its agreement's clauses.  Every breach refuses the whole
// submission, because a submission that is accepted is kept as it came, its refused rows included: what may not be
// given must not be kept either.
//
// All functions are pure; any thread.
#pragma once

#include <optional>

#include "core/domain/agreement.h"
#include "core/domain/submission.h"
#include "core/rules/rules.h"

namespace svd {

// Adds to the verdict, under the clause as the finding's field, everything in the submission that is outside the
// agreement.  `current` is the month it is now.
void check_agreement(const Submission& submission, const Agreement& agreement, Month current, Verdict& verdict);

struct ClauseBreach {
    Clause clause;
    bool operator==(const ClauseBreach&) const = default;
};

// Why that reader may not be given, for that purpose, what the agreement's agency said of the month `about`; nothing
// when it may.  Data past its retention is not given, whether or not it has been erased yet.  An agency's reading of
// its own data, and an auditor's of the log, are not sharing: do not ask.
std::optional<ClauseBreach> read_breach(const Agreement& agreement, const Identity& reader, Purpose purpose,
                                        Month about, Month current);

}  // namespace svd
