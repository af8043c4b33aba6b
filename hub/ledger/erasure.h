// What is left of a submission when its content is erased, and when that is due.
//
// Its entry stays in the log for ever, and so does every proof.  Rows, receipt, salt and bytes go; what is left is
// a submission that says of each month and unit that there was something and that it was erased.  Since the salt is
// gone too, nobody can find out by trying what the entry is committed to.  To what is left, the entry that erases
// commits (core/receipts/erasure_commitment.h).
//
// Pure functions.
#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/domain/party.h"
#include "hub/state/state.h"

namespace svd {

struct LeftOver {
    wire::Receipt receipt;
    Submission submission;
};
LeftOver left_of(const State& state, Sequence sequence, const Submission& erased);

// Submissions of one agency and agreement whose content is to be erased together.
struct ErasureGroup {
    std::string party;
    std::string agreement;
    std::vector<Sequence> submissions;  // ascending; not more, and with not more rows, than can be planned at once
};

// Those whose every month is past the retention of the agreement they came under; but a correction waits until what
// it corrects is erased, or in the same group.  Groups in the order of their parties and agreements.
std::vector<ErasureGroup> due_erasures(const State& state, const std::vector<Party>& parties, Month current);

// A held submission, not among `erased`, whose rows `correction` has changed: without the correction its rows cannot
// be counted.
std::optional<Sequence> needed_by(const State& state, Sequence correction, const std::vector<Sequence>& erased);

}  // namespace svd
