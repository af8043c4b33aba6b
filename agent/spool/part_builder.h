// Incidents of one file, gathered into submissions.
//
// A submission holds rows of one month, so that a month can be replaced by itself, and at most
// limits::kPartRowsMax of them.  A month's first submission is a first supply, or the replacement of what an
// earlier file of the same data set supplied; what follows adds to it.  The hub judges a first supply and an
// addition by month and count unit, so rows of units that stand differently go into separate submissions.
//
// An addition names the submission that it continues, so that its bytes are never those of an addition to an
// earlier supply which has been replaced since: the hub would take them for known and not count them.
//
// The same rows in the same order, with the same plan, give the same bytes.  Memory is bounded: when many months
// are open, the fullest is sealed.  Not thread-safe.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "agent/spool/ledger.h"
#include "core/domain/submission.h"

namespace svd::agent {

struct SealedPart {
    Part part;
    std::string bytes;
    std::vector<std::uint64_t> lines;  // of each row in the source file
};

// What is held already for one month.
struct MonthPlan {
    std::vector<Digest> supersedes;  // named by the month's first submission
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
    using Plan = std::function<MonthPlan(Month)>;
    using Sink = std::function<Result<void>(SealedPart)>;

    PartBuilder(Origin origin, Plan plan, Sink sink)
        : origin_(std::move(origin)), plan_(std::move(plan)), sink_(std::move(sink)) {}

    Result<void> add(const Incident& incident, std::uint64_t line);
    void add_set_aside() { ++set_aside_; }
    Result<void> finish();

private:
    struct Row {
        Incident incident;
        std::uint64_t line = 0;
    };
    struct OpenMonth {
        MonthPlan plan;
        std::vector<Row> rows;
        std::optional<Digest> last;  // sealed of this month
    };

    Result<void> seal(Month month, OpenMonth& open);
    Result<void> emit(Month month, OpenMonth& open, std::span<const Row> rows, Code supply);
    Result<void> seal_fullest();

    Origin origin_;
    Plan plan_;
    Sink sink_;
    std::map<Month, OpenMonth> open_;
    std::set<Digest> sealed_;
    std::size_t rows_waiting_ = 0;
    std::uint32_t set_aside_ = 0;  // since the last submission
};

}  // namespace svd::agent
