// The rules of one field, of the time and of the place, off their tables in a mapping.  Private to agent/source.
#pragma once

#include "agent/source/mapping_tables.h"

namespace svd::agent {

// What may stand under [map].
std::vector<std::string> mappable_names();

TimeRule read_month_rule(TomlReader& toml);
TimeRule read_time_rule(TomlReader& toml);
AreaRule read_area_rule(TomlReader& toml);
FieldRule read_field_rule(Field field, TomlReader& toml, TableShelf& shelf);

}  // namespace svd::agent
