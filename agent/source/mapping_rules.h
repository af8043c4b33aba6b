// The rules of one field, of the time, the place and the figure, off their tables in a mapping.  Private to agent/source.
#pragma once

#include "agent/source/mapping_tables.h"

namespace svd::agent {

// What may stand under [map].
std::vector<std::string> mappable_names(RowKind rows);

TimeRule read_month_rule(TomlReader& toml);
TimeRule read_time_rule(TomlReader& toml);
AreaRule read_area_rule(TomlReader& toml, TableShelf& shelf);
FieldRule read_field_rule(RowKind rows, Slot slot, TomlReader& toml, TableShelf& shelf);
PeriodRule read_period_rule(TomlReader& toml);
PeriodRule read_as_at_rule(TomlReader& toml);
CountRule read_count_rule(TomlReader& toml);

}  // namespace svd::agent
