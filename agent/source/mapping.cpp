#include "agent/source/mapping.h"

#include <fmt/format.h>

#include <algorithm>

#include "agent/source/mapping_tables.h"
#include "agent/source/personal_data.h"
#include "core/config/toml_table.h"
#include "core/rules/rules.h"

namespace svd::agent {
namespace {

std::vector<std::string> mappable_names() {
    std::vector<std::string> names{"month", "area"};
    for (const Field field : all_fields()) {
        if (field != Field::kLocation) names.emplace_back(field_name(field));
    }
    return names;
}

class MappingReader {
public:
    MappingReader(const std::filesystem::path& file, Problems& problems)
        : shelf_(file.parent_path()), problems_(problems) {}

    Mapping read(const TomlTable& toml) {
        TomlReader root(toml, "", 1, problems_);
        if (auto table = root.table("mapping")) {
            read_identity(*table);
        } else {
            root.problem("mapping", "the table [mapping] with name and version is required.");
        }
        if (auto table = root.table("csv")) read_csv(*table);
        if (auto table = root.table("defaults")) {
            read_default(*table);
            table->finish();
        }
        if (auto table = root.table("map")) {
            read_map(*table);
        } else {
            root.problem("map", "a mapping needs [map.month], [map.count_unit] and [map.kind].");
        }
        root.finish();
        return std::move(mapping_);
    }

private:
    void read_identity(TomlReader& table) {
        mapping_.name = table.required_text("name");
        if (!mapping_.name.empty() && !is_mapping_name(mapping_.name)) {
            table.problem("name",
                          "expected at most 64 lower-case letters, digits, dots and hyphens; the hub takes no other.");
        }
        if (!table.has("version")) table.problem("version", "this setting is required.");
        mapping_.version = static_cast<std::uint32_t>(table.number("version", 1, 1, 1'000'000));
        mapping_.title = table.text("title", "");
        table.finish();
    }

    void read_csv(TomlReader& table) {
        const std::string encoding = table.text("encoding", "auto");
        bool known = false;
        for (const auto each :
             {TextEncoding::kAuto, TextEncoding::kUtf8, TextEncoding::kWindows1252, TextEncoding::kUtf16}) {
            if (encoding != encoding_name(each)) continue;
            mapping_.csv.encoding = each;
            known = true;
        }
        if (!known) table.problem("encoding", "expected \"auto\", \"utf-8\", \"windows-1252\" or \"utf-16\".");
        const std::string delimiter = table.text("delimiter", ",");
        if (delimiter.size() != 1 || delimiter == "\"" || delimiter == "\n") {
            table.problem("delimiter", "expected one character, such as \",\" or \"\\t\".");
        } else {
            mapping_.csv.delimiter = delimiter[0];
        }
        for (const std::string& column : table.text_or_list("ignore")) mapping_.ignore.push_back(fold(column));
        mapping_.csv.header_row = static_cast<std::uint32_t>(table.number("header_row", 1, 1, 100));
        table.finish();
    }

    void read_default(TomlReader& table) {
        const std::string name = table.text("term", "not_collected");
        mapping_.default_term = name == "not_collected" ? std::optional(kNotCollected)
                                : name == "unknown"     ? std::optional(kUnknown)
                                                        : std::nullopt;
        if (!mapping_.default_term) table.problem("term", "expected \"not_collected\" or \"unknown\".");
    }

    void read_map(TomlReader& map) {
        if (auto rule = map.table("month")) {
            read_month(*rule);
        } else {
            map.problem("month", "every record needs a month: [map.month] is required.");
        }
        if (auto rule = map.table("area")) read_area(*rule);
        for (const Field field : all_fields()) {
            if (field == Field::kLocation) continue;  // it follows from the area
            if (auto rule = map.table(field_name(field))) read_field(field, *rule);
        }
        for (const Field needed : {Field::kCountUnit, Field::kKind, Field::kTimePrecision}) {
            const bool mapped = std::ranges::any_of(mapping_.fields, [&](auto& r) { return r.field == needed; });
            if (!mapped) {
                map.problem(field_name(needed),
                            fmt::format("no default can stand for it: [map.{}] is required.", field_name(needed)));
            }
        }
        for (const std::string& key : map.keys()) {
            if (!map_names().contains(key)) {
                map.problem(key, fmt::format("there is no such field.{}", did_you_mean(key, mappable_names())));
            }
        }
    }

    static const std::set<std::string>& map_names() {
        static const auto names = [] {
            const auto list = mappable_names();
            return std::set<std::string>(list.begin(), list.end());
        }();
        return names;
    }

    void read_month(TomlReader& rule) {
        mapping_.month.line = rule.line();
        mapping_.month.columns = required_columns(rule);
        mapping_.month.formats = rule.text_or_list("format");
        if (mapping_.month.formats.empty()) mapping_.month.formats = {"%Y-%m"};
        for (const std::string& format : mapping_.month.formats) {
            const bool has_year = format.find("%Y") != std::string::npos;
            const bool has_month = format.find("%m") != std::string::npos || format.find("%b") != std::string::npos;
            bool letters_known = true;
            for (std::size_t at = format.find('%'); at != std::string::npos; at = format.find('%', at + 2)) {
                letters_known = letters_known && at + 1 < format.size() &&
                                std::string_view("YmdbHMS").find(format[at + 1]) != std::string_view::npos;
            }
            if (!has_year || !has_month || !letters_known) {
                rule.problem("format",
                             fmt::format("\"{}\" must hold %Y and %m or %b, and else only %d %H %M %S.", format));
            }
        }
        rule.finish();
    }

    void read_area(TomlReader& rule) {
        AreaRule area;
        area.line = rule.line();
        area.columns = required_columns(rule);
        if (rule.required_text("via") != "gss") rule.problem("via", "expected \"gss\", the only lookup there is.");
        const std::string level = rule.required_text("level");
        const auto code = find_term(Vocabulary::kAreaLevel, level);
        if (!code && !level.empty()) rule.problem("level", fmt::format("\"{}\" is no level of areas.", level));
        area.level = code.value_or(kUnspecified);
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
        mapping_.area = std::move(area);
        rule.finish();
    }

    void read_field(Field field, TomlReader& toml) {
        FieldRule rule;
        rule.field = field;
        rule.line = toml.line();
        if (toml.has("constant")) {
            rule.constant = read_term(field, toml, "constant", toml.required_text("constant"));
            if (toml.has("from")) toml.problem("from", "a constant comes from no column.");
        } else {
            rule.columns = required_columns(toml);
            read_lookup(rule, toml);
        }
        mapping_.fields.push_back(std::move(rule));
        toml.finish();
    }

    void read_lookup(FieldRule& rule, TomlReader& toml) {
        const bool has_table = toml.has("table");
        auto values = toml.table("values");
        if (has_table == values.has_value()) toml.problem("from", "needs either `table` or `values` to say the terms.");
        if (has_table) {
            rule.table_name = toml.required_text("table");
            rule.table = shelf_.read(rule.field, rule.table_name, toml.text("column", "term"), toml);
        } else if (values) {
            rule.table_name = "values";
            for (const std::string& key : values->keys()) {
                const auto code = read_term(rule.field, *values, key, values->text(key, ""));
                if (find_personal(key)) values->problem(key, "looks personal; values are codes, not people.");
                if (code) rule.table.emplace(fold(key), *code);
            }
        }
        const std::string unknown = toml.text("unknown", "reject");
        if (unknown == "unknown") {
            rule.unknown = OnUnknown::kUnknown;
        } else if (unknown == "warn") {
            rule.unknown = OnUnknown::kWarn;
        } else if (unknown != "reject") {
            toml.problem("unknown", "expected \"reject\", \"unknown\" or \"warn\".");
        }
        if (rule.unknown != OnUnknown::kReject && !term_of(rule.field, "unknown")) {
            toml.problem("unknown", fmt::format("{} has no term \"unknown\".", field_name(rule.field)));
        }
        if (toml.has("blank")) rule.blank = read_term(rule.field, toml, "blank", toml.text("blank", ""));
        for (TomlReader& each : toml.tables("blank_when")) rule.blank_when.push_back(read_when(rule.field, each));
    }

    BlankWhen read_when(Field field, TomlReader& toml) {
        BlankWhen when;
        const std::string other = toml.required_text("field");
        const auto found = find_field(other);
        if (!found) {
            toml.problem("field",
                         fmt::format("there is no field \"{}\".{}", other, did_you_mean(other, mappable_names())));
        } else {
            when.field = *found;
            when.is = read_term(*found, toml, "is", toml.required_text("is")).value_or(kUnspecified);
        }
        when.term = read_term(field, toml, "term", toml.required_text("term")).value_or(kUnspecified);
        toml.has("is");
        toml.finish();
        return when;
    }

    std::optional<Code> read_term(Field field, TomlReader& toml, std::string_view key, const std::string& name) {
        const auto code = term_of(field, name);
        if (!code) {
            toml.problem(
                key, fmt::format("\"{}\" is no {}.{}", name, field_name(field), did_you_mean(name, term_names(field))));
        }
        return code;
    }

    std::vector<std::string> required_columns(TomlReader& rule) {
        if (!rule.has("from")) rule.problem("from", "which column? `from` is required.");
        return rule.text_or_list("from");
    }

    TableShelf shelf_;
    Problems& problems_;
    Mapping mapping_;
};

}  // namespace

std::string fold(std::string_view text) {
    std::string folded;
    folded.reserve(text.size());
    for (const char c : text) {
        const bool blank = c == ' ' || c == '\t';
        if (blank && (folded.empty() || folded.back() == ' ')) continue;
        folded += blank ? ' ' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    while (folded.ends_with(' ')) folded.pop_back();
    return folded;
}

Result<Mapping> Mapping::load(const std::filesystem::path& file) {
    auto toml = load_toml(file);
    if (!toml) return toml.error();
    Problems problems(file.filename().string());
    Mapping mapping = MappingReader(file, problems).read(*toml);
    if (!problems.empty()) return invalid(problems.text());
    return mapping;
}

}  // namespace svd::agent
