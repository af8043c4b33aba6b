// Whether what a hub signs now continues what a copy holds.
//
// One thread.
#pragma once

#include "audit/checks/report.h"
#include "audit/fetch/patience.h"
#include "core/tlog/checkpoint.h"

namespace svd::audit {

// Proved with hashes that the hub gives, and with nothing else of the copy but its checkpoint.  Adds A603 to the report
// when the log is shorter, has another past, or the hub cannot prove that it has not.  An error when it cannot be asked.
Result<void> check_growth(PatientSource& source, const tlog::Checkpoint& older, const tlog::Checkpoint& newer,
                          Report& report);

}  // namespace svd::audit
