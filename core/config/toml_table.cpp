#include "core/config/toml_table.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <numeric>
#include <sstream>

namespace svd {
namespace {

TomlTable convert(const toml::table& from);

TomlValue convert(const toml::node& node) {
    TomlValue value;
    value.line = node.source().begin.line;
    if (const auto* text = node.as_string()) {
        value.value = text->get();
    } else if (const auto* number = node.as_integer()) {
        value.value = number->get();
    } else if (const auto* flag = node.as_boolean()) {
        value.value = flag->get();
    } else if (const auto* list = node.as_array()) {
        TomlList values;
        for (const toml::node& item : *list) values.push_back(convert(item));
        value.value = std::move(values);
    } else if (const auto* table = node.as_table()) {
        value.value = std::make_shared<TomlTable>(convert(*table));
    } else {
        value.value = std::string("?");  // dates and fractions: no setting takes one
    }
    return value;
}

TomlTable convert(const toml::table& from) {
    TomlTable table;
    for (const auto& [key, node] : from) {
        table.values.emplace(std::string(key.str()), convert(node));
        table.key_lines.emplace(std::string(key.str()), key.source().begin.line);
    }
    return table;
}

// Levenshtein; both words are short.
std::size_t distance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= left.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (left[i - 1] == right[j - 1] ? 0U : 1U)});
            diagonal = above;
        }
    }
    return row.back();
}

}  // namespace

Result<TomlTable> parse_toml(std::string_view text, std::string_view name) {
    try {
        return convert(toml::parse(text));
    } catch (const toml::parse_error& error) {
        const auto at = error.source().begin;
        return invalid(fmt::format("{}:{}:{}: {}", name, at.line, at.column, error.description()));
    }
}

Result<TomlTable> load_toml(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return Error{Errc::kNotFound, fmt::format("cannot read {}", file.string())};
    std::ostringstream text;
    text << stream.rdbuf();
    return parse_toml(text.str(), file.filename().string());
}

std::string did_you_mean(std::string_view wrong, const std::vector<std::string>& candidates) {
    std::string best;
    std::size_t least = std::max<std::size_t>(2, wrong.size() / 3) + 1;
    for (const std::string& candidate : candidates) {
        const std::size_t far = distance(wrong, candidate);
        if (far < least) {
            least = far;
            best = candidate;
        }
    }
    return best.empty() ? std::string{} : fmt::format(" Did you mean \"{}\"?", best);
}

void Problems::add(std::uint32_t line, std::string_view what) {
    lines_.push_back(fmt::format("{}:{}: {}", file_, line, what));
}

std::string Problems::text() const { return fmt::format("{}", fmt::join(lines_, "\n")); }

const TomlValue* TomlReader::find(std::string_view key) {
    asked_.emplace(key);
    const auto at = table_->values.find(key);
    return at == table_->values.end() ? nullptr : &at->second;
}

std::string TomlReader::name_of(std::string_view key) const {
    return where_.empty() ? std::string(key) : fmt::format("{}.{}", where_, key);
}

bool TomlReader::has(std::string_view key) { return find(key) != nullptr; }

std::uint32_t TomlReader::line_of(std::string_view key) const {
    const auto at = table_->key_lines.find(key);
    return at == table_->key_lines.end() ? line_ : at->second;
}

void TomlReader::problem(std::string_view key, std::string_view what) {
    problems_->add(line_of(key), fmt::format("{}: {}", name_of(key), what));
}

void TomlReader::wrong_type(std::string_view key, std::string_view expected) {
    problem(key, fmt::format("expected {}.", expected));
}

std::string TomlReader::text(std::string_view key, std::string_view fallback) {
    const TomlValue* value = find(key);
    if (value == nullptr) return std::string(fallback);
    if (const auto* text = std::get_if<std::string>(&value->value)) return *text;
    wrong_type(key, "text in quotes");
    return std::string(fallback);
}

std::string TomlReader::required_text(std::string_view key) {
    if (!has(key)) problem(key, "this setting is required.");
    std::string value = text(key, "");
    if (has(key) && value.empty()) problem(key, "must not be empty.");
    return value;
}

std::int64_t TomlReader::number(std::string_view key, std::int64_t fallback, std::int64_t lowest,
                                std::int64_t highest) {
    const TomlValue* value = find(key);
    if (value == nullptr) return fallback;
    const auto* number = std::get_if<std::int64_t>(&value->value);
    if (number != nullptr && *number >= lowest && *number <= highest) return *number;
    wrong_type(key, fmt::format("a whole number from {} to {}", lowest, highest));
    return fallback;
}

std::vector<std::string> TomlReader::text_or_list(std::string_view key) {
    const TomlValue* value = find(key);
    if (value == nullptr) return {};
    if (const auto* text = std::get_if<std::string>(&value->value)) return {*text};
    std::vector<std::string> texts;
    if (const auto* list = std::get_if<TomlList>(&value->value)) {
        for (const TomlValue& item : *list) {
            const auto* text = std::get_if<std::string>(&item.value);
            if (text != nullptr) texts.push_back(*text);
        }
        if (texts.size() == list->size() && !texts.empty()) return texts;
    }
    wrong_type(key, "text, or a list of texts");
    return {};
}

std::vector<std::int64_t> TomlReader::numbers(std::string_view key) {
    const TomlValue* value = find(key);
    if (value == nullptr) return {};
    std::vector<std::int64_t> numbers;
    if (const auto* list = std::get_if<TomlList>(&value->value)) {
        for (const TomlValue& item : *list) {
            const auto* number = std::get_if<std::int64_t>(&item.value);
            if (number != nullptr) numbers.push_back(*number);
        }
        if (numbers.size() == list->size() && !numbers.empty()) return numbers;
    }
    wrong_type(key, "a list of whole numbers");
    return {};
}

std::optional<TomlReader> TomlReader::table(std::string_view key) {
    const TomlValue* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (const auto* table = std::get_if<std::shared_ptr<TomlTable>>(&value->value)) {
        return TomlReader(**table, name_of(key), line_of(key), *problems_);
    }
    wrong_type(key, "a table");
    return std::nullopt;
}

std::vector<TomlReader> TomlReader::tables(std::string_view key) {
    const TomlValue* value = find(key);
    std::vector<TomlReader> readers;
    if (value == nullptr) return readers;
    if (const auto* list = std::get_if<TomlList>(&value->value)) {
        for (const TomlValue& item : *list) {
            const auto* table = std::get_if<std::shared_ptr<TomlTable>>(&item.value);
            if (table != nullptr) readers.emplace_back(**table, name_of(key), item.line, *problems_);
        }
        if (readers.size() == list->size()) return readers;
    }
    wrong_type(key, "a list of tables");
    return {};
}

std::vector<std::string> TomlReader::keys() const {
    std::vector<std::string> keys;
    keys.reserve(table_->values.size());
    for (const auto& [key, value] : table_->values) keys.push_back(key);
    return keys;
}

void TomlReader::finish() {
    const std::vector<std::string> known(asked_.begin(), asked_.end());
    for (const auto& [key, value] : table_->values) {
        if (asked_.contains(key)) continue;
        problems_->add(line_of(key), fmt::format("unknown key \"{}\".{}", name_of(key), did_you_mean(key, known)));
    }
}

}  // namespace svd
