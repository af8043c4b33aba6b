// Whom an auditor trusts, and whether they signed a checkpoint.
//
// Functions of their arguments.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audit/checks/report.h"
#include "core/base/clock.h"
#include "core/tlog/checkpoint.h"
#include "core/tlog/policy.h"

namespace svd::audit {

struct Trust {
    tlog::VerifierKey log;
    std::optional<tlog::Policy> policy;
};

struct Cosigned {
    std::string witness;
    UtcTime at;
};

struct Checkpoint {
    std::string note;
    std::optional<tlog::Checkpoint> says;  // read, whoever signed it; nothing when it cannot be read
    std::vector<Cosigned> cosigned;        // by witnesses of the policy, each proved
};

// Adds A101, A102 and A103 to the report.
Checkpoint check_checkpoint(std::string note, const Trust& trust, Report& report);

}  // namespace svd::audit
