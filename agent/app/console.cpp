#include "agent/app/console.h"

#include <fmt/format.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cstdio>
#include <cstdlib>

#include "agent/app/exit_codes.h"

namespace svd::agent {

Console::Console(ConsoleSettings settings) : settings_(settings) {
    colour_ = ::isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
    live_ = ::isatty(STDERR_FILENO) == 1 && !settings.quiet;
}

void Console::say(std::string_view line) const {
    if (!settings_.json && !settings_.quiet) fmt::print("{}\n", line);
}

void Console::heading(std::string_view line) const {
    if (settings_.json || settings_.quiet) return;
    fmt::print("{}{}{}\n", colour_ ? "\x1b[1m" : "", line, colour_ ? "\x1b[0m" : "");
}

void Console::next(std::string_view what_to_do) const {
    if (!settings_.json && !settings_.quiet) fmt::print("Next: {}\n", what_to_do);
}

void Console::complain(std::string_view line) const { fmt::print(stderr, "svd-agent: {}\n", line); }

void Console::print(const boost::json::value& value) const {
    if (settings_.json) fmt::print("{}\n", boost::json::serialize(value));
}

void Console::progress(std::string_view name, std::uint64_t records, std::uint64_t bytes, std::uint64_t bytes_all) {
    if (!live_) return;
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - began_;
    const auto rate = static_cast<std::uint64_t>(static_cast<double>(records) / std::max(passed.count(), 0.001));
    fmt::print(stderr, "\r{}  {} records  {}/s  {} %  ", name, grouped(records), grouped(rate),
               bytes_all == 0 ? 100 : 100 * bytes / bytes_all);
    std::fflush(stderr);
    drawn_ = true;
}

void Console::progress_over() {
    if (drawn_) fmt::print(stderr, "\n");
    drawn_ = false;
    began_ = std::chrono::steady_clock::now();
}

int exit_code::worse(int left, int right) {
    for (const int code :
         {kAlarm, kUnexpected, kConfiguration, kNotAccepted, kFileRejected, kTryLater, kSomeSetAside}) {
        if (left == code || right == code) return code;
    }
    return left != kDone ? left : right;
}

}  // namespace svd::agent
