// What the log and the receipt say of a submission.  Pure functions.
#pragma once

#include "core/wire/receipt_codec.h"
#include "hub/ledger/proposal.h"
#include "hub/state/state.h"

namespace svd {

wire::Receipt receipt_for(const Proposal& proposal, Sequence sequence);

// Without its commitment.
LogEntry accepted_entry(const wire::Receipt& receipt, const Submission& submission, const State& state);
LogEntry refused_entry(const Proposal& proposal);

// The codes of a verdict, each once, in the order of the codes.
std::vector<std::string> codes_of(const Verdict& verdict);

}  // namespace svd
