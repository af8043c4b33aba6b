// The rules of periods and figures, of what an agency has counted itself.
#include <fmt/format.h>

#include <array>

#include "agent/source/mapping_rules.h"
#include "agent/source/period_text.h"
#include "agent/source/personal_data.h"
#include "agent/source/time_text.h"
#include "core/base/limits.h"

namespace svd::agent {
namespace {

constexpr std::array<std::pair<std::string_view, PeriodKind>, 6> kKinds = {{
    {"month", PeriodKind::kMonth},
    {"quarter", PeriodKind::kQuarter},
    {"financial_quarter", PeriodKind::kFinancialQuarter},
    {"calendar_year", PeriodKind::kCalendarYear},
    {"financial_year", PeriodKind::kFinancialYear},
    {"academic_year", PeriodKind::kAcademicYear},
}};

bool names_two_years(PeriodKind kind) {
    return kind == PeriodKind::kFinancialQuarter || kind == PeriodKind::kFinancialYear ||
           kind == PeriodKind::kAcademicYear;
}

void read_kind(PeriodRule& rule, TomlReader& toml) {
    const std::string kind = toml.text("kind", "month");
    bool known = false;
    for (const auto& [name, value] : kKinds) {
        if (kind != name) continue;
        rule.kind = value;
        known = true;
    }
    if (!known) {
        toml.problem("kind",
                     "expected \"month\", \"quarter\", \"financial_quarter\", \"calendar_year\", "
                     "\"financial_year\" or \"academic_year\".");
    }
    if (!toml.has("year")) return;
    const std::string year = toml.text("year", "");
    rule.year_named = year == "last" ? YearNamed::kLast : YearNamed::kFirst;
    if (year != "first" && year != "last") toml.problem("year", "expected \"first\" or \"last\".");
    if (!names_two_years(rule.kind)) toml.problem("year", "only a year of two calendar years needs it.");
}

void read_formats(PeriodRule& rule, TomlReader& toml) {
    rule.formats = toml.text_or_list("format");
    if (rule.kind != PeriodKind::kMonth && !rule.formats.empty()) {
        toml.problem("format", "only months have formats; quarters and years are read as people write them.");
    }
    for (const std::string& format : rule.formats) {
        const std::string problem = problem_with_format(format, FormatOf::kTime);
        if (!problem.empty()) toml.problem("format", problem);
    }
    if (rule.formats.empty()) rule.formats = {"%Y-%m"};
}

PeriodRule read_rule(TomlReader& toml) {
    PeriodRule rule;
    rule.line = toml.line();
    read_kind(rule, toml);
    read_formats(rule, toml);
    return rule;
}

// A number, or a word that says why there is none.
Figure read_mark(const CountRule& rule, TomlReader& values, const std::string& key) {
    const std::string meaning = values.text(key, "");
    if (meaning == "not_available") return {.available = false};
    if (meaning == "suppressed") return {.treatment = term::kTreatmentSuppressed};
    const auto count = read_count(meaning);
    if (!count) values.problem(key, "expected \"suppressed\", \"not_available\", or a number in quotes.");
    if (find_personal_in_table(key)) values.problem(key, "looks personal; values are codes, not people.");
    return {.treatment = rule.treatment, .count = count.value_or(0)};
}

}  // namespace

PeriodRule read_period_rule(TomlReader& toml) {
    PeriodRule rule = read_rule(toml);
    if (toml.has("constant")) {
        rule.constant = read_period(toml.required_text("constant"), rule);
        if (!rule.constant) toml.problem("constant", "it is no period of that kind.");
        if (toml.has("from")) toml.problem("from", "a constant comes from no column.");
    } else {
        if (!toml.has("from")) toml.problem("from", "which column? `from` or `constant` is required.");
        rule.columns = toml.text_or_list("from");
        rule.to_columns = toml.text_or_list("to");
        if (!rule.to_columns.empty() && rule.kind != PeriodKind::kMonth) {
            toml.problem("to", "with a column for the end, both columns hold dates or months.");
        }
    }
    toml.finish();
    return rule;
}

PeriodRule read_as_at_rule(TomlReader& toml) {
    PeriodRule rule = read_rule(toml);
    rule.last_day = true;
    if (toml.has("constant")) {
        rule.constant = read_period(toml.required_text("constant"), rule);
        if (!rule.constant) toml.problem("constant", "it is no such period, or not the last day of a month.");
    } else {
        if (!toml.has("from")) toml.problem("from", "which column? `from` or `constant` is required.");
        rule.columns = toml.text_or_list("from");
    }
    toml.finish();
    return rule;
}

CountRule read_count_rule(TomlReader& toml) {
    CountRule rule;
    rule.line = toml.line();
    if (!toml.has("from")) toml.problem("from", "which column? `from` is required.");
    rule.columns = toml.text_or_list("from");
    const std::string treatment = toml.required_text("treatment");
    const auto code = find_term(Vocabulary::kCountTreatment, treatment);
    if (!treatment.empty() && (!code || *code == term::kTreatmentSuppressed)) {
        toml.problem("treatment", "expected \"exact\", \"rounded_5\" or \"hes\": what was done to the counts.");
    }
    rule.treatment = code.value_or(kUnspecified);
    if (auto values = toml.table("values")) {
        for (const std::string& key : values->keys()) rule.marks.emplace(fold(key), read_mark(rule, *values, key));
    }
    toml.finish();
    return rule;
}

}  // namespace svd::agent
