// The command line of svd-audit.
#pragma once

namespace svd::audit {

int run_command_line(int argc, const char* const* argv);

}  // namespace svd::audit
