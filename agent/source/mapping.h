// How an agency's columns become the vocabulary: a TOML file, with code tables as CSV files beside it.
//
// A mapping is read strictly: an unknown key, field, term or table column is an error with its line and, where one
// is near, the word that was probably meant.  Nothing of a record leaves but terms that the mapping names, a month
// with perhaps a weekday and an hour, and a GSS code.  docs/reference/mapping.md describes the file.
//
// Immutable once loaded; any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "agent/source/csv_reader.h"
#include "agent/source/slot.h"
#include "core/base/result.h"

namespace svd::agent {

// As cells, table keys and headers are compared: trimmed, ASCII letters small, inner runs of blanks one.
std::string fold(std::string_view text);

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
};
using TermTable = std::unordered_map<std::string, Code, TextHash, std::equal_to<>>;  // keys are folded

// What becomes of a value that the table does not hold.
enum class OnUnknown : std::uint8_t { kReject, kUnknown, kWarn };

// A blank cell means `term` where another field of the record holds `is`.
struct BlankWhen {
    Slot field = Field::kKind;
    Code is = kUnspecified;
    Code term = kUnspecified;
};

// What a cell holds that its table does not: a code that ought to be there, an age, or a date of birth.
enum class Reading : std::uint8_t { kTerms, kAge, kDateOfBirth };

struct FieldRule {
    Slot field = Field::kKind;
    Reading reading = Reading::kTerms;
    std::vector<std::string> formats;  // of dates of birth
    std::vector<std::string> columns;  // alternatives, the first that the file has; none with a constant
    std::optional<Code> constant;
    TermTable table;
    std::string table_name;  // crime_types.csv, or "values"
    OnUnknown unknown = OnUnknown::kReject;
    std::optional<Code> missing;  // of an export that has no such column; without it such a file is refused
    std::optional<Code> blank;
    std::vector<BlankWhen> blank_when;
    std::uint32_t line = 0;
};

// [map.month], which gives no more than a month, or [map.time].
struct TimeRule {
    std::vector<std::string> columns;
    std::vector<std::string> formats;  // of %Y %m %d %b %H %M %S and literal characters
    std::vector<std::string> clock_columns;  // of the time of day, where it stands apart
    std::vector<std::string> clock_formats;
    std::vector<std::string> clock_unknown;  // folded texts that mean that the time of day is not known
    bool midnight_is_unknown = false;
    bool sets_precision = false;  // weekday, hour and time_precision come from here
    Code finest = kUnspecified;   // a TimePrecision; finer than this stays
    std::uint32_t line = 0;
};

struct NamedArea {
    AreaCode code;
    Code level = kUnspecified;
};

struct AreaRule {
    std::vector<std::string> columns;
    Code level = kUnspecified;           // of the column's codes
    std::vector<std::uint16_t> vintages;        // the first in which the code exists
    Code blank = kUnknown;                      // a Location term
    std::vector<std::string> placeholders;      // folded texts that mean blank
    // An agency's own names or numbers of areas, folded; without it the column has GSS codes.
    std::unordered_map<std::string, NamedArea, TextHash, std::equal_to<>> table;
    std::string table_name;
    OnUnknown unknown = OnUnknown::kReject;  // a value that is not in the table
    std::uint32_t line = 0;
};

// clang-format off
enum class PeriodKind : std::uint8_t {
    kMonth, kQuarter, kFinancialQuarter, kCalendarYear, kFinancialYear, kAcademicYear,
};
// clang-format on
enum class YearNamed : std::uint8_t { kBoth, kFirst, kLast };  // what 2021 alone means, if anything

// [map.period] of aggregates, [map.as_at] of cohorts.
struct PeriodRule {
    std::vector<std::string> columns;     // none with a constant
    std::vector<std::string> to_columns;  // of the end, where first and last day stand apart
    std::optional<Period> constant;
    std::vector<std::string> formats;     // of months and of first and last days
    PeriodKind kind = PeriodKind::kMonth;
    YearNamed year_named = YearNamed::kBoth;
    bool last_day = false;  // a date must be the last of its month
    std::uint32_t line = 0;
};

// What a cell that is no number stands for.
struct Figure {
    bool available = true;  // else the record is passed over: it has nothing to say
    Code treatment = kUnspecified;
    std::uint64_t count = 0;
};

struct CountRule {
    std::vector<std::string> columns;
    Code treatment = kUnspecified;  // what the agency did to its counts
    std::unordered_map<std::string, Figure, TextHash, std::equal_to<>> marks;  // keys are folded
    std::uint32_t line = 0;
};

struct Mapping {
    std::string name;
    std::uint32_t version = 1;
    std::string title;
    CsvOptions csv;
    std::vector<std::string> ignore;  // folded names of columns that are known and stay
    RowKind rows = RowKind::kIncident;  // kAggregate, kCohort: what a record becomes
    TimeRule time;                      // of incidents
    PeriodRule period;                  // of the others
    CountRule count;
    std::optional<AreaRule> area;   // without one, every place is not_collected
    std::vector<FieldRule> fields;  // in the order of slots_of(rows), only those mapped
    std::optional<Code> default_term;

    // Every problem at once, one a line, each with its line number.
    static Result<Mapping> load(const std::filesystem::path& file);
};

}  // namespace svd::agent
