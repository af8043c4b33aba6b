#include "hub/profile/sharing.h"

#include <algorithm>

#include "core/rules/agreement_rules.h"

namespace svd {
namespace {

constexpr const char* kNoAgreement = "agreement.id";  // under which it arrived, and which is no more
constexpr const char* kSuspended = "agreement.suspended";

std::string breach_of(const std::string& id, const std::vector<Month>& months, const Reader& reader,
                      const LogFacts& facts, const Party* party) {
    const Agreement* agreement = party == nullptr ? nullptr : party->find_agreement(id);
    if (agreement == nullptr) return kNoAgreement;
    if (facts.is_suspended(party->id, id)) return kSuspended;
    for (const Month month : months) {
        if (const auto breach = read_breach(*agreement, reader.identity, reader.purpose, month, reader.at)) {
            return std::string(clause_name(breach->clause));
        }
    }
    return {};
}

std::vector<Month> months_within(const Period& period, const Arrivals::Months& arrived) {
    std::vector<Month> found;
    for (auto at = arrived.lower_bound(period.from); at != arrived.end() && at->first <= period.to; ++at) {
        found.push_back(at->first);
    }
    return found;
}

}  // namespace

Withheld withheld_from(const Reader& reader, const Period& period, const State& state, const LogFacts& facts,
                       const std::vector<Party>& parties) {
    Withheld withheld;
    for (const auto& [id, agreements] : state.arrivals().by_party()) {
        const auto found = std::ranges::find(parties, id, &Party::id);
        const Party* const party = found == parties.end() ? nullptr : &*found;
        for (const auto& [agreement, arrived] : agreements) {
            const std::vector<Month> months = months_within(period, arrived);
            if (months.empty()) continue;
            const std::string clause = breach_of(agreement, months, reader, facts, party);
            if (!clause.empty()) withheld.emplace(id, clause);
        }
    }
    return withheld;
}

}  // namespace svd
