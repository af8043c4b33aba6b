// Everything that can be wrong with a submission, each with a stable code, one sentence, and what to do next.
//
// The same table serves the hub's refusals, the agent's quarantine file, `svd-agent explain` and the reference
// page of the documentation.  Codes are never reused.  A finding names a row and a field, never a value.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/row_kind.h"

namespace svd {

enum class Severity : std::uint8_t {
    kFileReject,    // nothing of the submission is accepted
    kRecordReject,  // this row is not accepted, the rest is
    kWarning        // accepted, and worth a look
};

// The number is the public code: kAreaUnknown is E301.
enum class FindingCode : std::uint16_t {
    // 1xx: the submission as a whole.
    kNotReadable = 101,
    kFormatUnknown = 102,
    kUnknownFields = 103,
    kMappingInvalid = 104,
    kAgreementUnknown = 105,
    kAgreementNotInForce = 106,
    kSupplyKindInvalid = 107,
    kMonthsInvalid = 108,
    kTooManyRows = 109,
    kNoRows = 110,
    kSupersedesInvalid = 111,
    kSupersedesNotHeld = 112,
    kMonthsAlreadySupplied = 113,
    kNothingToAddTo = 114,
    kNoRowAccepted = 115,
    kRowsNotAllowed = 116,
    kMessageNotAllowed = 117,
    kFieldNotAllowed = 118,
    kFinerThanAgreed = 119,
    kPastRetention = 120,
    kAgreementSuspended = 121,
    kTooManyFindings = 140,
    // 2xx: time and terms of a row.
    kTermMissing = 201,
    kTermUnknown = 202,
    kMonthInvalid = 203,
    kMonthInFuture = 204,
    kMonthNotDeclared = 205,
    kTimePrecisionMismatch = 206,
    kUnitNotForAgency = 207,
    kUnitDoesNotFitKind = 208,
    kExtraNotForAgency = 209,
    kWeaponUseMismatch = 210,
    kGravityInvalid = 212,
    kCountInvalid = 213,
    kPeriodInvalid = 214,
    // 3xx: place.
    kAreaUnknown = 301,
    kAreaLevelMismatch = 302,
    kAreaOutsideParty = 303,
    kAreaGivenWithoutLocation = 304,
    kAreaTooFine = 305,
    kAreaNotValidThen = 306,
    // 4xx: amendments, withdrawals, nil returns.
    kRowAddressInvalid = 401,
    kRowNotHeld = 402,
    kRowAlreadyWithdrawn = 404,
    kNilContradictsRows = 405,
    // 5xx: found at the agency, before a submission exists.
    kColumnMissing = 501,
    kColumnNotMapped = 502,
    kValueNotInTable = 503,
    kValueNotReadable = 504,
    kRecordMalformed = 505,
    kRecordTooLong = 506,
    kEncodingInvalid = 507,
    kLooksPersonal = 508,
    kPlaceholderLocation = 509,
};

struct FindingText {
    FindingCode code;
    Severity severity;
    std::string_view title;  // one sentence, plain words
    std::string_view why;
    std::string_view next;   // what the person can do
};

const FindingText& text_of(FindingCode code);
std::span<const FindingText> all_findings();
std::string code_text(FindingCode code);  // E301
std::optional<FindingCode> find_finding(std::string_view code_text);

struct Finding {
    FindingCode code;
    RowKind rows = RowKind::kIncident;
    std::uint32_t row = 0;
    std::string_view field;  // a name from the vocabulary or the wire, or a clause; lives for ever
    auto operator<=>(const Finding&) const = default;
};

}  // namespace svd
