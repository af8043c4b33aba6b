// What the hub's answer means for the submission that was sent.
//
// Only the hub's own words count: a page from a proxy in between, of whatever status, means "try later" and never
// that something was accepted or refused.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "agent/sync/hub.h"
#include "core/wire/receipt_codec.h"

namespace svd::agent {

enum class AnswerKind : std::uint8_t { kAccepted, kRefused, kDenied, kMisconfigured, kTryLater };

struct ProblemRow {
    std::string rows;
    std::uint32_t row = 0;
    std::string code;
    std::string field;
};

struct AnswerMeaning {
    AnswerKind kind = AnswerKind::kTryLater;
    wire::Receipt receipt;          // of kAccepted
    std::string receipt_bytes;      // the same
    std::string code;               // of a refusal, such as E113, when the hub gave one
    std::string message;            // for people
    std::vector<ProblemRow> rows;   // of kRefused
    std::optional<std::chrono::seconds> retry_after;
};

AnswerMeaning understand(const Result<HubAnswer>& answer, const Digest& sent);

enum class HeldKind : std::uint8_t { kHeld, kErased, kLost, kDenied, kMisconfigured, kTryLater };

struct HeldMeaning {
    HeldKind kind = HeldKind::kTryLater;
    std::string message;  // for people, of the last three
};

// Of the answer to the question for a receipt.  kLost only when the hub says by its code that it knows no such
// submission: any other "not found" may be about the path, or somebody else's.
HeldMeaning understand_held(const Result<HubAnswer>& answer, const Digest& asked);

}  // namespace svd::agent
