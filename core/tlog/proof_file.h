// A receipt that proves itself (C2SP tlog-proof@v1): where an entry is, the way to the root, and the checkpoint.
//
// With the entry, the log's key and this file anybody can check, without asking anyone, that the entry is in the log.
// What is in `extra` is signed by nobody: never act on it unchecked.
//
// Reading is strict; formatting what was parsed gives the same bytes.  Errors are kInvalid for what cannot be read
// and kDenied for what does not prove.
// Values and functions of their arguments: free to share between threads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/tlog/checkpoint.h"
#include "core/tlog/tree.h"

namespace svd::tlog {

struct ProofFile {
    std::optional<std::string> extra;  // any bytes, but not none
    std::uint64_t index = 0;
    Proof proof;
    std::string checkpoint;  // the signed note, as the log and its witnesses wrote it
    bool operator==(const ProofFile&) const = default;
};

std::string format_proof_file(const ProofFile& file);
Result<ProofFile> parse_proof_file(std::string_view bytes);

// The checkpoint under which this leaf is in this log.  The caller computes the leaf from its own copy of the entry;
// whether enough witnesses have cosigned is for policy.h.
Result<Checkpoint> verify(const ProofFile& file, const Digest& leaf, const VerifierKey& log);

}  // namespace svd::tlog
