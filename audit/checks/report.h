// What an audit has found and what it has looked at.
//
// Findings are kept in the order in which they were made, a few of each code; the rest are only counted, so that a
// copy that is wrong everywhere does not fill the memory.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "audit/checks/codes.h"

namespace svd::audit {

struct Finding {
    Code code;
    std::optional<std::uint64_t> entry;  // which one, where it is about one
    std::string detail;                  // such as a file; never content of a submission
};

class Report {
public:
    void add(Code code, std::optional<std::uint64_t> entry, std::string detail);

    const std::vector<Finding>& findings() const { return findings_; }
    bool has(Code code) const { return times_.contains(code); }
    // How often it was found, told or not.
    std::uint64_t times(Code code) const;
    std::uint64_t failures() const { return failures_; }
    std::uint64_t warnings() const { return warnings_; }
    std::uint64_t not_told() const { return failures_ + warnings_ - findings_.size(); }

private:
    std::vector<Finding> findings_;
    std::map<Code, std::uint64_t> times_;
    std::uint64_t failures_ = 0;
    std::uint64_t warnings_ = 0;
};

}  // namespace svd::audit
