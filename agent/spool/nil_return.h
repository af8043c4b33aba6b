// "There were none": a submission without records, for a month and the units that the agency counts by.
//
// It goes through the outbox and the ledger as a file's parts do, under a name of its own.
#pragma once

#include "agent/spool/intake.h"

namespace svd::agent {

struct NilRequest {
    Month month;
    std::vector<Code> units;  // of CountUnit
};

// kConflict when the ledger holds something for the month, or something of it waits; else the name of what was
// sealed.
Result<std::string> seal_nil_return(const NilRequest& request, const Mapping& mapping, const IntakeSettings& settings,
                                    Ledger& ledger, Outbox& outbox, const Clock& clock);

}  // namespace svd::agent
