// What a witness adds to a checkpoint, and how it is asked (C2SP tlog-cosignature v1.0.1, Ed25519; tlog-witness v1.0.0).
//
// A cosignature says: at this time, by the witness's clock, this was the largest tree of this log that I had seen,
// and it contained all smaller ones.  Its bytes are the time (eight bytes, big-endian, seconds since 1970) and the
// signature of "cosignature/v1", "time SECONDS" and the checkpoint's text, a line each.
//
// Errors are kInvalid for what cannot be read and kDenied for what the witness did not sign.
// Values and functions of their arguments: free to share between threads.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/tlog/note.h"
#include "core/tlog/tree.h"

namespace svd::tlog {

class Cosigner {
public:
    Cosigner(std::string name, Ed25519PrivateKey key);
    const VerifierKey& verifier_key() const { return verifier_key_; }
    NoteSignature sign(std::string_view checkpoint_text, UtcTime time) const;  // not before 1970

private:
    VerifierKey verifier_key_;
    Ed25519PrivateKey key_;
};

// When the witness signed.  The key must be of the type kCosignature and the one that the signature names.
Result<UtcTime> verify_cosignature(const VerifierKey& witness, std::string_view checkpoint_text,
                                   const NoteSignature& signature);

// The body of POST .../add-checkpoint: "old SIZE", the consistency proof from there, an empty line, the checkpoint.
struct AddCheckpoint {
    std::uint64_t old_size = 0;
    Proof proof;
    std::string checkpoint;  // the signed note, as the log wrote it
    bool operator==(const AddCheckpoint&) const = default;
};

std::string format_add_checkpoint(const AddCheckpoint& request);
Result<AddCheckpoint> parse_add_checkpoint(std::string_view body);

// The body of the answer 409, text/x.tlog.size: the size that the witness has seen last.
std::string format_tree_size(std::uint64_t size);
Result<std::uint64_t> parse_tree_size(std::string_view body);

}  // namespace svd::tlog
