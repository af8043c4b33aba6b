#include "agent/source/mapping.h"

#include <fmt/format.h>

#include <algorithm>

#include "agent/source/delimiter.h"
#include "agent/source/mapping_rules.h"
#include "core/config/toml_table.h"
#include "core/rules/rules.h"

namespace svd::agent {
namespace {

bool is_of_time(Slot slot) { return slot == Field::kWeekday || slot == Field::kHour || slot == Field::kTimePrecision; }

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
            root.problem("map", "a mapping needs [map.month], [map.count_unit] and [map.kind], or what its rows need.");
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
        const std::string rows = table.text("rows", "incidents");
        const auto kind = find_row_kind(rows);
        const bool known = kind && *kind <= RowKind::kCohort;
        if (!known) table.problem("rows", "expected \"incidents\", \"aggregates\" or \"cohorts\".");
        mapping_.rows = known ? *kind : RowKind::kIncident;
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
        if (delimiter == "auto") {
            mapping_.csv.delimiter = kDelimiterAuto;
        } else if (delimiter.size() != 1 || delimiter == "\"" || delimiter == "\n") {
            table.problem("delimiter", "expected one character, such as \",\" or \"\\t\", or \"auto\".");
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
        const RowKind rows = mapping_.rows;
        if (rows == RowKind::kIncident) {
            read_time(map);
        } else {
            read_figure(map);
        }
        if (auto rule = map.table("area")) mapping_.area = read_area_rule(*rule, shelf_);
        for (const Slot slot : slots_of(rows)) {
            const std::string_view name = slot_name(rows, slot);
            auto rule = map.table(name);
            if (!rule) continue;
            mapping_.fields.push_back(read_field_rule(rows, slot, *rule, shelf_));
            if (mapping_.fields.back().reading == Reading::kDateOfBirth && rows != RowKind::kIncident) {
                map.problem(name, "a date of birth needs the time of an incident.");
            }
            if (mapping_.time.sets_precision && is_of_time(slot)) map.problem(name, "it comes from [map.time].");
        }
        for (const Slot needed : needed_slots()) {
            const bool mapped = std::ranges::any_of(mapping_.fields, [&](auto& r) { return r.field == needed; });
            if (mapped) continue;
            const std::string_view name = slot_name(rows, needed);
            map.problem(name, fmt::format("no default can stand for it: [map.{}] is required.", name));
        }
        const std::vector<std::string> names = mappable_names(rows);
        for (const std::string& key : map.keys()) {
            if (std::ranges::find(names, key) != names.end()) continue;
            map.problem(key,
                        fmt::format("there is no such field of {}.{}", row_kind_name(rows), did_you_mean(key, names)));
        }
    }

    std::vector<Slot> needed_slots() const {
        if (mapping_.rows == RowKind::kCohort) return {Slot::order_type()};
        std::vector<Slot> needed = {Field::kCountUnit, Field::kKind};
        const bool incidents = mapping_.rows == RowKind::kIncident;
        if (incidents && !mapping_.time.sets_precision) needed.emplace_back(Field::kTimePrecision);
        return needed;
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

    void read_figure(TomlReader& map) {
        const bool cohorts = mapping_.rows == RowKind::kCohort;
        const std::string_view when = cohorts ? "as_at" : "period";
        if (auto rule = map.table(when)) {
            mapping_.period = cohorts ? read_as_at_rule(*rule) : read_period_rule(*rule);
        } else {
            map.problem(when, fmt::format("every count is of a time: [map.{}] is required.", when));
        }
        if (auto rule = map.table("count")) {
            mapping_.count = read_count_rule(*rule);
        } else {
            map.problem("count", "which column has the counts? [map.count] is required.");
        }
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
