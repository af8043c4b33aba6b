#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/base/limits.h"
#include "hub/definition/definition.h"
#include "hub/definition/toml_terms.h"

namespace svd {
namespace {

class DefinitionReader {
public:
    DefinitionReader(const TomlTable& file, std::string_view name)
        : problems_(std::string(name)), root_(file, "", 1, problems_) {}

    Result<Definition> read() {
        if (auto head = root_.table("definition")) read_head(*head);
        else root_.problem("definition", "the table [definition] with name, version, title and source is required.");
        std::vector<TomlReader> measures = root_.tables("measure");
        if (measures.empty()) root_.problem("measure", "at least one [[measure]] is needed.");
        if (measures.size() > limits::kDefinitionMeasuresMax) {
            root_.problem("measure", fmt::format("at most {} of them.", limits::kDefinitionMeasuresMax));
        }
        for (TomlReader& measure : measures) definition_.measures.push_back(read_measure(measure));
        if (clauses_ > limits::kDefinitionClausesMax) {
            root_.problem("measure", fmt::format("more than {} clauses together.", limits::kDefinitionClausesMax));
        }
        root_.finish();
        if (!problems_.empty()) return invalid(problems_.text());
        return std::move(definition_);
    }

private:
    void read_head(TomlReader& head) {
        definition_.name = read_name(head, "name");
        definition_.version = read_version(head);
        definition_.title = read_statement(head, "title", true);
        definition_.source = read_statement(head, "source", true);
        definition_.source_date = read_date(head, "source_date");
        definition_.caveats = read_statements(head, "caveats");
        head.finish();
    }

    Measure read_measure(TomlReader& table) {
        Measure measure;
        measure.name = read_name(table, "name");
        if (!names_.insert(measure.name).second) table.problem("name", "another measure has this name.");
        measure.title = read_statement(table, "title", true);
        measure.source = read_statement(table, "source", false);
        measure.caveats = read_statements(table, "caveats");
        read_scope(table, measure);
        read_rule(table, measure);
        table.finish();
        return measure;
    }

    void read_scope(TomlReader& table, Measure& measure) {
        if (!table.has("units")) table.problem("units", "what it counts is required, such as [\"recorded_crime\"].");
        measure.units = read_units(table, "units");
        measure.agencies = read_agencies(table, "agencies");
        if (measure.agencies.empty()) return;
        for (const Term& unit : terms(Vocabulary::kCountUnit)) {
            if (!measure.units.contains(static_cast<CountUnit>(unit.code))) continue;
            bool counted = false;
            for (int kind = 0; kind <= static_cast<int>(AgencyKind::kYouthCustody); ++kind) {
                counted =
                    counted || measure.applies_to(static_cast<AgencyKind>(kind), static_cast<CountUnit>(unit.code));
            }
            if (!counted) table.problem("agencies", fmt::format("none of them counts in {}.", unit.name));
        }
    }

    void read_rule(TomlReader& table, Measure& measure) {
        may_count_ = false;
        RuleClause common;
        auto all_of = table.table("all_of");
        if (all_of) common = read_clause(*all_of);
        for (TomlReader& clause : table.tables("any_of")) {
            measure.any_of.push_back(read_clause(clause));
            add_common(clause, common, measure.any_of.back());
        }
        if (measure.any_of.empty()) {
            if (!all_of) table.problem("any_of", "which records? all_of, or at least one any_of, is required.");
            measure.any_of.push_back(common);
        }
        for (TomlReader& clause : table.tables("none_of")) measure.none_of.push_back(read_clause(clause));
        const std::size_t clauses = measure.any_of.size() + measure.none_of.size();
        clauses_ += clauses;
        if (clauses > limits::kMeasureClausesMax) {
            table.problem("any_of", fmt::format("with none_of, at most {} clauses.", limits::kMeasureClausesMax));
        }
        if (may_count_ && measure.caveats.empty()) {
            table.problem("caveats", "what stands under may_count needs a caveat that tells the reader why.");
        }
    }

    static void add_common(TomlReader& table, const RuleClause& common, RuleClause& clause) {
        for (const Condition& condition : common) {
            if (std::ranges::count(clause, condition.field, &Condition::field) > 0) {
                table.problem(field_name(condition.field), "all_of speaks of this field already.");
            }
            clause.push_back(condition);
        }
        std::ranges::sort(clause, {}, &Condition::field);
    }

    RuleClause read_clause(TomlReader& table) {
        auto may = table.table("may_count");
        auto not_at_all = table.table("does_not_count");
        RuleClause clause;
        for (const Field field : all_fields()) {
            const std::string_view name = field_name(field);
            Condition condition;
            condition.field = field;
            condition.counts = read_codes(table, name, field, Listed::kValuesAndAbsences);
            if (may) condition.may_count = read_codes(*may, name, field, Listed::kValues);
            if (not_at_all) condition.does_not_count = read_codes(*not_at_all, name, field, Listed::kAbsences);
            const bool wanted = table.has(name) || (may && may->has(name));
            if (!wanted && not_at_all && not_at_all->has(name)) {
                not_at_all->problem(name, "the clause does not say which values count.");
            }
            if (!wanted) continue;
            check_condition(table, condition);
            clause.push_back(condition);
        }
        if (may) may->finish();
        if (not_at_all) not_at_all->finish();
        table.finish();
        if (clause.empty()) problems_.add(table.line(), "a clause without a field says nothing.");
        return clause;
    }

    void check_condition(TomlReader& table, const Condition& condition) {
        const std::string_view name = field_name(condition.field);
        if (condition.field == Field::kCountUnit) table.problem(name, "the measure's `units` say that.");
        if ((condition.counts & condition.may_count).any()) table.problem(name, "a term counts and may_count at once.");
        if ((condition.counts & condition.does_not_count).any()) {
            table.problem(name, "a term counts and does_not_count at once.");
        }
        may_count_ = may_count_ || condition.may_count.any();
    }

    Problems problems_;
    TomlReader root_;
    Definition definition_;
    std::set<std::string> names_;
    std::size_t clauses_ = 0;
    bool may_count_ = false;  // in the measure that is being read
};

}  // namespace

Result<Definition> Definition::parse(std::string_view toml, std::string_view file_name) {
    auto table = parse_document(toml, file_name);
    if (!table) return table.error();
    return DefinitionReader(*table, file_name).read();
}

Result<Definition> Definition::load(const std::filesystem::path& file) {
    const auto text = read_document(file);
    if (!text) return text.error();
    return parse(*text, file.filename().string());
}

}  // namespace svd
