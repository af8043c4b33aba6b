// What a receipt leaves of a submission, in the terms of the state.  Pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "core/base/result.h"
#include "core/domain/submission.h"
#include "core/rules/findings.h"
#include "core/wire/receipt_codec.h"
#include "hub/state/cells.h"
#include "hub/state/supplies.h"

namespace svd {

// The items of each list that the receipt refuses.
class RefusedRows {
public:
    explicit RefusedRows(const std::vector<wire::RowFinding>& refused);
    explicit RefusedRows(const std::vector<Finding>& refused);
    bool contains(RowKind list, std::size_t row) const;
    const std::vector<std::uint32_t>& of(RowKind list) const;  // ascending, each once

private:
    template <class EachFinding>
    void note(const std::vector<EachFinding>& refused);

    std::map<RowKind, std::vector<std::uint32_t>> rows_;
};

// Whether the receipt's numbers are those of the submission less what it refuses: a receipt and a payload that do
// not belong together must not be applied.
bool fits(const wire::Receipt& receipt, const Submission& submission, const RefusedRows& refused);

// One record more (1) or less (-1), and its key.  kCorrupt when it has no month or place that rules could have accepted.
Result<CellChange> cell_change(const Incident& incident, PartyIndex party, std::int64_t change, KeySum key);

// What the accepted part of a submission speaks of; by month and unit, each once.
Result<std::vector<SupplyNote>> supply_notes(const Submission& submission, const RefusedRows& refused);

}  // namespace svd
