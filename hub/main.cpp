#include <cstdio>
#include <exception>

#include "hub/app/hub_app.h"

int main(int argc, char** argv) {
    try {
        return svd::run_hub(argc, argv);
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "svd-hub: unexpected: %s\n", problem.what());
        return 1;
    }
}
