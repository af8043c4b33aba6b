#include "core/base/clock.h"

#include <date/date.h>

namespace svd {

UtcTime SystemClock::now() const { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

std::string rfc3339(UtcTime time) { return date::format("%FT%TZ", time); }

}  // namespace svd
