// Made-up incidents of all of England and Wales: every police force, fire authority and district council, month by month,
// over the small areas of the reference data.
//
// The same plan gives the same submissions.  A party's month does not depend on how many others there are, so that a
// larger store holds a smaller one's records of the area asked about.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/domain/party.h"
#include "core/domain/submission.h"
#include "core/geography/geography.h"

namespace svd::bench {

inline constexpr int kUsualMonths = 60;
inline constexpr const char* kAskedForce = "E23000032";  // Kent

struct StatePlan {
    std::uint64_t incidents = 10'000'000;  // about; in kUsualMonths
    int months = kUsualMonths;  // up to the last; more of them are earlier
    double elsewhere = 1;  // how many times as many incidents outside the force asked about
};

class StateWorld {
public:
    StateWorld(const Geography& geography, StatePlan plan);
    const std::vector<Party>& parties() const { return parties_; }
    Month last_month() const;

    // Of that month; the first of a party's month before what is added to it.
    void each_submission(Month month, const std::function<void(const Party&, Submission)>& send) const;

private:
    struct Ground {
        std::vector<AreaRef> areas;
        std::vector<double> weights;  // how much happens in each
        double rows = 0;  // a month
    };
    void add_parties(AreaLevel level, AgencyKind kind, double share);

    const Geography& geography_;
    StatePlan plan_;
    std::vector<Party> parties_;
    std::vector<Ground> grounds_;  // of each party
};

}  // namespace svd::bench
