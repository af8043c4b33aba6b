#include <cstdio>
#include <exception>

#include "audit/app/command_line.h"
#include "audit/app/exit_codes.h"

int main(int argc, char** argv) {
    try {
        return svd::audit::run_command_line(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "svd-audit: unexpected: %s\n", error.what());
        return svd::audit::exit_code::kUnexpected;
    }
}
