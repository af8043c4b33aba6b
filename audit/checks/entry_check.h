// What each entry must be by itself and after those before it, and the content that goes with it.
//
// It keeps two bits an entry, which is all the memory that grows with the log: a megabyte for four million.  Besides,
// a digest for each partnership document and a digest for each left-over.
//
// Not thread-safe.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "audit/checks/report.h"
#include "audit/copy/log_copy.h"
#include "core/base/clock.h"

namespace svd::audit {

struct EntryCounts {
    std::uint64_t entries = 0;
    std::uint64_t contents = 0;  // of which all was checked
    std::uint64_t erased = 0;    // contents that an entry says were erased
    std::uint64_t no_content_looked_for = 0;
};

class EntryCheck {
public:
    // Without contents, whether they are there is not looked at.
    EntryCheck(const LogCopy& copy, bool with_contents, Report& report)
        : copy_(copy), with_contents_(with_contents), in_folder_(copy.has_contents()), report_(report) {}

    // The next one.  What it says, if it can be read.
    std::optional<LogEntry> check(std::string_view bytes);
    void skip(std::uint64_t entries);  // they could not be had
    void finish();

    const EntryCounts& counts() const { return counts_; }
    bool may_have_content(std::uint64_t index) const { return index < due_.size() && due_[index]; }
    // Whether an entry names that partnership document, as far as the entries could be had.
    bool names_partnership(const Digest& digest) const { return gaps_ || partnerships_.contains(digest); }

private:
    void check_order(std::uint64_t index, const LogEntry& entry);
    void check_complete(std::uint64_t index, const LogEntry& entry);
    void check_time(std::uint64_t index, const LogEntry& entry);
    void check_content(std::uint64_t index, const LogEntry& entry);
    void check_left_over(std::uint64_t index, const LogEntry& entry);
    void follow_erasure(std::uint64_t index, const LogEntry& entry);
    void check_commitment(std::uint64_t index, const LogEntry& entry);
    void follow_erased_content(std::uint64_t index, std::uint64_t by);
    void check_partnership(std::uint64_t index, const Digest& digest);

    const LogCopy& copy_;
    bool with_contents_;
    bool in_folder_;
    Report& report_;
    EntryCounts counts_;
    std::vector<bool> due_;      // by index: content belongs to it, or may
    std::vector<bool> missing_;  // and is not there, nor erased by an entry so far
    struct LeftOverSeen {
        std::uint64_t says = 0;  // the entry that it says erased it; 0 where it cannot be believed
        bool erased = false;     // an entry so far names it
        Digest digest{};         // of it, where it can be believed
    };
    std::map<std::uint64_t, LeftOverSeen> left_overs_;
    std::uint64_t next_ = 0;
    std::optional<UtcTime> latest_;
    std::set<Digest> partnerships_;  // that entries name
    bool gaps_ = false;
};

}  // namespace svd::audit
