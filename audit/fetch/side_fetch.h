// Fetches what is kept beside the entries: contents of accepted submissions, what is left of those that were erased,
// and the partnership's documents.
//
// The hub need not have them: contents are erased in time.  What it hands out is written as it is; `verify` holds it
// to the entries.  A copy keeps no content that the log says was erased: it is dropped when the checkpoint that vouches
// for the erasure is in its place.
//
// One thread.
#pragma once

#include <set>
#include <vector>

#include "audit/copy/log_copy.h"
#include "audit/fetch/copy_writer.h"
#include "audit/fetch/entry_fetch.h"
#include "audit/fetch/patience.h"

namespace svd::audit {

struct SideFetched {
    std::uint64_t contents = 0;
    std::uint64_t erased = 0;  // that the hub or an entry says are erased
    std::uint64_t missing = 0;  // that the hub does not have and does not say were erased
    std::uint64_t left_overs = 0;
    std::uint64_t left_overs_missing = 0;
    std::uint64_t dropped = 0;  // contents that the copy had, and that are erased
    std::uint64_t partnerships = 0;
    std::uint64_t partnerships_missing = 0;
};

class SideFetch {
public:
    SideFetch(PatientSource& source, const LogCopy& copy, const CopyWriter& writer, const Progress& progress)
        : source_(source), copy_(copy), writer_(writer), progress_(progress) {}

    // Of the entries from `first` to before `size`, all of which the copy holds.
    Result<SideFetched> run(std::uint64_t first, std::uint64_t size);

    // Contents that an entry seen by `run` says are erased, and those that an earlier fetch had no time to drop: what
    // is left of them is there.  Returns how many.
    Result<std::uint64_t> drop_erased() const;

private:
    Result<void> look_through(std::uint64_t first, std::uint64_t size);
    void look_at(std::uint64_t first, std::uint64_t index, const LogEntry& entry);
    Result<void> fetch_content(std::uint64_t index);
    Result<void> fetch_left_over(std::uint64_t index);
    Result<void> fetch_partnership(const Digest& digest);

    PatientSource& source_;
    const LogCopy& copy_;
    const CopyWriter& writer_;
    const Progress& progress_;
    std::vector<bool> due_;  // by index after `first`: content belongs to it, and no entry has erased it
    std::uint64_t due_count_ = 0;
    std::set<std::uint64_t> erased_;  // as the entries say, whenever they were submitted
    std::set<Digest> partnerships_;
    SideFetched fetched_;
};

}  // namespace svd::audit
