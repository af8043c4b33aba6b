// Says on the error output why a command did not do what it was asked, and gives back the exit code.
#pragma once

#include <string_view>

namespace svd {

int complain(int exit_code, std::string_view what);

}  // namespace svd
