#include "agent/source/mapping_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>

#include "agent/source/personal_data.h"

namespace svd::agent {
namespace {

constexpr Code kGravityHighest = 8;

}  // namespace

std::optional<Code> term_of(Slot slot, std::string_view name) {
    if (const auto vocabulary = vocabulary_of(slot)) return find_term(*vocabulary, name);
    Code number = 0;
    const auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), number);
    const bool whole = failed == std::errc{} && end == name.data() + name.size();
    return whole && number >= 1 && number <= kGravityHighest ? std::optional(number) : std::nullopt;
}

std::vector<std::string> term_names(Slot slot) {
    std::vector<std::string> names;
    if (const auto vocabulary = vocabulary_of(slot)) {
        for (const Term& term : terms(*vocabulary)) names.emplace_back(term.name);
    }
    return names;
}

std::string_view name_of(Slot slot) { return slot_name(RowKind::kIncident, slot); }

const TableShelf::File& TableShelf::open(const std::string& name) {
    const auto [at, fresh] = files_.try_emplace(name);
    File& file = at->second;
    if (!fresh) return file;
    std::ifstream stream(folder_ / name, std::ios::binary);
    if (!stream) {
        file.problem = fmt::format("cannot read the table {}.", (folder_ / name).string());
        return file;
    }
    CsvReader reader(stream, {.encoding = TextEncoding::kUtf8});
    auto header = reader.read_header();
    if (!header) {
        file.problem = fmt::format("{}: {}.", name, header.error().detail);
        return file;
    }
    file.header = *header;
    CsvRecord record;
    for (auto more = reader.next(record); more && *more; more = reader.next(record)) {
        if (record.malformed || record.fields.size() != file.header.size()) {
            file.problem = fmt::format("{}:{}: the row does not have the header's {} columns.", name, record.line,
                                       file.header.size());
            return file;
        }
        file.rows.emplace_back(record.fields.begin(), record.fields.end());
        file.lines.push_back(record.line);
    }
    return file;
}

TermTable TableShelf::read(Slot slot, const std::string& name, const std::string& column, TomlReader& rule) {
    const File& file = open(name);
    TermTable table;
    if (!file.problem.empty()) {
        rule.problem("table", file.problem);
        return table;
    }
    const auto place_of = [&](std::string_view title) {
        return static_cast<std::size_t>(std::ranges::find(file.header, title) - file.header.begin());
    };
    const std::size_t source = place_of("source");
    const std::size_t term = place_of(column);
    if (source == file.header.size() || term == file.header.size()) {
        rule.problem("table", fmt::format("{} needs the columns \"source\" and \"{}\".{}", name, column,
                                          did_you_mean(column, file.header)));
        return table;
    }
    for (std::size_t i = 0; i < file.rows.size(); ++i) {
        const std::string& key = file.rows[i][source];
        const auto code = term_of(slot, file.rows[i][term]);
        const auto problem = [&](std::string_view what) {
            rule.problem("table", fmt::format("{}:{}: {}", name, file.lines[i], what));
        };
        if (!code) {
            problem(fmt::format("\"{}\" is no {}.{}", file.rows[i][term], name_of(slot),
                                did_you_mean(file.rows[i][term], term_names(slot))));
        } else if (find_personal_in_table(key)) {
            problem("the source value looks personal; a table holds codes, not people.");
        } else if (!table.emplace(fold(key), *code).second) {
            problem("the source value stands in the table twice.");
        }
    }
    return table;
}

void TableShelf::read_areas(AreaRule& area, TomlReader& rule) {
    const File& file = open(area.table_name);
    if (!file.problem.empty()) return rule.problem("table", file.problem);
    const auto place_of = [&](std::string_view title) {
        return static_cast<std::size_t>(std::ranges::find(file.header, title) - file.header.begin());
    };
    const std::size_t none = file.header.size();
    const std::size_t source = place_of("source");
    const std::size_t code = place_of("area");
    const std::size_t level = place_of("level");
    if (source == none || code == none || (level == none) == (area.level == kUnspecified)) {
        return rule.problem("table", fmt::format("{} needs the columns \"source\" and \"area\", and a column "
                                                 "\"level\" or the key `level`, not both.",
                                                 area.table_name));
    }
    for (std::size_t i = 0; i < file.rows.size(); ++i) {
        const std::vector<std::string>& row = file.rows[i];
        const auto problem = [&](std::string_view what) {
            rule.problem("table", fmt::format("{}:{}: {}", area.table_name, file.lines[i], what));
        };
        const auto parsed = AreaCode::parse(row[code]);
        const auto own_level = level == none ? area.level : find_term(Vocabulary::kAreaLevel, row[level]);
        if (!parsed) {
            problem(fmt::format("\"{}\" is no GSS code.", row[code]));
        } else if (!own_level) {
            problem(fmt::format("\"{}\" is no level of areas.", row[level]));
        } else if (find_personal_in_table(row[source])) {
            problem("the source value looks personal; a table holds codes, not people.");
        } else if (!area.table.emplace(fold(row[source]), NamedArea{*parsed, *own_level}).second) {
            problem("the source value stands in the table twice.");
        }
    }
}

}  // namespace svd::agent
