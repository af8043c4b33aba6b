// Whether a receipt that this agent keeps proves what the ledger says of it: with no hub and no network.
//
// Thread-safe: reads files only.
#pragma once

#include <span>
#include <string>

#include "agent/spool/ledger.h"
#include "agent/spool/spool.h"
#include "core/tlog/checkpoint.h"

namespace svd::agent {

struct ReceiptCheck {
    std::string problem;          // empty when it holds
    std::string log;              // whose key it holds under
    tlog::Checkpoint checkpoint;  // which it leads to
    bool bytes_compared = false;  // what was sent is still there, and is what the receipt is for
};

// `keys` are those of the log that is followed and of those that were before it.
ReceiptCheck check_kept_receipt(const Spool& spool, const ReceiptLine& line, std::span<const tlog::VerifierKey> keys);

}  // namespace svd::agent
