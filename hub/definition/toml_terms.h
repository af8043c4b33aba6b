// What definitions and breaks in series are read with: names, one-line statements, dates, units, kinds of agency and
// terms of the vocabulary, each wrong one told with its line and the nearest that exists.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/enum_set.h"
#include "core/base/result.h"
#include "core/config/toml_table.h"
#include "core/domain/party.h"
#include "hub/definition/field_values.h"

namespace svd {

// The text of a file of at most limits::kDefinitionBytesMax.
Result<std::string> read_document(const std::filesystem::path& file);
Result<TomlTable> parse_document(std::string_view toml, std::string_view file_name);

std::string read_name(TomlReader& table, std::string_view key);  // lower-case letters, digits and hyphens
std::uint32_t read_version(TomlReader& table);
// One line, so that it has one canonical form.
std::string read_statement(TomlReader& table, std::string_view key, bool required);
std::vector<std::string> read_statements(TomlReader& table, std::string_view key);
std::string read_date(TomlReader& table, std::string_view key);  // 2025, 2025-06 or 2025-06-11
EnumSet<CountUnit> read_units(TomlReader& table, std::string_view key);
EnumSet<AgencyKind> read_agencies(TomlReader& table, std::string_view key);

// Which of a field's terms may stand in a list.
enum class Listed { kValues, kAbsences, kValuesAndAbsences };
Codes read_codes(TomlReader& table, std::string_view key, Field field, Listed listed);
std::vector<std::string> field_names();

}  // namespace svd
