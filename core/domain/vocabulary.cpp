#include "core/domain/vocabulary.h"

#include <algorithm>

#include "core/base/check.h"

namespace svd {
namespace {

// clang-format off: one term a line would make the tables three times as long.
constexpr Term kCountUnitTerms[] = {
    {10, "recorded_crime"}, {11, "incident_report"}, {12, "attendance"}, {13, "dispatch"}, {14, "admission"},
    {15, "fire_incident"}, {16, "proven_offence"}, {17, "person"}, {18, "exclusion"}, {19, "council_report"},
};
constexpr Term kKindTerms[] = {
    {1, "unknown"}, {2, "not_collected"}, {3, "withheld"}, {10, "homicide"}, {11, "attempted_homicide"},
    {12, "assault_with_injury"}, {13, "assault_without_injury"}, {14, "rape_or_penetration"},
    {15, "other_sexual"}, {16, "robbery_personal"}, {17, "robbery_business"}, {18, "threats"},
    {19, "stalking_harassment_coercion"}, {20, "kidnap_or_trafficking"}, {21, "weapon_possession"},
    {22, "arson_or_fire_setting"}, {23, "violent_property_damage"}, {24, "violent_disorder"},
    {25, "child_cruelty_or_neglect"}, {26, "school_violence"}, {27, "violence_to_workers"},
    {28, "other_violence"}, {29, "injury_undetermined"}, {40, "violence_and_sexual_unsplit"},
    {41, "robbery_unsplit"}, {60, "burglary"}, {61, "vehicle_crime"}, {62, "theft_from_person"},
    {63, "bicycle_theft"}, {64, "shoplifting"}, {65, "other_theft"}, {66, "drugs"}, {67, "criminal_damage"},
    {68, "criminal_damage_and_arson_unsplit"}, {69, "public_order"}, {70, "asb_personal"}, {71, "asb_nuisance"},
    {72, "asb_environmental"}, {73, "asb_unsplit"}, {74, "other_crime"},
};
constexpr Term kWeaponTerms[] = {
    {1, "unknown"}, {2, "not_collected"}, {3, "withheld"}, {10, "none_bodily_force"}, {11, "knife_or_sharp"},
    {12, "glass_or_bottle"}, {13, "blunt"}, {14, "firearm"}, {15, "corrosive_or_chemical"},
    {16, "fire_or_explosive"}, {17, "strangulation"}, {18, "vehicle"}, {19, "animal"}, {20, "believed_not_seen"},
    {21, "other"},
};
constexpr Term kWeaponUseTerms[] = {
    {1, "unknown"}, {2, "not_collected"}, {3, "withheld"}, {10, "injured"}, {11, "attempted"}, {12, "threatened"},
    {13, "possessed"}, {14, "not_applicable"},
};
constexpr Term kSettingTerms[] = {
    {1, "unknown"}, {2, "not_collected"}, {3, "withheld"}, {10, "street_or_open_space"},
    {11, "licensed_premises"}, {12, "shop_or_business"}, {13, "home"}, {14, "school_or_college"},
    {15, "workplace"}, {16, "public_transport"}, {17, "healthcare"}, {18, "custody_or_prison"},
    {19, "sport_or_leisure"}, {20, "in_vehicle"}, {21, "online"}, {22, "other_public"}, {23, "other"},
};
constexpr Term kRelationshipTerms[] = {
    {1, "unknown"}, {2, "not_collected"}, {3, "withheld"}, {10, "partner_or_ex"}, {11, "family"},
    {12, "acquaintance"}, {13, "stranger"}, {14, "professional"},
};
constexpr Term kAgeBandTerms[] = {
    {1, "unknown"}, {2, "not_collected"}, {3, "withheld"}, {10, "under_10"}, {11, "10_14"}, {12, "15_17"},
    {13, "18_24"}, {14, "25_34"}, {15, "35_44"}, {16, "45_54"}, {17, "55_64"}, {18, "65_over"}, {30, "under_18"},
    {31, "25_over"},
};
constexpr Term kSexTerms[] = {
    {1, "unknown"}, {2, "not_collected"}, {3, "withheld"}, {10, "female"}, {11, "male"}, {12, "other_recorded"},
};
constexpr Term kHarmTerms[] = {
    {1, "unknown"}, {2, "not_collected"}, {3, "withheld"}, {10, "none"}, {11, "minor"}, {12, "moderate"},
    {13, "serious"}, {14, "critical"}, {15, "fatal"},
};
constexpr Term kHarmBasisTerms[] = {
    {1, "unknown"}, {2, "not_collected"}, {3, "withheld"}, {10, "clinical"}, {11, "offence_class"},
    {12, "officer"},
};
constexpr Term kFlagTerms[] = {
    {1, "unknown"}, {2, "not_collected"}, {3, "withheld"}, {10, "no"}, {11, "yes"},
};
constexpr Term kWeekdayTerms[] = {
    {1, "unknown"}, {2, "not_collected"}, {3, "withheld"}, {10, "monday"}, {11, "tuesday"}, {12, "wednesday"},
    {13, "thursday"}, {14, "friday"}, {15, "saturday"}, {16, "sunday"}, {30, "working_day"}, {31, "weekend_day"},
};
constexpr Term kHourTerms[] = {
    {1, "unknown"}, {2, "not_collected"}, {3, "withheld"}, {10, "00"}, {11, "01"}, {12, "02"}, {13, "03"},
    {14, "04"}, {15, "05"}, {16, "06"}, {17, "07"}, {18, "08"}, {19, "09"}, {20, "10"}, {21, "11"}, {22, "12"},
    {23, "13"}, {24, "14"}, {25, "15"}, {26, "16"}, {27, "17"}, {28, "18"}, {29, "19"}, {30, "20"}, {31, "21"},
    {32, "22"}, {33, "23"}, {50, "band_night"}, {51, "band_morning"}, {52, "band_afternoon"},
    {53, "band_after_school"}, {54, "band_evening"}, {55, "band_late"},
};
constexpr Term kTimeBasisTerms[] = {
    {1, "unknown"}, {2, "not_collected"}, {3, "withheld"}, {10, "event"}, {11, "arrival"}, {12, "reported"},
    {13, "recorded"},
};
constexpr Term kTimePrecisionTerms[] = {
    {10, "month"}, {11, "weekday"}, {12, "band"}, {13, "hour"},
};
constexpr Term kLocationTerms[] = {
    {1, "unknown"}, {2, "not_collected"}, {3, "withheld"}, {10, "area"}, {11, "outside_area"},
};
constexpr Term kAreaLevelTerms[] = {
    {10, "lsoa"}, {11, "msoa"}, {12, "ward"}, {13, "district"}, {14, "county"}, {15, "csp"}, {16, "police_force"},
    {17, "fire_authority"}, {18, "icb"}, {19, "group"},
};
constexpr Term kPlaceBasisTerms[] = {
    {1, "unknown"}, {2, "not_collected"}, {3, "withheld"}, {10, "incident"}, {11, "victim_home"},
    {12, "offender_home"}, {13, "treatment_site"}, {14, "office"}, {15, "map_point"},
};
constexpr Term kPoliceOutcomeTerms[] = {
    {1, "unknown"}, {2, "not_collected"}, {3, "withheld"}, {10, "charged"}, {11, "out_of_court"},
    {12, "evidential_difficulties"}, {13, "no_suspect"}, {14, "not_in_public_interest"},
    {15, "under_investigation"}, {16, "action_by_another_body"}, {17, "court_result"}, {18, "not_applicable"},
};
constexpr Term kKnifeFlagSourceTerms[] = {
    {1, "unknown"}, {2, "not_collected"}, {3, "withheld"}, {10, "tag"}, {11, "ndqis"},
};
constexpr Term kEdDisposalTerms[] = {
    {1, "unknown"}, {2, "not_collected"}, {3, "withheld"}, {10, "discharged"}, {11, "admitted"},
    {12, "transferred"}, {13, "left"}, {14, "died"},
};
constexpr Term kFireClassTerms[] = {
    {1, "unknown"}, {2, "not_collected"}, {3, "withheld"}, {10, "deliberate_primary"},
    {11, "deliberate_primary_vehicle"}, {12, "deliberate_secondary"}, {13, "crew_attack"},
};
constexpr Term kGravityScaleTerms[] = {
    {1, "unknown"}, {2, "not_collected"}, {3, "withheld"}, {10, "yjb_seriousness"}, {11, "police_matrix"},
};
constexpr Term kExclusionReasonTerms[] = {
    {1, "unknown"}, {2, "not_collected"}, {3, "withheld"}, {10, "pp"}, {11, "pa"}, {12, "vp"}, {13, "va"},
    {14, "ow"}, {15, "sm"}, {16, "da"}, {17, "bu"}, {18, "other_code"},
};
constexpr Term kOrderTypeTerms[] = {
    {1, "unknown"}, {2, "not_collected"}, {3, "withheld"}, {10, "community"}, {11, "suspended_sentence"},
    {12, "licence"}, {13, "post_sentence_supervision"}, {14, "youth_rehabilitation"}, {15, "referral"},
    {16, "in_custody"}, {17, "social_care_plan"},
};
constexpr Term kRiskBandTerms[] = {
    {1, "unknown"}, {2, "not_collected"}, {3, "withheld"}, {10, "low"}, {11, "medium"}, {12, "high"},
    {13, "very_high"},
};
constexpr Term kCountTreatmentTerms[] = {
    {10, "exact"}, {11, "rounded_5"}, {12, "hes"}, {13, "suppressed"},
};
constexpr Term kNotAvailableReasonTerms[] = {
    {10, "not_yet_ready"}, {11, "system_change"}, {12, "not_collected"}, {13, "withheld"}, {14, "erased"},
};
constexpr Term kWithdrawalReasonTerms[] = {
    {10, "cancelled"}, {11, "transferred"}, {12, "duplicate"}, {13, "error"},
};
// clang-format on

struct VocabularyRow {
    std::string_view proto_name;
    std::span<const Term> terms;
};

// In the order of enum Vocabulary.
constexpr VocabularyRow kVocabularies[] = {
    {"CountUnit", kCountUnitTerms},
    {"Kind", kKindTerms},
    {"Weapon", kWeaponTerms},
    {"WeaponUse", kWeaponUseTerms},
    {"Setting", kSettingTerms},
    {"Relationship", kRelationshipTerms},
    {"AgeBand", kAgeBandTerms},
    {"Sex", kSexTerms},
    {"Harm", kHarmTerms},
    {"HarmBasis", kHarmBasisTerms},
    {"Flag", kFlagTerms},
    {"Weekday", kWeekdayTerms},
    {"Hour", kHourTerms},
    {"TimeBasis", kTimeBasisTerms},
    {"TimePrecision", kTimePrecisionTerms},
    {"Location", kLocationTerms},
    {"AreaLevel", kAreaLevelTerms},
    {"PlaceBasis", kPlaceBasisTerms},
    {"PoliceOutcome", kPoliceOutcomeTerms},
    {"KnifeFlagSource", kKnifeFlagSourceTerms},
    {"EdDisposal", kEdDisposalTerms},
    {"FireClass", kFireClassTerms},
    {"GravityScale", kGravityScaleTerms},
    {"ExclusionReason", kExclusionReasonTerms},
    {"OrderType", kOrderTypeTerms},
    {"RiskBand", kRiskBandTerms},
    {"CountTreatment", kCountTreatmentTerms},
    {"NotAvailableReason", kNotAvailableReasonTerms},
    {"WithdrawalReason", kWithdrawalReasonTerms},
};
static_assert(std::size(kVocabularies) == kVocabularyCount);

struct FieldRow {
    std::string_view name;
    std::optional<Vocabulary> vocabulary;
};

// In the order of enum Field.
constexpr FieldRow kFields[] = {
    {"count_unit", Vocabulary::kCountUnit},
    {"kind", Vocabulary::kKind},
    {"weekday", Vocabulary::kWeekday},
    {"hour", Vocabulary::kHour},
    {"time_basis", Vocabulary::kTimeBasis},
    {"time_precision", Vocabulary::kTimePrecision},
    {"location", Vocabulary::kLocation},
    {"place_basis", Vocabulary::kPlaceBasis},
    {"weapon", Vocabulary::kWeapon},
    {"weapon_use", Vocabulary::kWeaponUse},
    {"setting", Vocabulary::kSetting},
    {"relationship", Vocabulary::kRelationship},
    {"victim_age", Vocabulary::kAgeBand},
    {"victim_sex", Vocabulary::kSex},
    {"harm", Vocabulary::kHarm},
    {"harm_basis", Vocabulary::kHarmBasis},
    {"domestic_abuse", Vocabulary::kFlag},
    {"alcohol", Vocabulary::kFlag},
    {"drugs", Vocabulary::kFlag},
    {"hate", Vocabulary::kFlag},
    {"group", Vocabulary::kFlag},
    {"exploitation", Vocabulary::kFlag},
    {"reported_to_police", Vocabulary::kFlag},
    {"police_outcome", Vocabulary::kPoliceOutcome},
    {"knife_flag_source", Vocabulary::kKnifeFlagSource},
    {"ed_disposal", Vocabulary::kEdDisposal},
    {"fire_class", Vocabulary::kFireClass},
    {"gravity_scale", Vocabulary::kGravityScale},
    {"gravity", std::nullopt},
    {"exclusion_reason_1", Vocabulary::kExclusionReason},
    {"exclusion_reason_2", Vocabulary::kExclusionReason},
    {"exclusion_reason_3", Vocabulary::kExclusionReason},
    {"exclusion_permanent", Vocabulary::kFlag},
};
static_assert(std::size(kFields) == kFieldCount);

const VocabularyRow& row_of(Vocabulary vocabulary) { return kVocabularies[static_cast<std::size_t>(vocabulary)]; }

// One bit a code, so that the check made for every field of every row is one load.
using CodeSet = std::array<bool, 256>;

const CodeSet& codes_of(Vocabulary vocabulary) {
    static const auto sets = [] {
        std::array<CodeSet, kVocabularyCount> made{};
        for (std::size_t v = 0; v < kVocabularyCount; ++v) {
            for (const Term& each : kVocabularies[v].terms) made[v][each.code] = true;
        }
        return made;
    }();
    return sets[static_cast<std::size_t>(vocabulary)];
}

}  // namespace

std::span<const Term> terms(Vocabulary vocabulary) { return row_of(vocabulary).terms; }

std::string_view proto_enum_name(Vocabulary vocabulary) { return row_of(vocabulary).proto_name; }

bool is_term(Vocabulary vocabulary, Code code) { return codes_of(vocabulary)[code]; }

std::string_view term_name(Vocabulary vocabulary, Code code) {
    if (code == kUnspecified) return "unspecified";
    const auto all = terms(vocabulary);
    const auto found = std::ranges::find(all, code, &Term::code);
    return found == all.end() ? "?" : found->name;
}

std::optional<Code> find_term(Vocabulary vocabulary, std::string_view name) {
    const auto all = terms(vocabulary);
    const auto found = std::ranges::find(all, name, &Term::name);
    if (found == all.end()) return std::nullopt;
    return found->code;
}

std::optional<Vocabulary> vocabulary_of(Field field) { return kFields[index_of(field)].vocabulary; }

std::string_view field_name(Field field) { return kFields[index_of(field)].name; }

std::optional<Field> find_field(std::string_view name) {
    const auto* found = std::ranges::find(kFields, name, &FieldRow::name);
    if (found == std::end(kFields)) return std::nullopt;
    return static_cast<Field>(found - std::begin(kFields));
}

const std::array<Field, kFieldCount>& all_fields() {
    static const auto fields = [] {
        std::array<Field, kFieldCount> made{};
        for (std::size_t i = 0; i < kFieldCount; ++i) made[i] = static_cast<Field>(i);
        return made;
    }();
    return fields;
}

std::string_view supply_kind_name(SupplyKind kind) {
    switch (kind) {
        case SupplyKind::kFirst: return "first";
        case SupplyKind::kAddition: return "addition";
        case SupplyKind::kReplacement: return "replacement";
        case SupplyKind::kCorrection: return "correction";
    }
    return "unknown";
}

}  // namespace svd
