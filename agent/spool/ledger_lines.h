// The ledger's lines as JSON.  The kinds are told apart by "event".
#pragma once

#include <string>
#include <string_view>

#include "agent/spool/ledger.h"

namespace svd::agent {

std::string write_line(const LedgerLine& line);  // with the line end
Result<LedgerLine> parse_line(std::string_view line);

}  // namespace svd::agent
