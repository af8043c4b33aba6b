// A data-sharing agreement between one agency and the partnership, clause by clause.
//
// It is data: core/rules/agreement_rules.h says what breaks it.  Whatever a clause does not say is at its default
// here, and every default is spelled out wherever an agreement is written down for people.
//
// Immutable once read; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/enum_set.h"
#include "core/domain/identity.h"
#include "core/domain/month.h"
#include "core/domain/purpose.h"
#include "core/domain/row_kind.h"
#include "core/domain/vocabulary.h"

namespace svd {

enum class Clause : std::uint8_t {
    kFrom,
    kTo,
    kMessages,
    kFields,
    kFinestGeography,
    kRecipients,
    kPurposes,
    kRetainMonths,
    kDisplayThreshold,
};

std::string_view clause_name(Clause clause);  // agreement.finest_geography, as the configuration has it

// Who may be given the data.
struct Recipients {
    bool every_analyst = true;
    std::vector<Identity> named = {};  // analysts, when not every one; agencies besides

    bool include(const Identity& reader) const;
};

inline constexpr auto kEveryMessage = EnumSet<RowKind>::range(RowKind::kIncident, RowKind::kWithdrawal);
inline constexpr auto kEveryField = EnumSet<Field>::range(Field::kCountUnit, Field::kExclusionPermanent);
// The fields by which an agency may send ready-made counts.
inline constexpr EnumSet<Field> kAggregateFields = {
    Field::kCountUnit, Field::kKind,      Field::kLocation,  Field::kPlaceBasis,       Field::kWeapon,
    Field::kSetting,   Field::kVictimAge, Field::kVictimSex, Field::kReportedToPolice,
};

struct Agreement {
    std::string id;
    Month valid_from;  // months that data is about, not months in which it is sent
    std::optional<Month> valid_to = std::nullopt;
    EnumSet<RowKind> messages = kEveryMessage;
    EnumSet<Field> fields = kEveryField;
    AreaLevel finest_geography = AreaLevel::kLsoa;
    Recipients recipients = {};
    EnumSet<Purpose> purposes = kDutyPurposes;
    std::optional<int> retain_months = std::nullopt;
    std::optional<int> display_threshold = std::nullopt;  // kept for disclosure control, which does not exist yet

    // The clause that keeps out data about that month, if one does.
    std::optional<Clause> out_of_force(Month about) const;
    // Data about a month is kept for `retain_months` full months after that month's end.
    bool is_past_retention(Month about, Month current) const;
};

// What an agreement allows an agency of that kind unless it says otherwise: where section 16(4) matters, no records.
EnumSet<RowKind> messages_by_default(bool rows_by_default);

// Whether an agreement whose finest geography is `finest` admits areas of `level`.  Levels are no ladder: wards are
// not made of MSOAs, nor health boards of counties, and what can be laid over each other can be subtracted.  So a
// level is admitted when it is that level itself, or when its areas are made of whole areas of that level.
bool admits(AreaLevel finest, AreaLevel level);

// Whether a record can do without the field: it has a term for what is not given, or may be absent.
bool may_be_left_out(Field field);

}  // namespace svd
