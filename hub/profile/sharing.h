// Whose data a reader may be given, and for which purpose: the agreements, applied to reading.
//
// A party's data is withheld as a whole as soon as one of the agreements under which it arrived, for any month asked
// about, does not allow this reading or is suspended.  Pure: the same log position, partnership and question give the
// same answer, so that what was handed out can be computed again.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/domain/identity.h"
#include "core/domain/party.h"
#include "core/domain/purpose.h"
#include "hub/state/log_facts.h"
#include "hub/state/state.h"

namespace svd {

struct Reader {
    Identity identity;
    Purpose purpose = Purpose::kIdentifyKinds;
    Month at;  // when it reads
};

// Party to the clause that keeps its data back, such as "agreement.recipients".  Parties without data in the period
// are not in it.
using Withheld = std::map<std::string, std::string>;

Withheld withheld_from(const Reader& reader, const Period& period, const State& state, const LogFacts& facts,
                       const std::vector<Party>& parties);

}  // namespace svd
