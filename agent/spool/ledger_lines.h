// The ledger's lines as JSON.  The three kinds are told apart by "event".
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "agent/spool/ledger.h"

namespace svd::agent {

struct FinishedLine {
    Digest file{};
    FileState state = FileState::kSent;
    std::string reason, at, name;
};

using LedgerLine = std::variant<FileEntry, ReceiptLine, FinishedLine>;

std::string write_line(const LedgerLine& line);  // with the line end
Result<LedgerLine> parse_line(std::string_view line);

}  // namespace svd::agent
