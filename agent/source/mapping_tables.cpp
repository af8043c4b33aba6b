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

std::optional<Code> term_of(Field field, std::string_view name) {
    if (const auto vocabulary = vocabulary_of(field)) return find_term(*vocabulary, name);
    Code number = 0;
    const auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), number);
    const bool whole = failed == std::errc{} && end == name.data() + name.size();
    return whole && number >= 1 && number <= kGravityHighest ? std::optional(number) : std::nullopt;
}

std::vector<std::string> term_names(Field field) {
    std::vector<std::string> names;
    if (const auto vocabulary = vocabulary_of(field)) {
        for (const Term& term : terms(*vocabulary)) names.emplace_back(term.name);
    }
    return names;
}

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

TermTable TableShelf::read(Field field, const std::string& name, const std::string& column, TomlReader& rule) {
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
        const auto code = term_of(field, file.rows[i][term]);
        const auto problem = [&](std::string_view what) {
            rule.problem("table", fmt::format("{}:{}: {}", name, file.lines[i], what));
        };
        if (!code) {
            problem(fmt::format("\"{}\" is no {}.{}", file.rows[i][term], field_name(field),
                                did_you_mean(file.rows[i][term], term_names(field))));
        } else if (find_personal(key)) {
            problem("the source value looks personal; a table holds codes, not people.");
        } else if (!table.emplace(fold(key), *code).second) {
            problem("the source value stands in the table twice.");
        }
    }
    return table;
}

}  // namespace svd::agent
