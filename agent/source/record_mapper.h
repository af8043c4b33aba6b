// One record of an export becomes one row, or the reasons why not.
//
// Every rule of core/rules is applied here too, so that a record that is ready is one that the hub will accept.
// A value that looks personal in a column that would leave refuses the record, whatever the mapping says of
// unknown values.  Findings name columns, never cells.
//
// What the cells of a column become is remembered by their text, in tables of bounded size, because exports repeat
// themselves: a record costs a few look-ups.  Holds references to what it was made of.  Not thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "agent/source/csv_reader.h"
#include "agent/source/mapping.h"
#include "agent/source/row.h"
#include "agent/source/time_text.h"
#include "core/domain/party.h"
#include "core/domain/submission.h"
#include "core/geography/geography.h"
#include "core/rules/rules.h"

namespace svd::agent {

struct RecordFinding {
    FindingCode code;
    std::int32_t column = -1;  // in the header, -1 for the record as a whole
    std::string_view field;    // of the vocabulary; empty when it is not about one
};

struct MappedRecord {
    Row row;  // means nothing when refused or without a figure
    std::vector<RecordFinding> findings;  // warnings too
    bool refused = false;
    bool without_figure = false;  // of a count that the mapping calls not available: there is nothing to send
    bool ready() const { return !refused && !without_figure; }
};

// A table from cell text to what it becomes.  Full is full: a column of free text cannot make it grow.
template <class T>
class CellCache {
public:
    const T* find(std::string_view text) const {
        const auto at = known_.find(text);
        return at == known_.end() ? nullptr : &at->second;
    }
    void keep(std::string_view text, const T& value) {
        if (known_.size() < kMostCells && text.size() <= kLongestCell) known_.emplace(text, value);
    }

private:
    static constexpr std::size_t kMostCells = 40'000;  // there are 35,672 LSOAs
    static constexpr std::size_t kLongestCell = 128;
    std::unordered_map<std::string, T, TextHash, std::equal_to<>> known_;
};

std::string_view trimmed_cell(std::string_view text);

class RecordMapper {
public:
    // kInvalid names every column that the mapping needs and the header has not.
    static Result<RecordMapper> make(const Mapping& mapping, std::vector<std::string> header,
                                     const RuleContext& context);

    void map(const CsvRecord& record, MappedRecord& mapped);

    const std::vector<std::string>& header() const { return header_; }  // as in the file
    // The header to be shown: a name that looks personal is "column 7".
    const std::vector<std::string>& column_names() const { return names_; }
    std::string_view column_name(std::int32_t column) const;  // empty for -1
    // The column that the field comes from, -1 when it comes from none.
    std::int32_t column_of(Slot slot) const;
    std::int32_t time_column() const { return time_column_; }  // of the period, where rows are counts
    std::int32_t clock_column() const { return clock_column_; }
    std::int32_t count_column() const { return count_column_; }
    std::int32_t area_column() const { return area_column_; }
    std::vector<std::string> staying() const;     // names of columns of which nothing leaves
    std::vector<std::string> not_mapped() const;  // of these, the ones that the mapping does not speak of
    // Whether the file is one of our quarantine files, mended and handed back: its records are additions.
    bool returned_from_quarantine() const { return returned_; }
    // Of a record of such a file: the front of the digest of the file that it was set aside from, which _row holds
    // before the line.  Empty when that is not there.
    std::string_view source_of(const CsvRecord& record) const;

private:
    struct Term {
        Code code = kUnspecified;
        bool blank = false;
        std::optional<FindingCode> finding;
    };
    struct Column {
        const FieldRule* rule = nullptr;
        std::int32_t column = -1;
        CellCache<Term> cache;
    };
    struct When {
        LocalTime time;
        std::optional<FindingCode> finding;
    };
    struct Where {
        Place place;
        std::optional<FindingCode> finding;
        bool only_warns = false;
    };

    RecordMapper(const Mapping& mapping, std::vector<std::string> header, const RuleContext& context)
        : mapping_(&mapping), header_(std::move(header)), names_(header_), context_(context) {}
    std::int32_t find_column(const std::vector<std::string>& alternatives) const;
    std::string settle_columns();
    bool counts() const { return mapping_->rows != RowKind::kIncident; }
    void settle_defaults();
    bool stays(std::size_t column) const;
    Term look_up(const FieldRule& rule, std::string_view text) const;
    Term look_up_unknown(const FieldRule& rule, std::string_view text, bool blank) const;
    Term look_up_birth(const FieldRule& rule, std::string_view text, const LocalTime& time) const;
    When look_up_time(std::string_view text) const;
    Where look_up_area(std::string_view text) const;
    void map_fields(const CsvRecord& record, MappedRecord& mapped);
    std::optional<Period> map_period(const CsvRecord& record, MappedRecord& mapped);
    std::optional<Figure> map_count(const CsvRecord& record, MappedRecord& mapped);
    void map_incident(const CsvRecord& record, MappedRecord& mapped);
    void map_figure(const CsvRecord& record, MappedRecord& mapped);
    void set_term(const Column& column, const Term& term, MappedRecord& mapped);
    void settle_blanks();
    std::optional<LocalTime> map_time(const CsvRecord& record, MappedRecord& mapped);
    void map_births(const CsvRecord& record, const LocalTime& time, MappedRecord& mapped);
    void map_area(const CsvRecord& record, MappedRecord& mapped);
    Where look_up_name(std::string_view text) const;
    Where found_area(AreaIndex index, Code level) const;
    void apply_rules(MappedRecord& mapped);
    void note(MappedRecord& mapped, FindingCode code, std::int32_t column, std::string_view field) const;

    const Mapping* mapping_;
    std::vector<std::string> header_;
    std::vector<std::string> names_;
    RuleContext context_;
    Draft defaults_;
    Draft draft_;  // of the record in hand
    std::vector<Column> columns_;
    std::int32_t time_column_ = -1;
    std::int32_t clock_column_ = -1;
    std::int32_t to_column_ = -1;
    std::int32_t count_column_ = -1;
    std::int32_t area_column_ = -1;
    CellCache<When> times_;
    CellCache<Where> areas_;
    Verdict verdict_;
    std::array<bool, kSlotCount> blank_{};  // of the record in hand
    bool blank_again_ = false;
    bool returned_ = false;
    std::int32_t row_column_ = -1;
};

}  // namespace svd::agent
