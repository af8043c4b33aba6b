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
#include "core/base/result.h"
#include "core/domain/vocabulary.h"

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
    Field field = Field::kKind;
    Code is = kUnspecified;
    Code term = kUnspecified;
};

// What a cell holds that its table does not: a code that ought to be there, an age, or a date of birth.
enum class Reading : std::uint8_t { kTerms, kAge, kDateOfBirth };

struct FieldRule {
    Field field = Field::kKind;
    Reading reading = Reading::kTerms;
    std::vector<std::string> formats;  // of dates of birth
    std::vector<std::string> columns;  // alternatives, the first that the file has; none with a constant
    std::optional<Code> constant;
    TermTable table;
    std::string table_name;  // crime_types.csv, or "values"
    OnUnknown unknown = OnUnknown::kReject;
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

struct AreaRule {
    std::vector<std::string> columns;
    Code level = kUnspecified;
    std::vector<std::uint16_t> vintages;        // the first in which the code exists
    Code blank = kUnknown;                      // a Location term
    std::vector<std::string> placeholders;      // folded texts that mean blank
    std::uint32_t line = 0;
};

struct Mapping {
    std::string name;
    std::uint32_t version = 1;
    std::string title;
    CsvOptions csv;
    std::vector<std::string> ignore;  // folded names of columns that are known and stay
    TimeRule time;
    std::optional<AreaRule> area;   // without one, every place is not_collected
    std::vector<FieldRule> fields;  // in the order of Field, only those mapped
    std::optional<Code> default_term;

    // Every problem at once, one a line, each with its line number.
    static Result<Mapping> load(const std::filesystem::path& file);
};

}  // namespace svd::agent
