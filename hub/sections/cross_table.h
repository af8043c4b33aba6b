// A table with the terms of one field as columns: hours, weapons, settings, sexes.
//
// Every record of a row is in one of its columns: the field's values in full detail, then coarse terms and absences
// (unknown, not_collected, withheld; not_given for an agency's extra) where some row has them.  Where a row has records
// and the field is known of none of them, its values are no numbers: their status says why, and is never a zero.
//
// Not thread-safe.
#pragma once

#include <functional>
#include <string>

#include "hub/sections/rows.h"

namespace svd {

// Records by how well one field is known; values that are too coarse are known.
struct Knowledge {
    std::uint64_t known = 0, unknown = 0, not_collected = 0, withheld = 0;
    void add(Code code, std::uint64_t count);
    std::uint64_t total() const { return known + unknown + not_collected + withheld; }
};

// A number of records with some value of that field.
Figure figure_of(const Coverage& coverage, std::uint64_t count, const Knowledge& knowledge);
Statistic known_share(const Coverage& coverage, const Knowledge& knowledge);

// Of a row with those figures; a share is of what is known, and of a period that is wholly covered or not: never of none.
void add_share(FigureRow& row, const Coverage& coverage, std::uint64_t part, const Knowledge& knowledge);

class CrossTable {
public:
    // How many records of the row have the term at that position of FieldCodes.
    using CountAt = std::function<std::uint64_t(std::size_t position)>;

    // Columns are named by the field's terms.
    CrossTable(FigureTable table, Field columns);

    // Fills the row's figures and adds what is known of the columns' field.
    void add(FigureRow row, const Coverage& coverage, const CountAt& count);
    FigureTable& table() { return table_; }
    FigureTable take();

    std::size_t positions() const { return codes_.codes.size(); }
    Code code(std::size_t position) const { return codes_.codes[position]; }

private:
    FigureTable table_;
    Vocabulary vocabulary_;
    FieldCodes codes_;
    std::vector<std::size_t> order_;  // positions: first those that are always shown
    std::size_t always_ = 0;
    std::vector<bool> needed_;  // by place in order_
};

// The terms of a field in the order in which tables show them: values, coarse terms, absences, none.
std::vector<std::size_t> shown_order(const FieldCodes& codes, Vocabulary vocabulary);
bool is_full_detail(Vocabulary vocabulary, Code code);
std::string shown_name(Vocabulary vocabulary, Code code);  // not_given for 0

// The kinds that are violence, also those that a source does not split, and those that are not known: not the context
// that a partnership reports beside them.
const Codes& violence_kinds();

// What rows are of: all violence of a party and unit, or one measure of the definition.
struct Subject {
    const SectionParty& party;
    CountUnit unit;
    const Coverage& coverage;
    std::size_t measure = 0;
    std::string name;  // of the measure; empty: all violence
    UnitKey key() const { return {party.index, unit}; }
};
// Parties that report no violence, such as councils with antisocial behaviour alone, have no rows of all violence.
void for_each_subject(const SectionInput& input, bool by_measure, const Period& period,
                      const std::function<void(const Subject&)>& visit);
Breakdown of_subjects(bool by_measure, std::vector<Field> fields, Spans spans);
FigureTable start_of_subjects(const SectionInput& input, bool by_measure, std::string_view name,
                              std::string_view title);  // weapons, or measures-weapons

inline constexpr Code kFlagNo = 10, kFlagYes = 11;
inline constexpr std::string_view kAll = "all";  // as a key: whatever that dimension is

}  // namespace svd
