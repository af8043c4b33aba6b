// What a copy holds of the submissions, each held against its entry before it is used, and which of them were erased.
//
// Errors: kNotFound for what is not in the copy, kCorrupt with the finding's code for what does not fit its entry,
// and those of LogCopy.  Not thread-safe.
#pragma once

#include <map>

#include "audit/checks/left_over_check.h"
#include "audit/copy/log_copy.h"
#include "hub/state/state.h"

namespace svd::audit {

// An entry read by itself, by whoever needs one that is not next.
Result<LogEntry> entry_at(const LogCopy& copy, std::uint64_t size, std::uint64_t index);

class CopiedSubmissions final : public HeldSubmissions {
public:
    CopiedSubmissions(const LogCopy& copy, std::uint64_t size) : copy_(copy), size_(size) {}

    // Reads all entries, for those that erase.
    Result<void> find_erasures();
    // The entry that erased that one, if any did.
    std::optional<std::uint64_t> erased_by(std::uint64_t index) const;

    Result<Submission> submission(std::uint64_t sequence) const override;
    Result<Content> content_of(std::uint64_t index, const LogEntry& entry) const;
    Result<LeftOver> left_over_of(std::uint64_t index, const LogEntry& entry) const;

private:
    const LogCopy& copy_;
    std::uint64_t size_;
    std::map<std::uint64_t, std::uint64_t> erasures_;  // what was erased, by which entry
};

}  // namespace svd::audit
