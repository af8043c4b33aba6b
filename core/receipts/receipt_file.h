// A submission's receipt as a file that proves itself, years later, with no hub and no network.
//
// It is a C2SP .tlog-proof whose `extra` line carries the log's entry, the receipt, and the salt that ties them: the
// entry holds no digest of the submission, only a commitment to it, so that what was erased at the hub cannot be
// guessed from the log.  Nothing of `extra` is believed before it has been checked against the checkpoint.
//
// Thread-safe: functions of their arguments.
#pragma once

#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/domain/log_entry.h"
#include "core/tlog/checkpoint.h"
#include "core/tlog/merkle.h"
#include "core/wire/log_codec.h"
#include "core/wire/receipt_codec.h"

namespace svd {

// What an entry says of content that is kept apart.
Digest commit_to(const Digest& salt, const Digest& submission, std::string_view receipt_bytes);

std::string format_receipt_file(const wire::ReceiptEvidence& evidence, std::uint64_t index, const tlog::Proof& proof,
                                std::string checkpoint);

struct ProvenReceipt {
    wire::Receipt receipt;
    std::string receipt_bytes;
    LogEntry entry;
    tlog::Checkpoint checkpoint;
    std::string checkpoint_note;  // with its signatures
};

// What the file says, unproven: for somebody who does not have the log's key yet.
Result<wire::ReceiptEvidence> evidence_of(std::string_view file);

// kInvalid when the file cannot be read, kDenied when it does not prove what it says, or not to this log's key.
Result<ProvenReceipt> verify_receipt_file(std::string_view file, const tlog::VerifierKey& log);

}  // namespace svd
