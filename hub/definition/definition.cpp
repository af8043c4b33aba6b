#include "hub/definition/definition.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/crypto/digest.h"

namespace svd {
namespace {

void line(std::string& text, std::string_view key, std::string_view value) {
    text += fmt::format("{} {}\n", key, value);
}

void codes_line(std::string& text, Field field, std::string_view role, const Codes& codes) {
    if (codes.none()) return;
    text += fmt::format("    {} {}", field_name(field), role);
    for (std::size_t code = 0; code < codes.size(); ++code) {
        if (codes.test(code)) text += ' ' + code_name(field, static_cast<Code>(code));
    }
    text += '\n';
}

void clause_lines(std::string& text, std::string_view role, const std::vector<RuleClause>& clauses) {
    for (const RuleClause& clause : clauses) {
        text += fmt::format("  {}\n", role);
        for (const Condition& condition : clause) {
            codes_line(text, condition.field, "counts", condition.counts);
            codes_line(text, condition.field, "may_count", condition.may_count);
            codes_line(text, condition.field, "does_not_count", condition.does_not_count);
        }
    }
}

void measure_lines(std::string& text, const Measure& measure) {
    line(text, "measure", measure.name);
    line(text, "  title", measure.title);
    if (!measure.source.empty()) line(text, "  source", measure.source);
    for (const std::string& caveat : measure.caveats) line(text, "  caveat", caveat);
    text += "  units";
    for (const Term& unit : terms(Vocabulary::kCountUnit)) {
        if (measure.units.contains(static_cast<CountUnit>(unit.code))) text += fmt::format(" {}", unit.name);
    }
    text += "\n  agencies";
    for (int kind = 0; kind <= static_cast<int>(AgencyKind::kYouthCustody); ++kind) {
        const auto agency = static_cast<AgencyKind>(kind);
        if (measure.agencies.contains(agency)) text += fmt::format(" {}", agency_kind_name(agency));
    }
    text += measure.agencies.empty() ? " every\n" : "\n";
    clause_lines(text, "any_of", measure.any_of);
    clause_lines(text, "none_of", measure.none_of);
}

bool unchecked(std::string_view text) { return text.find("[R]") != std::string_view::npos; }

}  // namespace

bool Measure::applies_to(AgencyKind agency, CountUnit unit) const {
    return units.contains(unit) && may_count(agency, unit) && (agencies.empty() || agencies.contains(agency));
}

EnumSet<Field> Measure::fields() const {
    EnumSet<Field> found;
    for (const auto* clauses : {&any_of, &none_of}) {
        for (const RuleClause& clause : *clauses) {
            for (const Condition& condition : clause) found.insert(condition.field);
        }
    }
    return found;
}

Codes Measure::kinds() const {
    Codes found;
    for (const RuleClause& clause : any_of) {
        const auto kind = std::ranges::find(clause, Field::kKind, &Condition::field);
        found |= kind == clause.end() ? values_of(Field::kKind) : kind->counts | kind->may_count;
    }
    return found & values_of(Field::kKind);
}

const Measure* Definition::find(std::string_view measure) const {
    const auto found = std::ranges::find(measures, measure, &Measure::name);
    return found == measures.end() ? nullptr : &*found;
}

bool Definition::needs_checking() const {
    const auto any = [](const std::vector<std::string>& texts) { return std::ranges::any_of(texts, unchecked); };
    return unchecked(title) || unchecked(source) || any(caveats) ||
           std::ranges::any_of(measures, [&](const Measure& measure) {
               return unchecked(measure.title) || unchecked(measure.source) || any(measure.caveats);
           });
}

std::string Definition::canonical() const {
    // The number is that of this form and of what its words mean; a change of either is a new number.
    std::string text = "svd-definition 1\n";
    line(text, "name", name);
    line(text, "version", std::to_string(version));
    line(text, "title", title);
    line(text, "source", source);
    line(text, "source_date", source_date);
    for (const std::string& caveat : caveats) line(text, "caveat", caveat);
    for (const Measure& measure : measures) measure_lines(text, measure);
    return text;
}

Digest Definition::digest() const { return sha256(canonical()); }

}  // namespace svd
