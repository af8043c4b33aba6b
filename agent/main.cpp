#include <cstdio>
#include <exception>

#include "agent/app/command_line.h"
#include "agent/app/exit_codes.h"

int main(int argc, char** argv) {
    try {
        return svd::agent::run_command_line(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "svd-agent: unexpected: %s\n", error.what());
        return svd::agent::exit_code::kUnexpected;
    }
}
