// What intake hands to the ledger, and what the ledger answers.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/domain/submission.h"
#include "core/rules/rules.h"
#include "core/wire/submission_codec.h"

namespace svd {

// A submission that has passed every rule that needs no knowledge of what is held.
struct Proposal {
    std::string party;
    UtcTime received_at;
    Digest digest{};
    wire::Encoding encoding = wire::Encoding::kProtobuf;
    std::string compressed_payload;  // the bytes as they arrived, compressed
    std::string agreement;
    Submission submission;
    Verdict verdict;  // of the rules so far; accepts_file() holds
};

enum class Ruling : std::uint8_t {
    kAccepted,  // on disk now
    kKnown,     // was on disk already: the same receipt again
    kRefused,   // by what is held: see `verdict`
    kNotYours,  // the same bytes are held from another party
    kFailed     // the disk would not have it: nothing was changed
};

struct Outcome {
    Ruling ruling = Ruling::kFailed;
    std::string receipt_bytes;
    Verdict verdict;
};

}  // namespace svd
