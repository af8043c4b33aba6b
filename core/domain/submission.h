// A submission as the programs think of it, once it is off the wire.
//
// Codes are as they arrived: rules (core/rules) say which are acceptable.  Nothing here can hold text about a
// person; the only strings are the mapping's name and the agreement's id.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/domain/area.h"
#include "core/domain/month.h"
#include "core/domain/vocabulary.h"

namespace svd {

// A month, weekday, kind ... as arrived: 0 where the sender gave none, kNoTerm where it gave a number that can be
// no code at all.
inline constexpr Code kNoTerm = 255;

struct Place {
    Code location = kUnspecified;
    Code level = kUnspecified;
    Code basis = kUnspecified;
    bool has_area = false;       // the sender gave some text as a code
    bool code_well_formed = false;
    AreaRef area;                // meaningful when code_well_formed
};

// One record.  `codes` is indexed by Field and holds everything but the month and the place's code.
struct Incident {
    std::array<Code, kFieldCount> codes{};
    std::uint32_t month_number = 0;  // as arrived
    Month month;                     // meaningful when month_number is a month
    Place place;

    Code operator[](Field field) const { return codes[index_of(field)]; }
    Code& operator[](Field field) { return codes[index_of(field)]; }
    CountUnit unit() const { return static_cast<CountUnit>(codes[index_of(Field::kCountUnit)]); }
};

struct AggregateReturn {
    Code count_unit = 0, kind = 0, weapon = 0, setting = 0, victim_age = 0, victim_sex = 0, reported_to_police = 0;
    Code treatment = 0;
    std::uint32_t from_month = 0, to_month = 0;
    Place place;
    std::uint64_t count = 0;
};

struct CohortSnapshot {
    Code order_type = 0, risk_band = 0, age_band = 0, offence = 0, treatment = 0;
    std::uint32_t as_at_month = 0;
    Place place;
    std::uint64_t people = 0;
};

struct NilReturn {
    std::uint32_t month = 0;
    Code count_unit = 0;
};

struct NotAvailable {
    std::uint32_t month = 0;
    Code count_unit = 0;
    Code reason = 0;
};

// How a row is spoken of once it is held.
struct RowAddress {
    Digest submission{};
    std::uint32_t row = 0;
    auto operator<=>(const RowAddress&) const = default;
};

struct Amendment {
    std::optional<RowAddress> row;  // nothing when its digest is not 32 bytes
    Incident replacement;
};

struct Withdrawal {
    std::optional<RowAddress> row;
    Code reason = 0;
};

inline constexpr std::uint32_t kSubmissionFormat = 1;

struct Submission {
    std::uint32_t format = 0;  // kSubmissionFormat
    std::string mapping_name;
    std::uint32_t mapping_version = 0;
    std::string agreement;
    Code supply = kUnspecified;
    std::vector<std::uint32_t> months;
    std::vector<std::optional<Digest>> supersedes;
    std::optional<Digest> part_of;  // an addition may name the submission that it continues
    std::vector<Incident> incidents;
    std::vector<AggregateReturn> aggregates;
    std::vector<CohortSnapshot> cohorts;
    std::vector<NilReturn> nil_returns;
    std::vector<NotAvailable> not_available;
    std::vector<Amendment> amendments;
    std::vector<Withdrawal> withdrawals;
    std::uint32_t records_read = 0;
    std::uint32_t records_set_aside = 0;
    bool part_of_malformed = false;  // it was named by something that is no digest
    // Bytes that mean nothing we know: a field the vocabulary has no place for, or one that is given twice, so that
    // only the last counts.  Free text could hide there, and the bytes are kept as they came.
    bool has_unknown_fields = false;

    std::size_t rows() const {
        return incidents.size() + aggregates.size() + cohorts.size() + nil_returns.size() + not_available.size() +
               amendments.size() + withdrawals.size();
    }
};

}  // namespace svd
