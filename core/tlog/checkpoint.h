// What a log signs: how many entries it has and the root of its tree (C2SP tlog-checkpoint v1.0.0).
//
// The text is three lines: the log's origin, its size in decimal, its root hash in base64.  Extension lines are
// refused.  The format allows them, but our logs never write any, monitors cannot check them, and newer cosignatures
// do not cover them: whoever signs one has said something that nobody looked at.
//
// A log must never sign a checkpoint that contradicts one it signed before.  Nothing here can know that: the writer
// of the log has to have it on disk before it signs.
//
// Errors are kInvalid for what cannot be read and kDenied for what the log did not sign.
// Values and functions of their arguments: free to share between threads.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/tlog/note.h"

namespace svd::tlog {

struct Checkpoint {
    std::string origin;
    std::uint64_t size = 0;
    Digest root{};
    bool operator==(const Checkpoint&) const = default;
};

// The text that is signed.  Size 0 goes with the empty tree's root only.
std::string format_checkpoint(const Checkpoint& checkpoint);
Result<Checkpoint> parse_checkpoint(std::string_view text);

// The whole note, with the log's own signature.  The origin is the signer's name.
std::string sign_checkpoint(std::uint64_t size, const Digest& root, const NoteSigner& log);

// The checkpoint in a note that this log signed; its origin must be the key's name.  Lines of others are not looked
// at: they are for policy.h.
Result<Checkpoint> open_checkpoint(std::string_view note, const VerifierKey& log);

}  // namespace svd::tlog
