// Rows of one file, gathered into submissions.
//
// A submission holds rows of one period, of incidents and cohorts a month, so that it can be replaced by itself, and
// at most limits::kPartRowsMax of them.  A period's first submission is a first supply, or the replacement of what an
// earlier file of the same data set supplied; what follows adds to it.  The hub judges a first supply and an
// addition by month and count unit, so rows of units that stand differently go into separate submissions.
//
// An addition names the submission that it continues, so that its bytes are never those of an addition to an
// earlier supply which has been replaced since: the hub would take them for known and not count them.
//
// The same rows in the same order, with the same plan, give the same bytes.  Memory is bounded: when many periods
// are open, the fullest is sealed.  Not thread-safe.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "agent/source/row.h"
#include "agent/spool/ledger.h"

namespace svd::agent {

struct SealedPart {
    Part part;
    std::string bytes;
    std::vector<std::uint64_t> lines;  // of each row in the source file
};

// What is held already for one period.
struct PeriodPlan {
    std::vector<Digest> supersedes;  // named by the period's first submission
    std::set<Code> units_held;       // apart from what is superseded
    std::optional<Digest> continues;  // the submission that additions are a further part of
};

class PartBuilder {
public:
    struct Origin {
        std::string mapping_name;
        std::uint32_t mapping_version = 1;
        std::string agreement;
    };
    using Plan = std::function<PeriodPlan(const Period&)>;
    using Sink = std::function<Result<void>(SealedPart)>;

    PartBuilder(Origin origin, Plan plan, Sink sink)
        : origin_(std::move(origin)), plan_(std::move(plan)), sink_(std::move(sink)) {}

    Result<void> add(const Row& row, std::uint64_t line);
    void add_set_aside() { ++set_aside_; }
    Result<void> finish();

private:
    struct Waiting {
        Row row;
        std::uint64_t line = 0;
    };
    struct Open {
        PeriodPlan plan;
        std::vector<Waiting> rows;
        std::optional<Digest> last;  // sealed of this period
    };
    struct Sealed {
        Period period;
        std::vector<Code> units;
        Digest digest;
    };

    void mind_what_is_sealed(const Period& period, PeriodPlan& plan);
    Result<void> seal(const Period& period, Open& open);
    Result<void> emit(const Period& period, Open& open, std::span<const Waiting> rows, Code supply);
    Result<void> seal_fullest();

    Origin origin_;
    Plan plan_;
    Sink sink_;
    ByPeriod<Open> open_;
    std::set<Digest> digests_;      // sealed of this file
    std::vector<Sealed> sealed_;
    std::set<Digest> superseded_;   // named already
    std::size_t rows_waiting_ = 0;
    std::uint32_t set_aside_ = 0;  // since the last submission
};

}  // namespace svd::agent
