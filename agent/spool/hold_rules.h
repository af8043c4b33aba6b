// Why a file would not be sent but held for a person, by what it holds and by what was sent before.
//
// `run` holds by these rules, and `check` and `preview` foretell by them, so that they never promise what `run` will
// not do.  All functions are pure.
#pragma once

#include <string>
#include <vector>

#include "agent/source/extract.h"
#include "agent/spool/replaced.h"

namespace svd::agent {

struct IntakeSettings {
    std::string dataset;
    std::string agreement;
    std::int64_t max_rejected_percent = 5;
    std::int64_t max_shrink_percent = 20;
    bool allow_shrinking = false;  // a person has said so
    std::uint32_t smallest_group = 1;
};

// A file that was read to its end, and what it would be sent as.
struct Candidate {
    Digest digest{};
    const Extract& extract;
    const std::vector<Part>& parts;
};

// Empty when nothing stands in the way.
std::string reason_to_hold(const Candidate& file, const Ledger& ledger, const IntakeSettings& settings);
// What an earlier file supplied can only be replaced, or added to, once the hub has said that it holds it.
std::string reason_to_wait(const Extract& extract, const Ledger& ledger);

}  // namespace svd::agent
