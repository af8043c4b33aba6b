// How a ledger erases: what is left takes the place of what was held, in one write with the entry that says so.
#include "core/base/log.h"
#include "hub/ledger/erasure.h"
#include "hub/ledger/held_payloads.h"
#include "hub/ledger/ledger.h"
#include "hub/store/compression.h"

namespace svd {

struct Ledger::ErasurePlan {
    std::unique_ptr<LeftOver> left;  // what the plan was made from, at an address that stays
    State::PlanPtr plan;
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
    ErasurePlan made{std::make_unique<LeftOver>(left_of(state_, sequence, *submission)), nullptr};
    auto plan = state_.plan_erasure(made.left->receipt, made.left->submission, held);
    if (!plan) return plan.error();
    made.plan = *std::move(plan);
    return made;
}

Outcome Ledger::erase(const LogEntry& entry) {
    Outcome outcome;
    LogDraft draft = log_->draft();
    const Sequence by = draft.add(wire::encode_log_entry(entry));
    std::vector<ErasurePlan> plans;
    for (const Sequence sequence : entry.refers_to) {
        auto planned = plan_erasure(sequence, entry.refers_to);
        if (!planned) {
            log::warning("ledger.not_erased", {{"error.message", planned.error().detail}});
            outcome.ruling = planned.error().code == Errc::kConflict ? Ruling::kOvertaken : Ruling::kFailed;
            return outcome;
        }
        const LeftOver& left = *planned->left;
        const std::string payload = wire::encode_submission(left.submission, wire::Encoding::kProtobuf);
        const wire::StoredContent content{{}, wire::Encoding::kProtobuf, wire::encode_receipt(left.receipt), 0, by};
        draft.write_also({Table::kContents, big_endian(sequence), wire::encode_content(content)});
        draft.write_also({Table::kPayloads, big_endian(sequence), compress(payload)});
        plans.push_back(*std::move(planned));
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
