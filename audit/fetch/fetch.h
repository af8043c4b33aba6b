// Brings a copy of a log up to date, or begins one: from a hub, of which nothing is believed but its log's key.
//
// A copy only grows, but for contents that the log says were erased.  The checkpoint is written last, so that whenever a fetch ends, by itself or not, the copy holds
// what its checkpoint signs, and the next fetch goes on where this one ended.  Before anything is written the hub's new
// checkpoint has to be proved to continue the copy's.  When it does not, that is the alarm: nothing is replaced, and
// what the hub showed is kept in the folder `alarm`.
//
// One thread.
#pragma once

#include "audit/checks/report.h"
#include "audit/fetch/entry_fetch.h"
#include "audit/fetch/side_fetch.h"

namespace svd::audit {

struct Fetched {
    Report report;  // after a failure the copy's checkpoint is what it was
    std::optional<tlog::Checkpoint> before;  // what the copy had
    std::optional<tlog::Checkpoint> now;  // what the hub shows; in the copy, if nothing failed
    EntryFetched entries;
    SideFetched beside;
    std::string evidence;  // after an alarm: the file with what the hub showed
};

struct FetchSettings {
    fs::path folder;
    tlog::VerifierKey log;  // that the caller trusts
    Progress progress;
    Sleep sleep;
};

// Errors: those of PatientSource and CopyWriter, and kInvalid for a folder that is no copy of a log.
Result<Fetched> fetch_log(LogSource& source, const FetchSettings& settings);

}  // namespace svd::audit
