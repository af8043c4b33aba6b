// `svd-hub recover-log`: begins a new log over what this hub still holds, when the old one is lost.
//
// It is for a hub that was put back to an older copy: the agencies hold checkpoints of a log that it has not got any
// more.  The new log has another origin, begins with the entries that are left, and its next entry says which log it
// replaces and why.  Every agency's agent raises its alarm at it until a person there accepts the new log.
#pragma once

#include <string>

#include "hub/app/config.h"

namespace svd {

int recover_log(const HubConfig& config, const std::string& reason);  // the exit code

}  // namespace svd
