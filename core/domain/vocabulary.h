// The words a record is made of: which fields there are, and which terms each may hold.
//
// The vocabulary is proto/svd/v1/vocabulary.proto, where each term's standard is named.  Here are the same
// numbers and names for code that must not see generated headers; a test walks the descriptors and fails when
// the two differ in anything.
//
// Immutable tables; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace svd {

// A term's number in its field's enum.  0 is never valid on the wire.  In an agency's extra it means "this
// record has no such extra".
using Code = std::uint8_t;

inline constexpr Code kUnspecified = 0;
inline constexpr Code kUnknown = 1;       // it was asked, and is not known
inline constexpr Code kNotCollected = 2;  // the source has no such field
inline constexpr Code kWithheld = 3;      // known, and coarsened away for privacy
inline constexpr Code kFirstValue = 10;   // from here on, terms are values

// The coded fields of an incident record, in the order in which its columns are stored.
enum class Field : std::uint8_t {
    kCountUnit,
    kKind,
    kWeekday,
    kHour,
    kTimeBasis,
    kTimePrecision,
    kLocation,
    kPlaceBasis,
    kWeapon,
    kWeaponUse,
    kSetting,
    kRelationship,
    kVictimAge,
    kVictimSex,
    kHarm,
    kHarmBasis,
    kDomesticAbuse,
    kAlcohol,
    kDrugs,
    kHate,
    kGroup,
    kExploitation,
    kReportedToPolice,
    // Agencies' extras: 0 where the record has none.
    kPoliceOutcome,
    kKnifeFlagSource,
    kEdDisposal,
    kFireClass,
    kGravityScale,
    kGravity,  // a number from 1 to 8 on that scale, not a term
    kExclusionReason1,
    kExclusionReason2,
    kExclusionReason3,
    kExclusionPermanent,
};

inline constexpr std::size_t kFieldCount = 33;
inline constexpr std::size_t kFirstExtraField = static_cast<std::size_t>(Field::kPoliceOutcome);

constexpr std::size_t index_of(Field field) { return static_cast<std::size_t>(field); }

// An enum of the vocabulary.  Several fields share one, as the flags do.
// clang-format off
enum class Vocabulary : std::uint8_t {
    kCountUnit, kKind, kWeapon, kWeaponUse, kSetting, kRelationship, kAgeBand, kSex, kHarm, kHarmBasis, kFlag,
    kWeekday, kHour, kTimeBasis, kTimePrecision, kLocation, kAreaLevel, kPlaceBasis, kPoliceOutcome,
    kKnifeFlagSource, kEdDisposal, kFireClass, kGravityScale, kExclusionReason, kOrderType, kRiskBand,
    kCountTreatment, kNotAvailableReason, kWithdrawalReason,
};
// clang-format on
inline constexpr std::size_t kVocabularyCount = 29;

struct Term {
    Code code;
    std::string_view name;  // as people write it in a mapping: knife_or_sharp
};

// Every term but 0, in the order of their numbers.
std::span<const Term> terms(Vocabulary vocabulary);
std::string_view proto_enum_name(Vocabulary vocabulary);  // such as WeaponUse

// Whether the wire accepts `code` there.
bool is_term(Vocabulary vocabulary, Code code);
std::string_view term_name(Vocabulary vocabulary, Code code);  // "unspecified" for 0, "?" for no term
std::optional<Code> find_term(Vocabulary vocabulary, std::string_view name);

// kGravity has none.
std::optional<Vocabulary> vocabulary_of(Field field);
std::string_view field_name(Field field);  // victim_age
std::optional<Field> find_field(std::string_view name);
const std::array<Field, kFieldCount>& all_fields();

// The terms that rules speak of by name.
// clang-format off
enum class CountUnit : Code {
    kRecordedCrime = 10, kIncidentReport = 11, kAttendance = 12, kDispatch = 13, kAdmission = 14,
    kFireIncident = 15, kProvenOffence = 16, kPerson = 17, kExclusion = 18, kCouncilReport = 19,
};
enum class AreaLevel : Code {
    kLsoa = 10, kMsoa = 11, kWard = 12, kDistrict = 13, kCounty = 14, kCsp = 15, kPoliceForce = 16,
    kFireAuthority = 17, kIcb = 18, kGroup = 19,
};
// clang-format on
enum class SupplyKind : Code { kFirst = 10, kAddition = 11, kReplacement = 12, kCorrection = 13 };
std::string_view supply_kind_name(SupplyKind kind);  // replacement

namespace term {
inline constexpr Code kLocationArea = 10;
inline constexpr Code kLocationOutsideArea = 11;
inline constexpr Code kPrecisionMonth = 10;
inline constexpr Code kPrecisionWeekday = 11;
inline constexpr Code kPrecisionBand = 12;
inline constexpr Code kPrecisionHour = 13;
inline constexpr Code kHourFirst = 10;      // HOUR_00
inline constexpr Code kHourLast = 33;       // HOUR_23
inline constexpr Code kHourBandFirst = 50;  // HOUR_BAND_NIGHT
inline constexpr Code kAsbFirst = 70;
inline constexpr Code kAsbLast = 73;
inline constexpr Code kTreatmentSuppressed = 13;
inline constexpr Code kReasonErased = 14;
inline constexpr Code kWeaponNone = 10;
}  // namespace term

}  // namespace svd
