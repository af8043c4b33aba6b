// Submissions, off and onto the wire.  The only code that sees the generated headers is core/wire.
//
// Encoding is for senders and tests.  What the hub hashes and stores is always the bytes that arrived: protobuf
// output is not canonical.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/domain/submission.h"

namespace svd::wire {

enum class Encoding : std::uint8_t { kProtobuf = 10, kProtobufJson = 11 };

// kInvalid when the bytes are not a Submission at all, kTooMany when they would be one of more than
// limits::kSubmissionRowsMax rows: that is seen before any row is built.  What a Submission says is for the rules.
Result<Submission> decode_submission(std::string_view bytes, Encoding encoding);

std::string encode_submission(const Submission& submission, Encoding encoding);

// Protobuf text form, for people: what `preview` keeps as evidence of what would leave.
std::string submission_text(const Submission& submission);

}  // namespace svd::wire
