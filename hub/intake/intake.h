// From bytes that arrived to a proposal the ledger can decide on: whose they are, whether they are what they claim
// to be, and every rule that needs no knowledge of what is held.
//
// Who sent them comes from the certificate alone.  Thread-safe: it holds only what never changes.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/clock.h"
#include "core/domain/party.h"
#include "core/geography/geography.h"
#include "hub/ledger/proposal.h"

namespace svd {

enum class RejectionReason : std::uint8_t {
    kPartyUnknown,    // a valid certificate, and no such agency in the partnership
    kDigestMismatch,  // the bytes are not those whose hash was named
    kRules            // see the verdict
};

struct Rejection {
    RejectionReason reason = RejectionReason::kRules;
    Verdict verdict;
};

class Intake {
public:
    Intake(const std::vector<Party>& parties, const Geography& geography, const Clock& clock)
        : parties_(parties), geography_(geography), clock_(clock) {}

    std::variant<Proposal, Rejection> prepare(const Identity& sender, const Digest& claimed, wire::Encoding encoding,
                                              std::string_view body) const;

private:
    const std::vector<Party>& parties_;
    const Geography& geography_;
    const Clock& clock_;
};

}  // namespace svd
