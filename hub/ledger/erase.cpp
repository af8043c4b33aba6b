// How a ledger erases: what is left takes the place of what was held, in one write with the entry that says so and
// that commits to it.
#include "core/base/log.h"
#include "core/receipts/erasure_commitment.h"
#include "hub/ledger/erasure.h"
#include "hub/ledger/held_payloads.h"
#include "hub/ledger/ledger.h"
#include "hub/store/compression.h"

namespace svd {

struct Ledger::ErasurePlan {
    Sequence sequence = 0;
    std::unique_ptr<LeftOver> left;  // what the plan was made from, at an address that stays
    State::PlanPtr plan;
    std::string receipt_bytes, payload;  // of what is left
};

Result<Ledger::ErasurePlan> Ledger::plan_erasure(Sequence sequence, const std::vector<Sequence>& erased) const {
    if (state_.next_submission(sequence) != sequence || state_.submission(sequence).erased_by) {
        return Error{Errc::kConflict, "entry " + std::to_string(sequence) + " has nothing to erase"};
    }
    if (const auto needs = needed_by(state_, sequence, erased)) {
        return Error{Errc::kConflict,
                     "entry " + std::to_string(sequence) + " corrects rows of " + std::to_string(*needs)};
    }
    const HeldPayloads held(store_, *keys_);
    const auto submission = held.submission(sequence);
    if (!submission) return submission.error();
    ErasurePlan made{sequence, std::make_unique<LeftOver>(left_of(state_, sequence, *submission)), nullptr, {}, {}};
    auto plan = state_.plan_erasure(made.left->receipt, made.left->submission, held);
    if (!plan) return plan.error();
    made.plan = *std::move(plan);
    made.receipt_bytes = wire::encode_receipt(made.left->receipt);
    made.payload = wire::encode_submission(made.left->submission, wire::Encoding::kProtobuf);
    return made;
}

Outcome Ledger::erase(LogEntry entry) {
    Outcome outcome;
    std::vector<ErasurePlan> plans;
    std::map<Sequence, Digest> left;
    for (const Sequence sequence : entry.refers_to) {
        auto planned = plan_erasure(sequence, entry.refers_to);
        if (!planned) {
            log::warning("ledger.not_erased", {{"error.message", planned.error().detail}});
            outcome.ruling = planned.error().code == Errc::kConflict ? Ruling::kOvertaken : Ruling::kFailed;
            return outcome;
        }
        left[sequence] = digest_of_left_over(planned->receipt_bytes, planned->payload);
        plans.push_back(*std::move(planned));
    }
    entry.digest = commit_to_left_overs(left);
    LogDraft draft = log_->draft();
    const Sequence by = draft.add(wire::encode_log_entry(entry));
    for (const ErasurePlan& each : plans) {
        const wire::StoredContent content{{}, wire::Encoding::kProtobuf, each.receipt_bytes, 0, by};
        draft.write_also({Table::kContents, big_endian(each.sequence), wire::encode_content(content)});
        draft.write_also({Table::kPayloads, big_endian(each.sequence), compress(each.payload)});
    }
    if (auto done = log_->commit(std::move(draft)); !done) {
        log::error("ledger.commit_failed", {{"error.message", done.error().detail}});
        return outcome;
    }
    const std::unique_lock lock(mutex_);
    for (const ErasurePlan& each : plans) state_.commit_erasure(each.plan, by);
    outcome.ruling = Ruling::kAccepted;
    return outcome;
}

}  // namespace svd
