// What a hub writes into its log before anything else when it starts: that the log begins, that it has started, under
// which configuration, and which agreements that made, changed or ended.
//
// Pure but for the time it is given.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/domain/log_entry.h"

namespace svd {

LogEntry hub_entry(LogEvent event, UtcTime at);

// `before` is the partnership document in force until now, if there was one.
Result<std::vector<LogEntry>> start_entries(bool log_is_empty, const std::optional<std::string>& before,
                                            const std::string& now_in_force, UtcTime at);

}  // namespace svd
