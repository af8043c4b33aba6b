#include "audit/checks/trust.h"

#include <algorithm>

#include "core/tlog/cosignature.h"

namespace svd::audit {
namespace {

std::vector<Cosigned> cosigned_by(const tlog::Policy& policy, const tlog::SignedNote& note) {
    std::vector<Cosigned> cosigned;
    for (const tlog::Policy::Witness& witness : policy.witnesses) {
        for (const tlog::NoteSignature& signature : note.signatures) {
            if (signature.name != witness.key.name || signature.key_id != witness.key.key_id()) continue;
            if (const auto at = tlog::verify_cosignature(witness.key, note.text, signature)) {
                cosigned.push_back({witness.name, *at});
                break;
            }
        }
    }
    return cosigned;
}

// The key that is trusted is a log of the policy, whether the policy names it or not.
tlog::Policy with_log(tlog::Policy policy, const tlog::VerifierKey& log) {
    const auto same = [&](const tlog::Policy::Log& each) { return each.key == log; };
    if (std::ranges::none_of(policy.logs, same)) policy.logs.push_back({log, ""});
    return policy;
}

}  // namespace

Checkpoint check_checkpoint(std::string note, const Trust& trust, Report& report) {
    Checkpoint checkpoint;
    checkpoint.note = std::move(note);
    const auto parsed = tlog::parse_note(checkpoint.note);
    if (!parsed) {
        report.add(Code::kCheckpointUnreadable, std::nullopt, parsed.error().detail);
        return checkpoint;
    }
    const auto says = tlog::parse_checkpoint(parsed->text);
    if (!says) {
        report.add(Code::kCheckpointUnreadable, std::nullopt, says.error().detail);
        return checkpoint;
    }
    checkpoint.says = *says;
    if (const auto opened = tlog::open_checkpoint(checkpoint.note, trust.log); !opened) {
        report.add(Code::kCheckpointNotSigned, std::nullopt, opened.error().detail);
    }
    if (!trust.policy) return checkpoint;
    checkpoint.cosigned = cosigned_by(*trust.policy, *parsed);
    if (!tlog::satisfied(with_log(*trust.policy, trust.log), *parsed)) {
        report.add(Code::kPolicyNotMet, std::nullopt,
                   std::to_string(checkpoint.cosigned.size()) + " of the policy's " +
                       std::to_string(trust.policy->witnesses.size()) + " witnesses have cosigned; it asks for " +
                       trust.policy->quorum);
    }
    return checkpoint;
}

}  // namespace svd::audit
