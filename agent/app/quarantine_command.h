// `svd-agent quarantine`: the files of records that were set aside, which hold personal data and must not lie about.
//
// What is shown is lines, columns and codes, never a cell.  `retry` moves a file, mended or not, into the inbox, where
// the next run takes it; `purge` removes.
#pragma once

#include <string>

#include "agent/app/config.h"
#include "agent/app/console.h"
#include "core/base/clock.h"

namespace svd::agent {

int list_quarantine(const AgentConfig& config, const Clock& clock, Console& console);
// `name` is that of a file, or the front of the digest of the export that it came from.
int show_quarantine(const AgentConfig& config, const std::string& name, Console& console);
int retry_quarantine(const AgentConfig& config, const std::string& name, Console& console);
// One file, or without a name all that were made more than `days` ago.
int purge_quarantine(const AgentConfig& config, const std::string& name, int days, const Clock& clock,
                     Console& console);

}  // namespace svd::agent
