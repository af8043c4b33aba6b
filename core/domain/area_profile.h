// The joint profile of one area over one period: what every party supplied about it, side by side.
//
// Figures of different count units, and of different parties, are never added.  A figure is a number only where
// its status says that there is one: a month that was not supplied is never 0, and a period with such a month
// says that it is partial.  Every record that could concern the area is somewhere in here, or is counted among
// those that could not be placed.
//
// A plain value with one order throughout: parties by id, then unit, kind and area by code.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/area.h"
#include "core/domain/figure_table.h"
#include "core/domain/month.h"
#include "core/domain/vocabulary.h"

namespace svd {

struct ProfileResidents {
    std::string source;
    std::string reference_date;
    std::uint64_t persons = 0;
};

struct ProfileArea {
    AreaRef ref;
    AreaLevel level = AreaLevel::kDistrict;
    std::string name;  // in the last month of the period
    std::vector<ProfileResidents> residents;
};

struct MonthCoverage {
    Month month;
    FigureStatus status = FigureStatus::kNotSupplied;
    Code reason = kUnspecified;            // a NotAvailableReason, with kNotAvailable
    std::optional<std::uint64_t> records;  // rows in the area; none where the month was not supplied
};

struct KindFigures {
    Code kind = kUnspecified;
    Figure total;                  // over the period
    std::vector<Figure> by_month;  // of each month of the period; empty for a part
};

// Records by how well one field is known.  `not_given` counts records without that agency extra.
struct FieldQuality {
    Field field{};
    std::uint64_t known = 0, unknown = 0, not_collected = 0, withheld = 0, not_given = 0;
};

// The numbers are those of proto UnplacedReason; the first four are those of the vocabulary's Location.
enum class UnplacedReason : std::uint8_t {
    kUnknown = 1,
    kNotCollected = 2,
    kWithheld = 3,
    kOutsideArea = 11,  // located outside the party's own area
    kWiderArea = 20,    // located no closer than to an area that reaches beyond this one
};
std::string_view unplaced_reason_name(UnplacedReason reason);

// Records that could not be placed.  Those of kWiderArea name it; the others are party-wide.
struct UnplacedCount {
    UnplacedReason reason = UnplacedReason::kUnknown;
    std::optional<AreaRef> area;
    Code kind = kUnspecified;  // given only where the whole of a party's area is in the profile
    std::uint64_t count = 0;
};

// What one party counts in one unit.
struct UnitProfile {
    CountUnit unit{};
    FigureStatus status = FigureStatus::kNotSupplied;  // of the period as a whole
    std::uint32_t months_covered = 0;
    std::uint64_t records = 0;           // rows in the area
    std::uint64_t best_fit_records = 0;  // of those, placed in it by a best fit and not exactly
    std::vector<MonthCoverage> coverage;
    std::vector<KindFigures> kinds;
    std::vector<FieldQuality> quality;
    std::vector<UnplacedCount> unplaced;
};

struct PartyProfile {
    std::string id;
    std::string name;
    std::string agency_kind;  // police; empty for a party that is no longer configured
    bool whole_area = true;   // it speaks for all of the area, and not only for a part
    bool holds_all_unplaced = false;  // the area holds the whole of one of the party's areas
    std::uint64_t records = 0;  // rows in the area, of whatever unit: a measure of supply
    std::vector<UnitProfile> units;
};

// A part's figures of one party and unit.
struct PartUnit {
    std::string party;
    CountUnit unit{};
    FigureStatus status = FigureStatus::kNotSupplied;
    std::uint32_t months_covered = 0;
    std::uint64_t best_fit_records = 0;
    std::vector<KindFigures> kinds;
};

struct ProfilePart {
    ProfileArea area;
    std::vector<PartUnit> units;
};

// Why records of the area are in none of its parts.  The numbers are those of proto NotCarriedReason.
enum class NotCarriedReason : std::uint8_t {
    kAreaTooWide = 10,       // they are placed no closer than in an area wider than a part
    kBoundaryChanged = 11,   // their area was split, merged or redrawn between the two vintages
    kNoLookup = 12,          // the reference data has no link from their area to that level
};
std::string_view not_carried_reason_name(NotCarriedReason reason);

struct NotCarried {
    std::string party;
    CountUnit unit{};
    NotCarriedReason reason{};
    Code kind = kUnspecified;
    std::uint64_t count = 0;
};

struct ProfileParts {
    AreaLevel level = AreaLevel::kDistrict;
    std::uint16_t vintage = 0;  // 0: whichever was in force
    std::vector<ProfilePart> areas;
    std::vector<NotCarried> not_carried;
};

// Ready-made counts, as sent.  Only exact counts that are alike in everything are added.
struct AggregateFigure {
    std::string party;
    AreaRef area;
    Month from, to;
    Code count_unit = 0, kind = 0, weapon = 0, setting = 0, victim_age = 0, victim_sex = 0, reported_to_police = 0;
    Code treatment = 0;
    std::uint32_t returns = 1;             // how many were added
    std::optional<std::uint64_t> count;    // none where the sender suppressed it
};

struct CohortFigure {
    std::string party;
    AreaRef area;
    Month as_at;
    Code order_type = 0, risk_band = 0, age_band = 0, offence = 0, treatment = 0;
    std::uint32_t returns = 1;
    std::optional<std::uint64_t> people;
};

// Live aggregates and cohorts that touch the period and could concern the area, and are not in the profile.
struct ReturnsNotShown {
    std::string party;
    std::uint32_t reaching_beyond_period = 0;
    std::uint32_t without_area = 0;
    std::uint32_t of_wider_area = 0;
};

// Of a document that figures were made with.
struct DocumentVersion {
    std::string name;
    std::uint32_t version = 0;
    std::string sha256;  // of its canonical form
    std::string title;
};

struct ProfileVersions {
    std::vector<DocumentVersion> definitions;
    std::optional<DocumentVersion> series_breaks;
    std::vector<std::string> denominators;  // ons-mid-2020, 2020-06-30
    std::string methods;                    // of statistics
};

struct AreaProfile {
    std::string notice;
    ProfileArea area;
    Period period;
    std::uint64_t snapshot = 0;  // it was computed from the entries of the log before this one
    std::string geography_edition;
    std::string definition = "all-kinds";  // of serious violence, of the first table with one; all-kinds: none has
    std::uint32_t definition_version = 1;
    std::string disclosure = "off";
    std::vector<std::string> notes;
    std::vector<PartyProfile> parties;
    std::optional<ProfileParts> parts;
    std::vector<AggregateFigure> aggregates;
    std::vector<CohortFigure> cohorts;
    std::vector<ReturnsNotShown> returns_not_shown;
    ProfileVersions versions;
    std::vector<FigureTable> tables;
};

}  // namespace svd
