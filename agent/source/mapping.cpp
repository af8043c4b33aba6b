#include "agent/source/mapping.h"

#include <fmt/format.h>

#include <algorithm>

#include "agent/source/mapping_rules.h"
#include "core/config/toml_table.h"
#include "core/rules/rules.h"

namespace svd::agent {
namespace {

bool is_of_time(Field field) {
    return field == Field::kWeekday || field == Field::kHour || field == Field::kTimePrecision;
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
        read_time(map);
        if (auto rule = map.table("area")) mapping_.area = read_area_rule(*rule);
        for (const Field field : all_fields()) {
            if (field == Field::kLocation) continue;  // it follows from the area
            if (auto rule = map.table(field_name(field))) {
                mapping_.fields.push_back(read_field_rule(field, *rule, shelf_));
                if (mapping_.time.sets_precision && is_of_time(field)) {
                    map.problem(field_name(field), "it comes from [map.time].");
                }
            }
        }
        for (const Field needed : {Field::kCountUnit, Field::kKind, Field::kTimePrecision}) {
            if (needed == Field::kTimePrecision && mapping_.time.sets_precision) continue;
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

    void read_time(TomlReader& map) {
        auto month = map.table("month");
        auto time = map.table("time");
        if (month && time) {
            map.problem("month", "[map.time] gives the month too: only one of the two.");
        } else if (!month && !time) {
            map.problem("month", "every record needs a month: [map.month] or [map.time] is required.");
        }
        if (month) mapping_.time = read_month_rule(*month);
        if (time) mapping_.time = read_time_rule(*time);
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
