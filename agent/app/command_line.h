// The command line of svd-agent.
#pragma once

namespace svd::agent {

int run_command_line(int argc, char** argv);

}  // namespace svd::agent
