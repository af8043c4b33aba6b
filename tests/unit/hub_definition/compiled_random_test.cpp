#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>

#include "hub/definition/compiled.h"
#include "hub/state/block.h"
#include "tests/unit/hub_definition/row_text.h"
#include "tests/unit/hub_definition/slow_match.h"

namespace svd {
namespace {

// Of any four in a row only one has many values, so that every case of a row can be written out.
constexpr Field kFields[] = {Field::kGravity,   Field::kVictimSex,        Field::kDomesticAbuse,
                             Field::kAlcohol,   Field::kVictimAge,        Field::kKnifeFlagSource,
                             Field::kHarmBasis, Field::kReportedToPolice, Field::kExclusionReason2};

class Maker {
public:
    explicit Maker(std::uint64_t seed) : random_(seed) {}

    std::size_t below(std::size_t bound) { return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_); }
    bool once_in(std::size_t times) { return below(times) == 0; }

    Definition definition() {
        Definition made;
        const std::size_t measures = 1 + below(6);
        for (std::size_t i = 0; i < measures; ++i) made.measures.push_back(measure());
        return made;
    }

    RowCodes row() {
        RowCodes codes{};
        codes[index_of(Field::kCountUnit)] = static_cast<Code>(once_in(4) ? 11 : 10);
        for (const Field field : kFields) codes[index_of(field)] = code(field);
        return codes;
    }

private:
    Measure measure() {
        Measure made;
        made.units.insert(CountUnit::kRecordedCrime);
        if (once_in(3)) made.units.insert(CountUnit::kIncidentReport);
        const std::size_t from = below(std::size(kFields) - 3);  // few fields, so that clauses meet
        const std::size_t clauses = 1 + below(4);
        for (std::size_t i = 0; i < clauses; ++i) made.any_of.push_back(clause(from));
        while (once_in(3) && made.none_of.size() < 3) made.none_of.push_back(clause(from));
        return made;
    }

    RuleClause clause(std::size_t from) {
        RuleClause made;
        for (std::size_t i = from; i < from + 4; ++i) {
            if (once_in(2)) made.push_back(condition(kFields[i]));
        }
        if (made.empty()) made.push_back(condition(kFields[from + below(4)]));
        std::ranges::sort(made, {}, &Condition::field);
        return made;
    }

    Condition condition(Field field) {
        Condition made;
        made.field = field;
        const bool all_but_one = once_in(4);  // two such clauses leave nothing out
        for (std::size_t value = 1; value < 256; ++value) {
            if (!values_of(field).test(value)) continue;
            if (all_but_one ? !once_in(8) : once_in(2)) made.counts.set(value);
            else if (once_in(8)) made.may_count.set(value);
        }
        for (Code absence = kUnknown; absence <= kWithheld && vocabulary_of(field); ++absence) {
            if (once_in(12)) made.counts.set(absence);
            else if (once_in(12)) made.does_not_count.set(absence);
        }
        return made;
    }

    Code code(Field field) {
        const auto vocabulary = vocabulary_of(field);
        if (!vocabulary) return static_cast<Code>(below(9));
        if (index_of(field) >= kFirstExtraField && once_in(4)) return kUnspecified;
        const auto all = terms(*vocabulary);
        return once_in(2) ? static_cast<Code>(kUnknown + below(3)) : all[below(all.size())].code;
    }

    std::mt19937_64 random_;
};

// What one gets by asking clause by clause, as if they had nothing to do with each other.
class ByClauses {
public:
    explicit ByClauses(const Measure& measure) : any_of_(measure.any_of.size()), compiled_(split(measure)) {}

    std::string answer(const RowCodes& row) const {
        const Matches matches = compiled_.match(row);
        const std::uint32_t any_of = (std::uint32_t{1} << any_of_) - 1;
        const std::uint32_t possible = matches.counts | matches.may_count;
        if ((possible & any_of) == 0 || (matches.counts & ~any_of) != 0) return "no";
        return (matches.counts & any_of) != 0 && (possible & ~any_of) == 0 ? "counts" : "may count";
    }

private:
    static CompiledDefinition split(const Measure& measure) {
        Definition parts;
        for (const auto* clauses : {&measure.any_of, &measure.none_of}) {
            for (const RuleClause& clause : *clauses) {
                Measure part;
                part.units = measure.units;
                part.any_of.push_back(clause);
                parts.measures.push_back(part);
            }
        }
        return CompiledDefinition(parts);
    }

    std::size_t any_of_;
    CompiledDefinition compiled_;
};

TEST_CASE("compiled: agrees with writing out every case of a row") {
    constexpr std::uint64_t kSeed = 20260711;
    MESSAGE("seed ", kSeed);
    Maker maker(kSeed);
    std::map<std::string, int> answers;
    int settled_only_together = 0;
    for (int round = 0; round < 100; ++round) {
        const Definition definition = maker.definition();
        const CompiledDefinition compiled(definition);
        std::vector<ByClauses> by_clauses(definition.measures.begin(), definition.measures.end());
        for (int i = 0; i < 15; ++i) {
            const RowCodes row = maker.row();
            const Matches matches = compiled.match(row);
            for (std::size_t m = 0; m < definition.measures.size(); ++m) {
                CAPTURE(round);
                CAPTURE(i);
                CAPTURE(m);
                const std::string told = test::answer(matches, m);
                REQUIRE(told == test::SlowMatch(definition.measures[m], row).answer());
                ++answers[told];
                if (told != by_clauses[m].answer(row)) ++settled_only_together;
                if (told == "may count") REQUIRE_FALSE(compiled.open_fields(m, row).empty());
            }
        }
    }
    CHECK(answers["counts"] > 500);
    CHECK(answers["no"] > 500);
    CHECK(answers["may count"] > 500);
    CHECK(settled_only_together > 50);  // or the test says nothing of what the tables alone get wrong
}

TEST_CASE("compiled: a block's rows one by one are what its columns say") {
    constexpr std::uint64_t kSeed = 711;
    MESSAGE("seed ", kSeed);
    Maker maker(kSeed);
    int differing = 0;
    for (int round = 0; round < 100; ++round) {
        const CompiledDefinition compiled(maker.definition());
        const RowCodes base = maker.row();
        std::vector<Cell> cells;
        for (int i = 0; i < 12; ++i) {
            Cell cell{{0, base}, 1};
            const RowCodes other = maker.row();
            for (const Field field : {Field::kCountUnit, Field::kVictimSex, Field::kAlcohol, Field::kGravity}) {
                cell.key.codes[index_of(field)] = other[index_of(field)];
            }
            cells.push_back(cell);
        }
        std::ranges::sort(cells, {}, &Cell::key);
        const auto repeated = std::ranges::unique(cells, {}, &Cell::key);
        cells.erase(repeated.begin(), repeated.end());
        const Block block(cells);
        const ColumnMatcher matcher(compiled, block);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            REQUIRE(matcher[i] == compiled.match(cells[i].key.codes));
            if (!(matcher[i] == matcher[0])) ++differing;
        }
    }
    CHECK(differing > 100);
}

}  // namespace
}  // namespace svd
