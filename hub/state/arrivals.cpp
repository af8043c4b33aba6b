#include "hub/state/arrivals.h"

namespace svd {

void Arrivals::add(const wire::Receipt& receipt) {
    for (const std::uint32_t number : receipt.months) {
        if (const auto month = Month::from_number(number)) ++by_party_[receipt.party][receipt.agreement][*month];
    }
}

void Arrivals::remove(const wire::Receipt& receipt) {
    const auto party = by_party_.find(receipt.party);
    if (party == by_party_.end()) return;
    const auto agreement = party->second.find(receipt.agreement);
    if (agreement == party->second.end()) return;
    Months& months = agreement->second;
    for (const std::uint32_t number : receipt.months) {
        const auto month = Month::from_number(number);
        const auto found = month ? months.find(*month) : months.end();
        if (found != months.end() && --found->second == 0) months.erase(found);
    }
    if (months.empty()) party->second.erase(agreement);
    if (party->second.empty()) by_party_.erase(party);
}

}  // namespace svd
