// Numbers, days and names as people read them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/bytes.h"

namespace svd::agent {

std::string grouped(std::uint64_t number);  // 1,284
// "1 record", "1,284 records".
std::string counted(std::uint64_t number, std::string_view one);
// "20 November 2026" of an RFC 3339 time; what is none comes back as it is.
std::string plain_day(std::string_view rfc3339);
// With a question mark for each byte that is not ASCII, when it is not UTF-8: JSON and journals hold text only.
std::string printable(std::string_view name);
// The front of a digest, long enough to tell one file from another.
inline constexpr std::size_t kShortDigest = 12;
std::string short_digest(const Digest& digest);
// `stem` and `ending` as one name.  A stem that is too long for a file system loses its middle, so that both what it
// begins with and what it ends with still fit a pattern; room is left for a ".tmp" behind it.
std::string derived_name(std::string_view stem, std::string_view ending);

}  // namespace svd::agent
