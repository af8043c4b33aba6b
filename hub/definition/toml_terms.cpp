#include "hub/definition/toml_terms.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "core/base/limits.h"

namespace svd {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_name(std::string_view text) {
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-'; };
    return !text.empty() && text.size() <= limits::kNameBytesMax && std::ranges::all_of(text, fits);
}

bool is_one_line(std::string_view text) {
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    return text.size() <= limits::kDefinitionTextBytesMax && std::ranges::none_of(text, control) &&
           !text.starts_with(' ') && !text.ends_with(' ');
}

bool check_statement(TomlReader& table, std::string_view key, std::string_view text) {
    if (is_one_line(text)) return true;
    table.problem(key, fmt::format("must be one line of at most {} bytes, without blanks around it.",
                                   limits::kDefinitionTextBytesMax));
    return false;
}

bool is_date(std::string_view text) {
    static constexpr std::string_view kForm = "0000-00-00";
    if (text.size() != 4 && text.size() != 7 && text.size() != 10) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (kForm[i] == '-' ? text[i] != '-' : !is_digit(text[i])) return false;
    }
    const auto two = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
    const bool month_fits = text.size() < 7 || (two(5) >= 1 && two(5) <= 12);
    return month_fits && (text.size() < 10 || (two(8) >= 1 && two(8) <= 31));
}

std::vector<std::string> agency_names() {
    std::vector<std::string> names;
    for (int kind = 0; kind <= static_cast<int>(AgencyKind::kYouthCustody); ++kind) {
        names.emplace_back(agency_kind_name(static_cast<AgencyKind>(kind)));
    }
    return names;
}

// Why a term that exists may not stand in this list; empty when it may.
std::string misplaced(Field field, Code code, Listed listed) {
    if (is_absence(code)) {
        return listed == Listed::kValues ? "is no value; records with it are left open anyway." : "";
    }
    if (listed == Listed::kAbsences) return "is a value; here stand only unknown, not_collected and withheld.";
    if (values_of(field).test(code)) return "";
    std::string parts;
    const Codes values = may_stand_for(field, code);
    for (std::size_t value = 0; value < values.size(); ++value) {
        if (values.test(value)) parts += (parts.empty() ? "" : ", ") + code_name(field, static_cast<Code>(value));
    }
    return fmt::format("stands for several terms; name those that count, of {}.", parts);
}

}  // namespace

Result<std::string> read_document(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return Error{Errc::kNotFound, fmt::format("cannot read {}", file.string())};
    std::string text(limits::kDefinitionBytesMax + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return text;
}

Result<TomlTable> parse_document(std::string_view toml, std::string_view file_name) {
    if (toml.size() > limits::kDefinitionBytesMax) {
        return Error{Errc::kTooMany, fmt::format("{}: more than {} bytes", file_name, limits::kDefinitionBytesMax)};
    }
    return parse_toml(toml, file_name);
}

std::string read_name(TomlReader& table, std::string_view key) {
    std::string name = table.required_text(key);
    if (!name.empty() && !is_name(name)) {
        table.problem(
            key, fmt::format("expected at most {} lower-case letters, digits and hyphens.", limits::kNameBytesMax));
    }
    return name;
}

std::uint32_t read_version(TomlReader& table) {
    if (!table.has("version")) table.problem("version", "this setting is required.");
    return static_cast<std::uint32_t>(table.number("version", 1, 1, 1'000'000));
}

std::string read_statement(TomlReader& table, std::string_view key, bool required) {
    std::string text = required ? table.required_text(key) : table.text(key, "");
    check_statement(table, key, text);
    return text;
}

std::vector<std::string> read_statements(TomlReader& table, std::string_view key) {
    std::vector<std::string> texts = table.text_or_list(key);
    if (texts.size() > limits::kDefinitionCaveatsMax) {
        table.problem(key, fmt::format("at most {} of them.", limits::kDefinitionCaveatsMax));
    }
    for (const std::string& text : texts) {
        if (text.empty()) table.problem(key, "must not be empty.");
        else if (!check_statement(table, key, text)) break;
    }
    return texts;
}

std::string read_date(TomlReader& table, std::string_view key) {
    std::string date = table.required_text(key);
    if (!date.empty() && !is_date(date))
        table.problem(key, "expected a date in quotes, such as 2025, 2025-06 or 2025-06-11.");
    return date;
}

EnumSet<CountUnit> read_units(TomlReader& table, std::string_view key) {
    EnumSet<CountUnit> units;
    for (const std::string& name : table.text_or_list(key)) {
        const auto code = find_term(Vocabulary::kCountUnit, name);
        if (!code) {
            table.problem(key, fmt::format("\"{}\" is no count unit.{}", name,
                                           did_you_mean(name, code_names(Field::kCountUnit))));
        } else if (static_cast<CountUnit>(*code) == CountUnit::kPerson) {
            table.problem(key, "\"person\" is counted in cohorts, which hold no records that a rule could look at.");
        } else {
            units.insert(static_cast<CountUnit>(*code));
        }
    }
    return units;
}

EnumSet<AgencyKind> read_agencies(TomlReader& table, std::string_view key) {
    EnumSet<AgencyKind> agencies;
    for (const std::string& name : table.text_or_list(key)) {
        const auto kind = find_agency_kind(name);
        if (kind) agencies.insert(*kind);
        else
            table.problem(key, fmt::format("\"{}\" is no kind of agency.{}", name, did_you_mean(name, agency_names())));
    }
    return agencies;
}

Codes read_codes(TomlReader& table, std::string_view key, Field field, Listed listed) {
    Codes codes;
    for (const std::string& name : table.text_or_list(key)) {
        const auto code = find_code(field, name);
        if (!code) {
            table.problem(
                key, fmt::format("\"{}\" is no {}.{}", name, field_name(field), did_you_mean(name, code_names(field))));
            continue;
        }
        const std::string why = misplaced(field, *code, listed);
        if (!why.empty()) table.problem(key, fmt::format("\"{}\" {}", name, why));
        else if (codes.test(*code)) table.problem(key, fmt::format("\"{}\" stands there twice.", name));
        codes.set(*code);
    }
    return codes;
}

std::vector<std::string> field_names() {
    std::vector<std::string> names;
    for (const Field field : all_fields()) names.emplace_back(field_name(field));
    return names;
}

}  // namespace svd
