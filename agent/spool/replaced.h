// What a file would replace: the records that earlier files of its data set supplied for the same months.
//
// A later file takes the place of an earlier one month by month, whole, so a file with the late records alone would
// make the rest of the month disappear.  Nobody should learn that from the figures.
#pragma once

#include <string>
#include <vector>

#include "agent/spool/ledger.h"
#include "agent/spool/part_builder.h"

namespace svd::agent {

struct Replaced {
    Period period;
    std::uint64_t held = 0;   // records that the hub accepted and still counts
    std::uint64_t ready = 0;  // records of the new file
    std::vector<std::string> files;
    std::string sent_at;  // RFC 3339, the latest
};

// Only periods that have something to replace.
std::vector<Replaced> what_it_replaces(const Ledger& ledger, std::string_view dataset,
                                       const ByPeriod<std::uint64_t>& ready_by_period);
// The file that has stood for the period since, whole; null when none has.  `source` is the ledger's own.
const FileEntry* replaced_by(const FileEntry& source, const Period& period, const Ledger& ledger);
struct Planned {
    Digest file{};
    std::string_view dataset;
    bool returned = false;  // a mended quarantine file: it replaces nothing
};
// What the hub holds of the period already.
PeriodPlan plan_period(const Ledger& ledger, const Planned& planned, const Period& period);
// "replaces 18,183 records of 2021-04, sent on 20 November 2026 from a.csv"
std::string replaces_text(const Replaced& replaced);
// Empty unless a month would shrink to fewer than 100 - max_shrink_percent of what is held.
std::string reason_not_to_shrink(const std::vector<Replaced>& all, std::int64_t max_shrink_percent);

}  // namespace svd::agent
