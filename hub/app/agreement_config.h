// Reads one [[party.agreement]] of the hub's configuration.  Strict: a term is known, is said once, and can be kept.
#pragma once

#include <set>
#include <string>

#include "core/config/toml_table.h"
#include "core/domain/party.h"

namespace svd {

// `agencies` are the ids of all parties, before and after this one in the file: a recipient must be one of them.
// What is wrong goes into the table's problems.
Agreement read_agreement(TomlReader& table, const Party& party, const std::set<std::string>& agencies);

// The month at `key`, which is required.
Month read_month(TomlReader& table, std::string_view key);

}  // namespace svd
