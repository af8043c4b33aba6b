#include "hub/profile/sharing.h"

#include <algorithm>
#include <set>

#include "core/rules/agreement_rules.h"

namespace svd {
namespace {

constexpr const char* kNoAgreement = "agreement.id";  // under which it arrived, and which is no more
constexpr const char* kSuspended = "agreement.suspended";

// What one party's data of the period arrived under.
using Months = std::map<std::string, std::set<Month>>;  // by agreement

std::map<std::string, Months> arrived(const Period& period, const State& state) {
    std::map<std::string, Months> found;
    for (auto at = state.next_submission(0); at; at = state.next_submission(*at + 1)) {
        const SubmissionRecord& record = state.submission(*at);
        if (record.superseded_by) continue;
        for (const std::uint32_t number : record.receipt.months) {
            const auto month = Month::from_number(number);
            if (month && period.contains(*month)) found[record.receipt.party][record.receipt.agreement].insert(*month);
        }
    }
    return found;
}

std::string breach_of(const std::string& id, const std::set<Month>& months, const Reader& reader, const LogFacts& facts,
                      const Party* party) {
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

}  // namespace

Withheld withheld_from(const Reader& reader, const Period& period, const State& state, const LogFacts& facts,
                       const std::vector<Party>& parties) {
    Withheld withheld;
    for (const auto& [id, agreements] : arrived(period, state)) {
        const auto party = std::ranges::find(parties, id, &Party::id);
        for (const auto& [agreement, months] : agreements) {
            const std::string clause =
                breach_of(agreement, months, reader, facts, party == parties.end() ? nullptr : &*party);
            if (!clause.empty()) withheld.emplace(id, clause);
        }
    }
    return withheld;
}

}  // namespace svd
