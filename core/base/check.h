// SVD_CHECK states what must be true unless our own code is wrong.  It is on in every build, and stops the
// program: a hub that no longer knows what it holds must not go on answering.
#pragma once

#include <source_location>

namespace svd {

[[noreturn]] void check_failed(const char* what, std::source_location where);

}  // namespace svd

#define SVD_CHECK(condition) \
    (static_cast<bool>(condition) ? void(0) : ::svd::check_failed(#condition, std::source_location::current()))
