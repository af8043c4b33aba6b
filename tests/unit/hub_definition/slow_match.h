// What a measure says of a row, the slow and obvious way: every case that the row may stand for is written out in full
// and looked at by itself.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "hub/definition/compiled.h"

namespace svd::test {

class SlowMatch {
public:
    SlowMatch(const Measure& measure, const RowCodes& row) : measure_(measure), row_(row) {
        for (const Field field : all_fields()) {
            if (!measure.fields().contains(field)) continue;
            fields_.push_back(field);
            const Codes values = may_stand_for(field, row[index_of(field)]);
            for (std::size_t value = 0; value < 256; ++value) {
                if (values.test(value)) values_[index_of(field)].push_back({value, is_under_may_count(field, value)});
            }
        }
    }

    std::string answer() {
        if (!measure_.units.contains(static_cast<CountUnit>(row_[index_of(Field::kCountUnit)]))) return "no";
        go_through(0);
        return yes_ > 0 && no_ > 0 ? "may count" : yes_ > 0 ? "counts" : "no";
    }

private:
    // One case: a value for each field, and whether values under may_count count in it.
    void go_through(std::size_t next) {
        if (yes_ > 0 && no_ > 0) return;
        if (next == fields_.size()) {
            ++(counts() ? yes_ : no_);
            return;
        }
        const std::size_t field = index_of(fields_[next]);
        for (const auto& [value, under_may_count] : values_[field]) {
            value_[field] = value;
            may_count_[field] = false;
            go_through(next + 1);
            if (!under_may_count) continue;
            may_count_[field] = true;
            go_through(next + 1);
        }
    }

    bool is_under_may_count(Field field, std::size_t value) const {
        for (const auto* clauses : {&measure_.any_of, &measure_.none_of}) {
            for (const RuleClause& clause : *clauses) {
                for (const Condition& condition : clause) {
                    if (condition.field == field && condition.may_count.test(value)) return true;
                }
            }
        }
        return false;
    }

    bool counts() const {
        return std::ranges::any_of(measure_.any_of, [&](const RuleClause& clause) { return holds(clause); }) &&
               std::ranges::none_of(measure_.none_of, [&](const RuleClause& clause) { return holds(clause); });
    }

    bool holds(const RuleClause& clause) const {
        return std::ranges::all_of(clause, [&](const Condition& condition) {
            const std::size_t field = index_of(condition.field);
            const Code code = row_[field];
            if (code >= kUnknown && code <= kWithheld) {
                if (condition.counts.test(code)) return true;
                if (condition.does_not_count.test(code)) return false;
            }
            if (condition.may_count.test(value_[field])) return may_count_[field];
            return condition.counts.test(value_[field]);
        });
    }

    const Measure& measure_;
    const RowCodes& row_;
    std::vector<Field> fields_;
    std::array<std::vector<std::pair<std::size_t, bool>>, kFieldCount> values_;
    std::array<std::size_t, kFieldCount> value_{};
    std::array<bool, kFieldCount> may_count_{};
    std::uint64_t yes_ = 0, no_ = 0;
};

}  // namespace svd::test
