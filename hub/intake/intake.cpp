#include "hub/intake/intake.h"

#include <algorithm>

#include "core/crypto/digest.h"
#include "hub/store/compression.h"

namespace svd {

std::variant<Proposal, Rejection> Intake::prepare(const Identity& sender, const Digest& claimed,
                                                  wire::Encoding encoding, std::string_view body) const {
    const auto party = std::ranges::find(parties_, sender.id, &Party::id);
    if (party == parties_.end()) return Rejection{RejectionReason::kPartyUnknown, {}};
    if (sha256(body) != claimed) return Rejection{RejectionReason::kDigestMismatch, {}};

    auto submission = wire::decode_submission(body, encoding);
    if (!submission) {
        const bool too_many = submission.error().code == Errc::kTooMany;
        const FindingCode code = too_many ? FindingCode::kTooManyRows : FindingCode::kNotReadable;
        Verdict verdict;
        verdict.file.push_back({code, RowKind::kIncident, 0, ""});
        return Rejection{RejectionReason::kRules, std::move(verdict)};
    }
    const UtcTime now = clock_.now();
    Verdict verdict = check_submission(*submission, {*party, geography_, Month::of(now)});
    if (!verdict.accepts_file()) return Rejection{RejectionReason::kRules, std::move(verdict)};

    Proposal proposal;
    proposal.party = party->id;
    proposal.received_at = now;
    proposal.digest = claimed;
    proposal.encoding = encoding;
    proposal.compressed_payload = compress(body);
    proposal.agreement = submission->agreement;
    proposal.submission = *std::move(submission);
    proposal.verdict = std::move(verdict);
    return proposal;
}

}  // namespace svd
