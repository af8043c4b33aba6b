// What people and scripts see: text or JSON on standard output, complaints and progress on standard error.
//
// Callers hand in names, codes and counts; never a cell.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include <boost/json/fwd.hpp>

#include "agent/spool/words.h"

namespace svd::agent {

struct ConsoleSettings {
    bool json = false;
    bool quiet = false;
};

class Console {
public:
    explicit Console(ConsoleSettings settings);

    bool json() const { return settings_.json; }
    void say(std::string_view line) const;          // text mode only
    void heading(std::string_view line) const;      // bold on a terminal, unless NO_COLOR
    void next(std::string_view what_to_do) const;   // the last line, always
    void complain(std::string_view line) const;     // standard error
    void print(const boost::json::value& value) const;  // JSON mode only

    // One line that is written over itself, only when standard error is a terminal.
    void progress(std::string_view name, std::uint64_t records, std::uint64_t bytes, std::uint64_t bytes_all);
    void progress_over();

private:
    ConsoleSettings settings_;
    bool colour_ = false;
    bool live_ = false;
    bool drawn_ = false;
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace svd::agent
