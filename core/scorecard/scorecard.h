// Whether the authorities meet the Duty, as far as a log can say: per authority what was due, received, late.
//
// The hub answers with it and svd-audit prints it: both follow the entries of a log with this one computation, and write
// it in one form.  It is computed from the entries alone, so that it stays the same when contents are erased.  An entry gives the first
// and the last of its submission's months; a month between them counts as received.
//
// Not thread-safe.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include <boost/json/fwd.hpp>

#include "core/domain/log_entry.h"
#include "core/domain/party.h"

namespace svd {

inline constexpr int kLateAfterDays = 30;
inline constexpr int kLateAfterDaysMax = 3'650;

struct ScorecardQuestion {
    Period due{};  // months
    int late_after_days = kLateAfterDays;  // from the end of the month
};

struct Score {
    std::string party;
    std::string name;  // where the partnership's document is there
    int due = 0;  // months, each in one of the next four
    int received = 0;  // with records, counts or cohorts
    int nil = 0;  // only nil returns
    int not_available = 0;  // only the statement that there are no data
    int missing = 0;
    int late = 0;  // of those due: first heard of after the last day
    std::uint64_t amended = 0;  // corrections and replacements accepted
    std::uint64_t refused = 0;  // submissions
    std::uint64_t refused_rows = 0;
    std::set<std::string> agreements;  // of the document; else those named in entries
    std::set<std::string> suspended;  // now
};

class Scorecard {
public:
    explicit Scorecard(const ScorecardQuestion& question) : question_(question) {}

    void follow(const LogEntry& entry);  // the next one of the log
    // Of the partnership in force; without it, of those that sent anything.
    std::vector<Score> scores(const std::vector<Party>& parties) const;  // by their ids

private:
    // How a month stands: the best that was said of it.
    struct Supply {
        int rank = 0;
        bool in_time = false;
    };
    struct Kept {
        Score score;
        std::map<Month, Supply> months;
    };
    void follow_accepted(const LogEntry& entry, Kept& kept);

    ScorecardQuestion question_;
    std::map<std::string, Kept> kept_;
};

boost::json::object scorecard_json(const std::vector<Score>& scores, const ScorecardQuestion& question);

}  // namespace svd
