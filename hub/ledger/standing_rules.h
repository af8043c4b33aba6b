// The rules that depend on what the hub holds: months already supplied, what is superseded, rows that are changed.
//
// They are applied by the writer alone, so that two submissions cannot both be the first.
#pragma once

#include <set>
#include <string>
#include <tuple>

#include "core/rules/rules.h"
#include "hub/state/state.h"

namespace svd {

// What earlier submissions of the same write set will have supplied, though the state does not show it yet.
class PendingSupplies {
public:
    void add(const std::string& party, const Digest& digest, const Submission& submission, const Verdict& verdict);
    bool has(const std::string& party, const Digest& digest) const;
    bool has(const std::string& party, Month month, Code unit) const;
    bool has(const std::string& party, Month month) const;

private:
    std::set<std::tuple<std::string, Month, Code>> supplied_;
    std::set<std::pair<std::string, Digest>> submissions_;
};

// Whether the submission must be alone in its write set, because it changes what is held and not only adds.
bool changes_what_is_held(const Submission& submission);

// Adds to `verdict` what is wrong in view of what is held.  Rows that the verdict refuses already are passed over.
void check_standing(const Submission& submission, const std::string& party, const State& state,
                    const PendingSupplies& pending, Verdict& verdict);

}  // namespace svd
