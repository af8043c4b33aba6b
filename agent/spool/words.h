// Numbers and days as people read them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace svd::agent {

std::string grouped(std::uint64_t number);  // 1,284
// "1 record", "1,284 records".
std::string counted(std::uint64_t number, std::string_view one);
// "20 November 2026" of an RFC 3339 time; what is none comes back as it is.
std::string plain_day(std::string_view rfc3339);

}  // namespace svd::agent
