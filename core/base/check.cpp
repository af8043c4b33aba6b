#include "core/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace svd {

void check_failed(const char* what, std::source_location where) {
    std::fprintf(stderr, "%s:%u: broken assumption: %s\n", where.file_name(), where.line(), what);
    std::abort();
}

}  // namespace svd
