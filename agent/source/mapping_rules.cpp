#include "agent/source/mapping_rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "agent/source/personal_data.h"
#include "agent/source/time_text.h"

namespace svd::agent {
namespace {

std::optional<Code> read_term(Slot slot, TomlReader& toml, std::string_view key, const std::string& name) {
    const auto code = term_of(slot, name);
    if (!code) {
        toml.problem(key, fmt::format("\"{}\" is no {}.{}", name, name_of(slot), did_you_mean(name, term_names(slot))));
    }
    return code;
}

std::vector<std::string> required_columns(TomlReader& rule) {
    if (!rule.has("from")) rule.problem("from", "which column? `from` is required.");
    return rule.text_or_list("from");
}

std::vector<std::string> read_formats(TomlReader& rule, std::string_view key, FormatOf what) {
    std::vector<std::string> formats = rule.text_or_list(key);
    for (const std::string& format : formats) {
        if (const std::string problem = problem_with_format(format, what); !problem.empty()) {
            rule.problem(key, problem);
        }
    }
    return formats;
}

BlankWhen read_when(RowKind rows, Slot slot, TomlReader& toml) {
    BlankWhen when;
    const std::string other = toml.required_text("field");
    const auto found = find_slot(rows, other);
    if (!found) {
        toml.problem("field",
                     fmt::format("there is no field \"{}\".{}", other, did_you_mean(other, mappable_names(rows))));
    } else {
        when.field = *found;
        when.is = read_term(*found, toml, "is", toml.required_text("is")).value_or(kUnspecified);
    }
    when.term = read_term(slot, toml, "term", toml.required_text("term")).value_or(kUnspecified);
    toml.has("is");
    toml.finish();
    return when;
}

OnUnknown read_unknown(TomlReader& toml) {
    const std::string unknown = toml.text("unknown", "reject");
    if (unknown == "unknown") return OnUnknown::kUnknown;
    if (unknown == "warn") return OnUnknown::kWarn;
    if (unknown != "reject") toml.problem("unknown", "expected \"reject\", \"unknown\" or \"warn\".");
    return OnUnknown::kReject;
}

void read_lookup(RowKind rows, FieldRule& rule, TomlReader& toml, TableShelf& shelf) {
    const bool has_table = toml.has("table");
    auto values = toml.table("values");
    const bool needs_terms = rule.reading == Reading::kTerms;
    if (has_table && values) {
        toml.problem("from", "needs either `table` or `values`, not both.");
    } else if (needs_terms && !has_table && !values) {
        toml.problem("from", "needs either `table` or `values` to say the terms.");
    }
    if (has_table) {
        rule.table_name = toml.required_text("table");
        rule.table = shelf.read(rule.field, rule.table_name, toml.text("column", "term"), toml);
    } else if (values) {
        rule.table_name = "values";
        for (const std::string& key : values->keys()) {
            const auto code = read_term(rule.field, *values, key, values->text(key, ""));
            if (find_personal_in_table(key)) values->problem(key, "looks personal; values are codes, not people.");
            if (code) rule.table.emplace(fold(key), *code);
        }
    }
    rule.unknown = read_unknown(toml);
    if (rule.unknown != OnUnknown::kReject && !term_of(rule.field, "unknown")) {
        toml.problem("unknown", fmt::format("{} has no term \"unknown\".", name_of(rule.field)));
    }
    if (toml.has("missing")) rule.missing = read_term(rule.field, toml, "missing", toml.text("missing", ""));
    if (toml.has("blank")) rule.blank = read_term(rule.field, toml, "blank", toml.text("blank", ""));
    for (TomlReader& each : toml.tables("blank_when")) rule.blank_when.push_back(read_when(rows, rule.field, each));
}

// Ages and dates of birth become bands: only the victim's age has bands.
void read_reading(FieldRule& rule, TomlReader& toml) {
    const std::string via = toml.text("via", "");
    if (via == "age") {
        rule.reading = Reading::kAge;
    } else if (via == "date_of_birth") {
        rule.reading = Reading::kDateOfBirth;
        rule.formats = read_formats(toml, "format", FormatOf::kDate);
        if (rule.formats.empty()) toml.problem("format", "how dates of birth are written, such as \"%d/%m/%Y\".");
    } else if (toml.has("via")) {
        toml.problem("via", "expected \"age\" or \"date_of_birth\".");
    }
    if (toml.has("via") && rule.field != Field::kVictimAge) toml.problem("via", "only victim_age comes that way.");
}

}  // namespace

std::vector<std::string> mappable_names(RowKind rows) {
    std::vector<std::string> names = rows == RowKind::kAggregate ? std::vector<std::string>{"period", "count", "area"}
                                     : rows == RowKind::kCohort  ? std::vector<std::string>{"as_at", "count", "area"}
                                                                 : std::vector<std::string>{"month", "time", "area"};
    for (const Slot slot : slots_of(rows)) names.emplace_back(slot_name(rows, slot));
    return names;
}

TimeRule read_month_rule(TomlReader& toml) {
    TimeRule rule;
    rule.line = toml.line();
    rule.finest = term::kPrecisionMonth;
    rule.columns = required_columns(toml);
    rule.formats = read_formats(toml, "format", FormatOf::kTime);
    if (rule.formats.empty()) rule.formats = {"%Y-%m"};
    toml.finish();
    return rule;
}

TimeRule read_time_rule(TomlReader& toml) {
    TimeRule rule;
    rule.line = toml.line();
    rule.sets_precision = true;
    rule.columns = required_columns(toml);
    rule.formats = read_formats(toml, "format", FormatOf::kTime);
    if (rule.formats.empty()) toml.problem("format", "how dates are written, such as \"%d/%m/%Y %H:%M\".");
    rule.clock_columns = toml.text_or_list("clock");
    rule.clock_formats = read_formats(toml, "clock_format", FormatOf::kClock);
    if (rule.clock_columns.empty() != rule.clock_formats.empty()) {
        toml.problem("clock", "the column with the time of day, and `clock_format`: both or neither.");
    }
    if (!rule.clock_columns.empty() && format_has(rule.formats, 'H')) {
        toml.problem("clock", "the time of day stands in `format` already.");
    }
    for (const std::string& text : toml.text_or_list("clock_unknown")) rule.clock_unknown.push_back(fold(text));
    const std::string midnight = toml.text("midnight", "known");
    rule.midnight_is_unknown = midnight == "unknown";
    if (midnight != "known" && midnight != "unknown") {
        toml.problem("midnight", "expected \"unknown\" where 00:00 stands for no time of day, else \"known\".");
    }
    const std::string finest = toml.text("finest", "hour");
    const auto precision = find_term(Vocabulary::kTimePrecision, finest);
    if (!precision) toml.problem("finest", "expected \"hour\", \"band\", \"weekday\" or \"month\".");
    rule.finest = precision.value_or(term::kPrecisionMonth);
    toml.finish();
    return rule;
}

AreaRule read_area_rule(TomlReader& rule, TableShelf& shelf) {
    AreaRule area;
    area.line = rule.line();
    area.columns = required_columns(rule);
    const std::string via = rule.required_text("via");
    const bool by_table = via == "table";
    if (via != "gss" && !by_table) rule.problem("via", "expected \"gss\" or \"table\".");
    if (rule.has("level") || !by_table) {
        const std::string level = rule.required_text("level");
        const auto code = find_term(Vocabulary::kAreaLevel, level);
        if (!code && !level.empty()) rule.problem("level", fmt::format("\"{}\" is no level of areas.", level));
        area.level = code.value_or(kUnspecified);
    }
    for (const std::int64_t year : rule.numbers("vintages")) {
        if (year < 1900 || year > 2199) rule.problem("vintages", "a vintage is a year, such as 2021.");
        area.vintages.push_back(static_cast<std::uint16_t>(std::clamp<std::int64_t>(year, 0, 9999)));
    }
    if (area.vintages.empty()) rule.problem("vintages", "which boundary years to look in, such as [2021, 2011].");
    const std::string blank = rule.text("blank", "unknown");
    const auto location = find_term(Vocabulary::kLocation, blank);
    if (!location || *location == term::kLocationArea) {
        rule.problem("blank", fmt::format("\"{}\" cannot stand for a blank area.", blank));
    }
    area.blank = location.value_or(kUnknown);
    for (const std::string& text : rule.text_or_list("placeholders")) area.placeholders.push_back(fold(text));
    if (by_table) {
        area.table_name = rule.required_text("table");
        area.unknown = read_unknown(rule);
        if (!area.table_name.empty()) shelf.read_areas(area, rule);
    }
    rule.finish();
    return area;
}

FieldRule read_field_rule(RowKind rows, Slot slot, TomlReader& toml, TableShelf& shelf) {
    FieldRule rule;
    rule.field = slot;
    rule.line = toml.line();
    if (toml.has("constant")) {
        rule.constant = read_term(slot, toml, "constant", toml.required_text("constant"));
        if (toml.has("from")) toml.problem("from", "a constant comes from no column.");
    } else {
        rule.columns = required_columns(toml);
        read_reading(rule, toml);
        read_lookup(rows, rule, toml, shelf);
    }
    toml.finish();
    return rule;
}

}  // namespace svd::agent
