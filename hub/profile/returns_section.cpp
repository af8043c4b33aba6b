#include "hub/profile/returns_section.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "core/base/limits.h"

namespace svd {
namespace {

constexpr Code kExact = 10;

auto sort_key(const AggregateFigure& f) {
    return std::tie(f.count_unit, f.kind, f.area, f.from, f.to, f.weapon, f.setting, f.victim_age, f.victim_sex,
                    f.reported_to_police, f.treatment);
}

auto sort_key(const CohortFigure& f) {
    return std::tie(f.as_at, f.area, f.order_type, f.risk_band, f.age_band, f.offence, f.treatment);
}

std::optional<std::uint64_t>& number_of(AggregateFigure& figure) { return figure.count; }
std::optional<std::uint64_t>& number_of(CohortFigure& figure) { return figure.people; }

// Returns that differ in anything may count the same people twice, once by age and once by sex, so only those
// alike in everything are parts of one figure.  A rounded figure is never added to another.  Nor is one that would
// make a sum no longer fit the wire: a sender may name any count, and so may not spoil what others are shown.
template <class FigureType>
void add_alike(std::vector<FigureType> figures, std::vector<FigureType>& to) {
    std::ranges::sort(figures, [](FigureType& a, FigureType& b) {
        return std::tuple(sort_key(a), number_of(a)) < std::tuple(sort_key(b), number_of(b));
    });
    const std::size_t first = to.size();
    for (FigureType& figure : figures) {
        const bool alike = to.size() > first && sort_key(to.back()) == sort_key(figure);
        const std::uint64_t sum = number_of(figure).value_or(0) + (alike ? number_of(to.back()).value_or(0) : 0);
        if (alike && figure.treatment == kExact && sum <= limits::kProfileCountMax) {
            number_of(to.back()) = sum;
            ++to.back().returns;
        } else {
            to.push_back(std::move(figure));
        }
    }
}

// What keeps a return out of the profile, if anything.
enum class Standing { kListed, kElsewhere, kReachesBeyondPeriod, kWithoutArea, kOfWiderArea };

class Listing {
public:
    Listing(const Geography& geography, const AreaIndexes& members, const Period& period)
        : geography_(geography), members_(members), period_(period) {}

    Standing standing(const Place& place, Month from, Month to) {
        if (to < period_.from || period_.to < from) return Standing::kElsewhere;
        if (place.location != term::kLocationArea) {
            return place.location == term::kLocationOutsideArea ? Standing::kElsewhere : Standing::kWithoutArea;
        }
        const auto index = geography_.find(place.area);
        if (!index) return Standing::kWithoutArea;  // no longer in the reference data
        const Relation how = relation_of(*index);
        if (how == Relation::kElsewhere) return Standing::kElsewhere;
        if (how == Relation::kWider) return Standing::kOfWiderArea;
        const bool within = period_.contains(from) && period_.contains(to);
        return within ? Standing::kListed : Standing::kReachesBeyondPeriod;
    }

private:
    Relation relation_of(AreaIndex index) {
        const auto known = relations_.find(index);
        if (known != relations_.end()) return known->second;
        return relations_.emplace(index, relation(geography_, members_, index)).first->second;
    }

    const Geography& geography_;
    const AreaIndexes& members_;
    const Period& period_;
    std::map<AreaIndex, Relation> relations_;  // many returns, few areas
};

bool note(Standing standing, ReturnsNotShown& left) {
    switch (standing) {
        case Standing::kListed: return true;
        case Standing::kElsewhere: return false;
        case Standing::kReachesBeyondPeriod: ++left.reaching_beyond_period; return false;
        case Standing::kWithoutArea: ++left.without_area; return false;
        case Standing::kOfWiderArea: ++left.of_wider_area; return false;
    }
    return false;
}

std::optional<std::uint64_t> given(Code treatment, std::uint64_t count) {
    return treatment == term::kTreatmentSuppressed ? std::nullopt : std::optional(count);
}

// Months of accepted returns are months: the state has checked them.
Month month_of(std::uint32_t number) { return Month::from_number(number).value(); }

}  // namespace

void add_returns(const PartyReturns& returns, const std::string& id, const Geography& geography,
                 const AreaIndexes& members, AreaProfile& profile) {
    Listing listing(geography, members, profile.period);
    ReturnsNotShown left{id, 0, 0, 0};
    std::vector<AggregateFigure> aggregates;
    for (const auto& [sequence, sent] : returns.aggregates) {
        const Month from = month_of(sent.from_month);
        const Month to = month_of(sent.to_month);
        if (!note(listing.standing(sent.place, from, to), left)) continue;
        aggregates.push_back({id, sent.place.area, from, to, sent.count_unit, sent.kind, sent.weapon, sent.setting,
                              sent.victim_age, sent.victim_sex, sent.reported_to_police, sent.treatment, 1,
                              given(sent.treatment, sent.count)});
    }
    std::vector<CohortFigure> cohorts;
    for (const auto& [sequence, sent] : returns.cohorts) {
        const Month as_at = month_of(sent.as_at_month);
        if (!note(listing.standing(sent.place, as_at, as_at), left)) continue;
        cohorts.push_back({id, sent.place.area, as_at, sent.order_type, sent.risk_band, sent.age_band, sent.offence,
                           sent.treatment, 1, given(sent.treatment, sent.people)});
    }
    add_alike(std::move(aggregates), profile.aggregates);
    add_alike(std::move(cohorts), profile.cohorts);
    if (left.reaching_beyond_period + left.without_area + left.of_wider_area > 0) {
        profile.returns_not_shown.push_back(left);
    }
}

}  // namespace svd
