#include "hub/app/complaint.h"

#include <fmt/format.h>

#include <cstdio>

namespace svd {

int complain(int exit_code, std::string_view what) {
    fmt::print(stderr, "svd-hub: {}\n", what);
    return exit_code;
}

}  // namespace svd
