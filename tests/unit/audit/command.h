// Runs svd-audit within the test and takes what it prints.
#pragma once

#include <unistd.h>

#include <cstdio>
#include <string>
#include <vector>

#include "audit/app/command_line.h"
#include "tests/unit/audit/audited_hub.h"

namespace svd::test {

struct Ran {
    int status = -1;
    std::string out;
    std::string err;
};

inline Ran svd_audit(const std::vector<std::string>& arguments) {
    const TempDir folder;
    const auto redirect = [&](std::FILE* stream, const char* name) {
        std::fflush(stream);
        const int kept = ::dup(::fileno(stream));
        std::FILE* file = std::fopen((folder.path() / name).c_str(), "w");
        ::dup2(::fileno(file), ::fileno(stream));
        std::fclose(file);
        return kept;
    };
    const auto restore = [](std::FILE* stream, int kept) {
        std::fflush(stream);
        ::dup2(kept, ::fileno(stream));
        ::close(kept);
    };
    std::vector<const char*> words{"svd-audit"};
    for (const std::string& argument : arguments) words.push_back(argument.c_str());
    const int out = redirect(stdout, "out");
    const int err = redirect(stderr, "err");
    Ran ran;
    ran.status = audit::run_command_line(static_cast<int>(words.size()), words.data());
    restore(stdout, out);
    restore(stderr, err);
    ran.out = read_all(folder.path() / "out");
    ran.err = read_all(folder.path() / "err");
    return ran;
}

inline bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace svd::test
