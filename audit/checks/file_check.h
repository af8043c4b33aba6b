// The files of a copy that the checks of its entries do not come by: those from when the log was shorter, and those
// that do not belong.
//
// Not thread-safe.
#pragma once

#include "audit/checks/entry_check.h"
#include "audit/checks/report.h"
#include "audit/copy/log_copy.h"

namespace svd::audit {

// Of a log of that size.  Returns how many older partial tiles and bundles were compared.
std::uint64_t check_files(const LogCopy& copy, std::uint64_t size, const EntryCheck& entries, Report& report);

}  // namespace svd::audit
