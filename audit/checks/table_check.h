// The tables of an evidence pack, held against the entries line by line.
//
// Not thread-safe.
#pragma once

#include <fstream>
#include <string>

#include "audit/checks/report.h"
#include "audit/copy/log_copy.h"

namespace svd::audit {

class TableCheck {
public:
    // Tables that are not there are not looked for.
    TableCheck(const LogCopy& copy, Report& report);

    bool looks() const { return json_.is_open() || csv_.is_open(); }
    void check(std::uint64_t index, const LogEntry& entry);
    void finish();

private:
    // Whether the next bytes of the table are these.  After the first that are not it is looked at no further.
    void expect(std::ifstream& table, const char* name, std::uint64_t index, const std::string& line);
    void expect_end(std::ifstream& table, const char* name);

    Report& report_;
    std::ifstream json_;
    std::ifstream csv_;
    std::string buffer_;
};

}  // namespace svd::audit
