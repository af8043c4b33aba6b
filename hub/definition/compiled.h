// A definition made ready to be asked of many rows: a few table look-ups for each field that it looks at.
//
// Every clause of every measure is one bit.  For each field a table of 256 words says which clauses a code satisfies
// for certain and which it may satisfy; the words of a row are AND-ed.  That settles most rows.  Where two or more
// clauses of a measure are open at once the words alone are not exact (a row of unknown weapon counts when one clause
// takes knives and another all else), and the cases that the row may stand for are gone through by the clauses they satisfy.
//
// The answer is exact: a measure counts a row when every case that the row may stand for counts, does not when none
// does, and cannot be told otherwise.
//
// Immutable; any thread.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/domain/submission.h"
#include "hub/definition/definition.h"

namespace svd {

using RowCodes = std::array<Code, kFieldCount>;  // indexed by Field

// One bit for each measure, in the definition's order.  No measure has both.
struct Matches {
    std::uint32_t counts = 0;
    std::uint32_t may_count = 0;  // cannot be told
    bool operator==(const Matches&) const = default;
};

class CompiledDefinition {
public:
    explicit CompiledDefinition(const Definition& definition);  // which it does not keep

    Matches match(const RowCodes& row) const;

    // The fields whose codes leave it open whether that measure counts the row, for which it must be that it cannot be
    // told; the row's code in each says why: unknown, not_collected, withheld, or a term that is too coarse.
    EnumSet<Field> open_fields(std::size_t measure, const RowCodes& row) const;

    // The clauses that are not ruled out, and those that hold for certain, by what was looked at so far.
    struct Open {
        std::uint64_t possible = ~std::uint64_t{0};
        std::uint64_t certain = ~std::uint64_t{0};
    };
    std::span<const Field> fields() const { return fields_; }  // that it looks at; a slot is an index into this
    void narrow(Open& open, std::size_t slot, Code code) const {
        open.possible &= tables_[slot].possible[code];
        open.certain &= tables_[slot].certain[code];
    }
    // When all fields were looked at; code_of(Field) gives the row's code.
    template <class CodeOf>
    Matches decide(const Open& open, CodeOf&& code_of) const {
        if ((open.possible & any_of_bits_) == 0) return {};
        auto [matches, unsettled] = settle(open);
        if (unsettled == 0) return matches;
        RowCodes row{};
        for (const Field field : fields_) row[index_of(field)] = code_of(field);
        for (; unsettled != 0; unsettled &= unsettled - 1) {
            settle_exactly(static_cast<std::size_t>(std::countr_zero(unsettled)), open, row, matches);
        }
        return matches;
    }

private:
    struct Table {
        std::array<std::uint64_t, 256> possible{};
        std::array<std::uint64_t, 256> certain{};
        // The clauses satisfied in each case that a code may stand for, distinct: cases[first_case[c]] and on.
        std::array<std::uint32_t, 257> first_case{};
        std::vector<std::uint64_t> cases;

        std::span<const std::uint64_t> cases_of(Code code) const {
            return std::span(cases).subspan(first_case[code], first_case[code + 1U] - first_case[code]);
        }
    };
    struct Bits {
        std::uint64_t any_of = 0, none_of = 0;
        std::uint64_t all() const { return any_of | none_of; }
    };
    struct Settled {
        Matches matches;
        std::uint32_t unsettled = 0;
    };

    static Table make_table(Field field, const std::vector<const RuleClause*>& clauses);
    Settled settle(const Open& open) const;
    void settle_exactly(std::size_t measure, const Open& open, const RowCodes& row, Matches& matches) const;

    std::vector<Field> fields_;
    std::vector<Table> tables_;
    std::vector<Bits> measures_;
    std::uint64_t any_of_bits_ = 0;
};

// Asks every row of a table of columns, such as a block of hub/state: columns.codes(Field) gives a column with
// operator[](row) and is_same().  A column with one value throughout is looked at once.  Both arguments must outlive it.
template <class Columns>
class ColumnMatcher {
public:
    ColumnMatcher(const CompiledDefinition& definition, const Columns& columns)
        : definition_(definition), columns_(columns) {
        const auto fields = definition.fields();
        for (std::size_t slot = 0; slot < fields.size(); ++slot) {
            const auto column = columns.codes(fields[slot]);
            if (column.is_same()) definition.narrow(same_, slot, column[0]);
            else varying_.push_back({slot, column});
        }
    }

    Matches operator[](std::size_t row) const {
        CompiledDefinition::Open open = same_;
        for (const Varying& each : varying_) definition_.narrow(open, each.slot, each.column[row]);
        return definition_.decide(open, [&](Field field) { return columns_.codes(field)[row]; });
    }

private:
    struct Varying {
        std::size_t slot;
        decltype(std::declval<const Columns&>().codes(Field::kKind)) column;
    };
    const CompiledDefinition& definition_;
    const Columns& columns_;
    CompiledDefinition::Open same_;
    std::vector<Varying> varying_;
};

// A ready-made count as the row that all its records have in common: what such a count does not say was not collected.
RowCodes codes_of(const AggregateReturn& aggregate);

}  // namespace svd
