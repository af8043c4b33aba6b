// A number, or why there is none.
//
// Zero is a number; the five ways of not having one are told apart everywhere.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace svd {

// The numbers are those of proto FigureStatus; the first three are those of the vocabulary.
enum class FigureStatus : std::uint8_t {
    kUnknown = 1,
    kNotCollected = 2,
    kWithheld = 3,
    kSupplied = 10,          // a number, which may be 0
    kNilReturn = 11,         // the party said that there were none: 0
    kNotAvailable = 12,      // the party said that there is nothing to see, and why
    kNotSupplied = 13,       // the party said nothing
    kPartial = 14,           // a number that covers only part of what was asked
    kSuppliedAsCounts = 15,  // supplied, but as aggregates or cohorts: they are in their own sections
    kSuppressed = 16,        // not produced yet: disclosure control is off
};
std::string_view figure_status_name(FigureStatus status);  // nil_return

struct Figure {
    FigureStatus status = FigureStatus::kNotSupplied;
    std::optional<std::uint64_t> value;
};

}  // namespace svd
