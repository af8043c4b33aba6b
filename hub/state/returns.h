// What live submissions say beside rows: "there were none", "not available", ready-made counts, and cohorts.
//
// Each is kept as it was sent, with the place in the sequence that it came from; it goes when that submission is
// superseded.  Nothing here is ever added up: whether two returns may be added is for whoever reads them.
//
// Not thread-safe.
#pragma once

#include <functional>
#include <map>
#include <vector>

#include "core/domain/submission.h"
#include "core/rules/findings.h"
#include "hub/state/block.h"

namespace svd {

using Sequence = std::uint64_t;

template <class Value>
struct Held {
    Sequence sequence = 0;
    Value value;
};

// In the order of the sequence, and within a submission as it was sent.
struct PartyReturns {
    std::vector<Held<NilReturn>> nil_returns;
    std::vector<Held<NotAvailable>> not_available;
    std::vector<Held<AggregateReturn>> aggregates;
    std::vector<Held<CohortSnapshot>> cohorts;
    bool empty() const;
};

class Returns {
public:
    // Those of `submission` for which keep(list, row) says so, in their place of the sequence.
    void add(PartyIndex party, Sequence sequence, const Submission& submission,
             const std::function<bool(RowKind, std::size_t)>& keep);
    void remove(PartyIndex party, Sequence sequence);

    const PartyReturns& of(PartyIndex party) const;  // empty when it has none

    // Equal when the same submissions' returns are held: what a submission says never changes.
    bool operator==(const Returns& other) const;

private:
    std::map<PartyIndex, PartyReturns> by_party_;  // none of them empty
};

}  // namespace svd
