#include "hub/definition/compiled.h"

#include <algorithm>

#include "core/base/check.h"
#include "core/base/limits.h"

namespace svd {
namespace {

static_assert(limits::kDefinitionMeasuresMax <= 32, "a measure is one bit of a Matches");
static_assert(limits::kDefinitionClausesMax <= 64, "a clause is one bit of a word");

// What the measure's units ask of the row.
Condition unit_condition(EnumSet<CountUnit> units) {
    Condition condition;
    condition.field = Field::kCountUnit;
    for (const Term& unit : terms(Vocabulary::kCountUnit)) {
        if (units.contains(static_cast<CountUnit>(unit.code))) condition.counts.set(unit.code);
    }
    return condition;
}

// Whether the condition holds for a row of `code` when that stands for `value`, and values under may_count do count.
bool holds(const Condition& condition, Code code, std::size_t value, bool may_count) {
    if (is_absence(code) && condition.counts.test(code)) return true;
    if (is_absence(code) && condition.does_not_count.test(code)) return false;
    return condition.counts.test(value) || (may_count && condition.may_count.test(value));
}

std::uint64_t bit(std::size_t number) { return std::uint64_t{1} << number; }

bool add_once(std::vector<std::uint64_t>& words, std::uint64_t word, std::size_t from) {
    if (std::find(words.begin() + static_cast<std::ptrdiff_t>(from), words.end(), word) != words.end()) return false;
    words.push_back(word);
    return true;
}

}  // namespace

CompiledDefinition::CompiledDefinition(const Definition& definition) {
    std::vector<RuleClause> with_units;  // every clause of any_of, and then its measure's units
    std::vector<const RuleClause*> clauses;
    for (const Measure& measure : definition.measures) {
        for (const RuleClause& clause : measure.any_of) {
            with_units.push_back(clause);
            with_units.back().push_back(unit_condition(measure.units));
        }
    }
    EnumSet<Field> used = {Field::kCountUnit};
    std::size_t next = 0;
    for (const Measure& measure : definition.measures) {
        Bits bits;
        for (std::size_t i = 0; i < measure.any_of.size(); ++i) {
            bits.any_of |= bit(clauses.size());
            clauses.push_back(&with_units[next++]);
        }
        for (const RuleClause& clause : measure.none_of) {
            bits.none_of |= bit(clauses.size());
            clauses.push_back(&clause);
        }
        measures_.push_back(bits);
        any_of_bits_ |= bits.any_of;
        for (const Field field : all_fields()) {
            if (measure.fields().contains(field)) used.insert(field);
        }
    }
    SVD_CHECK(measures_.size() <= limits::kDefinitionMeasuresMax && clauses.size() <= limits::kDefinitionClausesMax);
    for (const Field field : all_fields()) {
        if (!used.contains(field)) continue;
        fields_.push_back(field);
        tables_.push_back(make_table(field, clauses));
    }
}

CompiledDefinition::Table CompiledDefinition::make_table(Field field, const std::vector<const RuleClause*>& clauses) {
    std::uint64_t indifferent = ~std::uint64_t{0};
    std::vector<std::pair<std::size_t, const Condition*>> conditions;
    for (std::size_t number = 0; number < clauses.size(); ++number) {
        const auto found = std::ranges::find(*clauses[number], field, &Condition::field);
        if (found == clauses[number]->end()) continue;
        conditions.emplace_back(number, &*found);
        indifferent &= ~bit(number);
    }
    Table table;
    for (std::size_t code = 0; code < 256; ++code) {
        const std::size_t first = table.cases.size();
        table.first_case[code] = static_cast<std::uint32_t>(first);
        table.possible[code] = 0;
        table.certain[code] = ~std::uint64_t{0};
        const Codes values = may_stand_for(field, static_cast<Code>(code));
        for (std::size_t value = 0; value < values.size(); ++value) {
            if (!values.test(value)) continue;
            for (const bool may_count : {false, true}) {
                std::uint64_t satisfied = indifferent;
                for (const auto& [number, condition] : conditions) {
                    if (holds(*condition, static_cast<Code>(code), value, may_count)) satisfied |= bit(number);
                }
                if (!add_once(table.cases, satisfied, first)) continue;
                table.possible[code] |= satisfied;
                table.certain[code] &= satisfied;
            }
        }
    }
    table.first_case[256] = static_cast<std::uint32_t>(table.cases.size());
    return table;
}

Matches CompiledDefinition::match(const RowCodes& row) const {
    Open open;
    for (std::size_t slot = 0; slot < fields_.size(); ++slot) narrow(open, slot, row[index_of(fields_[slot])]);
    return decide(open, [&](Field field) { return row[index_of(field)]; });
}

CompiledDefinition::Settled CompiledDefinition::settle(const Open& open) const {
    Settled settled;
    for (std::size_t measure = 0; measure < measures_.size(); ++measure) {
        const Bits& bits = measures_[measure];
        const auto flag = static_cast<std::uint32_t>(bit(measure));
        if ((open.possible & bits.any_of) == 0 || (open.certain & bits.none_of) != 0) continue;
        if ((open.certain & bits.any_of) != 0 && (open.possible & bits.none_of) == 0) {
            settled.matches.counts |= flag;
        } else if (std::has_single_bit(open.possible & ~open.certain & bits.all())) {
            settled.matches.may_count |= flag;  // all hangs on one clause, whose fields are independent of each other
        } else {
            settled.unsettled |= flag;
        }
    }
    return settled;
}

// Goes through the sets of clauses that the row's cases satisfy, not through the cases: there are at most two to the
// number of the measure's clauses.
void CompiledDefinition::settle_exactly(std::size_t measure, const Open& open, const RowCodes& row,
                                        Matches& matches) const {
    const Bits& bits = measures_[measure];
    std::vector<std::uint64_t> reached = {open.possible & bits.all()};
    std::vector<std::uint64_t> further;
    for (std::size_t slot = 0; slot < fields_.size(); ++slot) {
        const auto cases = tables_[slot].cases_of(row[index_of(fields_[slot])]);
        if (cases.size() == 1) continue;  // it has ruled out in `possible` all that it does not satisfy
        further.clear();
        for (const std::uint64_t clauses : reached) {
            for (const std::uint64_t satisfied : cases) add_once(further, clauses & satisfied, 0);
        }
        reached.swap(further);
    }
    bool some_count = false;
    bool some_do_not = false;
    for (const std::uint64_t clauses : reached) {
        const bool counts = (clauses & bits.any_of) != 0 && (clauses & bits.none_of) == 0;
        (counts ? some_count : some_do_not) = true;
    }
    const auto flag = static_cast<std::uint32_t>(bit(measure));
    if (some_count) (some_do_not ? matches.may_count : matches.counts) |= flag;
}

EnumSet<Field> CompiledDefinition::open_fields(std::size_t measure, const RowCodes& row) const {
    Open open;
    for (std::size_t slot = 0; slot < fields_.size(); ++slot) narrow(open, slot, row[index_of(fields_[slot])]);
    const std::uint64_t undecided = open.possible & ~open.certain & measures_[measure].all();
    EnumSet<Field> found;
    for (std::size_t slot = 0; slot < fields_.size(); ++slot) {
        const Code code = row[index_of(fields_[slot])];
        if ((tables_[slot].possible[code] & ~tables_[slot].certain[code] & undecided) != 0) found.insert(fields_[slot]);
    }
    return found;
}

RowCodes codes_of(const AggregateReturn& aggregate) {
    RowCodes row{};
    for (const Field field : all_fields()) {
        const bool extra = index_of(field) >= kFirstExtraField;
        row[index_of(field)] = extra ? kUnspecified : kNotCollected;
    }
    row[index_of(Field::kCountUnit)] = aggregate.count_unit;
    row[index_of(Field::kKind)] = aggregate.kind;
    row[index_of(Field::kWeapon)] = aggregate.weapon;
    row[index_of(Field::kSetting)] = aggregate.setting;
    row[index_of(Field::kVictimAge)] = aggregate.victim_age;
    row[index_of(Field::kVictimSex)] = aggregate.victim_sex;
    row[index_of(Field::kReportedToPolice)] = aggregate.reported_to_police;
    row[index_of(Field::kLocation)] = aggregate.place.location;
    row[index_of(Field::kPlaceBasis)] = aggregate.place.basis;
    return row;
}

}  // namespace svd
