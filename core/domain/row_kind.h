// Which list of a submission a row stands in: what kinds of message there are.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace svd {

// The numbers are those of the wire.
enum class RowKind : std::uint8_t {
    kIncident = 10,
    kAggregate = 11,
    kCohort = 12,
    kNilReturn = 13,
    kNotAvailable = 14,
    kAmendment = 15,
    kWithdrawal = 16,
};

inline constexpr std::size_t kRowKindCount = 7;
const std::array<RowKind, kRowKindCount>& all_row_kinds();
std::string_view row_kind_name(RowKind kind);  // incidents, as the list is called on the wire
std::optional<RowKind> find_row_kind(std::string_view name);

}  // namespace svd
