#include "core/domain/row_kind.h"

#include <algorithm>

namespace svd {
namespace {

constexpr std::array<RowKind, kRowKindCount> kAll = {RowKind::kIncident,  RowKind::kAggregate,    RowKind::kCohort,
                                                     RowKind::kNilReturn, RowKind::kNotAvailable, RowKind::kAmendment,
                                                     RowKind::kWithdrawal};

}  // namespace

const std::array<RowKind, kRowKindCount>& all_row_kinds() { return kAll; }

std::string_view row_kind_name(RowKind kind) {
    switch (kind) {
        case RowKind::kIncident: return "incidents";
        case RowKind::kAggregate: return "aggregates";
        case RowKind::kCohort: return "cohorts";
        case RowKind::kNilReturn: return "nil_returns";
        case RowKind::kNotAvailable: return "not_available";
        case RowKind::kAmendment: return "amendments";
        case RowKind::kWithdrawal: return "withdrawals";
    }
    return "rows";
}

std::optional<RowKind> find_row_kind(std::string_view name) {
    const auto found = std::ranges::find(kAll, name, row_kind_name);
    if (found == kAll.end()) return std::nullopt;
    return *found;
}

}  // namespace svd
