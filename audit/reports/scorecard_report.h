// The scorecard of a copy, and how it is printed.
//
// Functions of their arguments.
#pragma once

#include <string>
#include <vector>

#include "audit/copy/log_copy.h"
#include "core/scorecard/scorecard.h"

namespace svd::audit {

// Of the whole copy.
Result<std::vector<Score>> make_scorecard(const LogCopy& copy, std::uint64_t size, const ScorecardQuestion& question);

std::string scorecard_text(const std::vector<Score>& scores, const ScorecardQuestion& question);
std::string scorecard_csv(const std::vector<Score>& scores, const ScorecardQuestion& question);

}  // namespace svd::audit
