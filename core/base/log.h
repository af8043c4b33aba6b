// One JSON object a line on standard error, with ECS field names (ux.md part 4).
//
// What never happens: content of a submission, a token, a key or a query string in a line.  Callers pass names,
// codes, counts and digests only.
//
// Thread-safe.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace svd::log {

enum class Level { kDebug, kInfo, kWarning, kError };

struct Field {
    std::string_view name;
    std::variant<std::string_view, std::int64_t, bool> value;
};

// Sets what every line carries, and the lowest level written.  Call once, at start-up.
void start(std::string_view service, std::string_view version, Level lowest);

void write(Level level, std::string_view event, std::initializer_list<Field> fields = {});

inline void info(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::kInfo, event, fields);
}
inline void warning(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::kWarning, event, fields);
}
inline void error(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::kError, event, fields);
}

// The line that `write` would print at `time`, without the line end: what the tests look at.
std::string line(std::string_view time, Level level, std::string_view event, std::initializer_list<Field> fields);

}  // namespace svd::log
