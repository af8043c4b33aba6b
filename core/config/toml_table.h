// A TOML file as plain values that remember their line, and a strict reader over one of its tables.
//
// What is wrong is gathered, not thrown at the first: a person mends a file once.  A key that nobody asks for is
// an error with the nearest key that exists, because a misspelt setting must never be quietly ignored.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/result.h"

namespace svd {

struct TomlValue;
using TomlList = std::vector<TomlValue>;
struct TomlTable {
    std::map<std::string, TomlValue, std::less<>> values;
    std::map<std::string, std::uint32_t, std::less<>> key_lines;
};
struct TomlValue {
    std::variant<std::string, std::int64_t, bool, TomlList, std::shared_ptr<TomlTable>> value;
    std::uint32_t line = 0;
};

// An error names the file, the line and the column.
Result<TomlTable> load_toml(const std::filesystem::path& file);
Result<TomlTable> parse_toml(std::string_view text, std::string_view name);

// " Did you mean "x"?" with a leading space, or nothing when no candidate is near.
std::string did_you_mean(std::string_view wrong, const std::vector<std::string>& candidates);

// Everything found wrong in one file: "mapping.toml:12: ...".
class Problems {
public:
    explicit Problems(std::string file) : file_(std::move(file)) {}
    void add(std::uint32_t line, std::string_view what);
    bool empty() const { return lines_.empty(); }
    std::string text() const;  // one a line

private:
    std::string file_;
    std::vector<std::string> lines_;
};

class TomlReader {
public:
    // `where` is the table's name as people write it, such as map.kind; empty for the whole file.
    TomlReader(const TomlTable& table, std::string where, std::uint32_t line, Problems& problems)
        : table_(&table), where_(std::move(where)), line_(line), problems_(&problems) {}

    bool has(std::string_view key);
    std::uint32_t line_of(std::string_view key) const;
    std::uint32_t line() const { return line_; }

    std::string text(std::string_view key, std::string_view fallback);
    std::string required_text(std::string_view key);
    std::int64_t number(std::string_view key, std::int64_t fallback, std::int64_t lowest, std::int64_t highest);
    std::vector<std::string> text_or_list(std::string_view key);
    std::vector<std::int64_t> numbers(std::string_view key);
    std::optional<TomlReader> table(std::string_view key);
    std::vector<TomlReader> tables(std::string_view key);  // of a list of tables
    std::vector<std::string> keys() const;

    void problem(std::string_view key, std::string_view what);
    void finish();  // keys that nobody asked for

private:
    const TomlValue* find(std::string_view key);
    std::string name_of(std::string_view key) const;
    void wrong_type(std::string_view key, std::string_view expected);

    const TomlTable* table_;
    std::string where_;
    std::uint32_t line_;
    Problems* problems_;
    std::set<std::string, std::less<>> asked_;
};

}  // namespace svd
