// `svd-hub recover-log` and `svd-hub rotate-log-key`: a new log that goes on from what this hub holds of the old one.
//
// recover-log is for a hub that was put back to an older copy: the agencies hold checkpoints of a log that it has not
// got any more.  rotate-log-key is for a key that is to be used no longer: all entries are there.  In both the new log
// has another origin, begins with the entries of the old one, and its next entry says which log it replaces and why.
// What the old key signed stays true, and proves what it proved.  Every agency's agent raises its alarm at the new log
// until a person there accepts it.
//
// Neither goes on while the configuration still names the old log, and a rotation while it names the old key.
#pragma once

#include <string>

#include "hub/app/config.h"

namespace svd {

// Both give the exit code.
int recover_log(const HubConfig& config, const std::string& reason);
int rotate_log_key(const HubConfig& config, const std::string& reason);  // makes the new key if its file is not there

}  // namespace svd
