#include "tests/bench/state_world.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <string>

#include "core/base/limits.h"

namespace svd::bench {
namespace {

struct Weighted {
    const char* unit;
    const char* kind;
    double weight;
};
// About as in a year of the police's street extracts.
constexpr Weighted kPolice[] = {{"recorded_crime", "violence_and_sexual_unsplit", 330},
                                {"incident_report", "asb_unsplit", 190},
                                {"recorded_crime", "criminal_damage_and_arson_unsplit", 85},
                                {"recorded_crime", "public_order", 75},
                                {"recorded_crime", "shoplifting", 70},
                                {"recorded_crime", "vehicle_crime", 65},
                                {"recorded_crime", "other_theft", 60},
                                {"recorded_crime", "burglary", 45},
                                {"recorded_crime", "drugs", 30},
                                {"recorded_crime", "other_crime", 20},
                                {"recorded_crime", "theft_from_person", 14},
                                {"recorded_crime", "robbery_unsplit", 13},
                                {"recorded_crime", "weapon_possession", 9},
                                {"recorded_crime", "bicycle_theft", 9}};
constexpr Weighted kFire[] = {{"fire_incident", "arson_or_fire_setting", 95},
                              {"fire_incident", "violence_to_workers", 5}};
constexpr Weighted kCouncil[] = {{"council_report", "asb_nuisance", 60},
                                 {"council_report", "asb_environmental", 30},
                                 {"council_report", "asb_personal", 10}};
constexpr const char* kOutcomes[] = {"no_suspect",   "evidential_difficulties", "under_investigation",   "charged",
                                     "out_of_court", "action_by_another_body",  "not_in_public_interest"};
constexpr double kOutcomeWeights[] = {36, 33, 15, 8, 4, 2, 2};
constexpr const char* kFireClasses[] = {"deliberate_primary", "deliberate_primary_vehicle", "deliberate_secondary"};
constexpr double kPoliceShare = 0.88;
constexpr double kCouncilShare = 0.08;
constexpr double kFireShare = 0.04;
constexpr double kUnlocated = 0.04;
constexpr double kSpread = 0.8;  // of the logarithm of how much happens in a small area

Code code_of(Vocabulary vocabulary, const char* name) { return find_term(vocabulary, name).value(); }

// Rows of one kind of agency.
class RowMaker {
public:
    RowMaker(AgencyKind kind, std::uint64_t seed) : kind_(kind), random_(seed) {
        std::vector<double> weights;
        for (const Weighted& each : table()) {
            weights.push_back(each.weight);
            kinds_.emplace_back(code_of(Vocabulary::kCountUnit, each.unit), code_of(Vocabulary::kKind, each.kind));
        }
        kind_of_ = std::discrete_distribution<std::size_t>(weights.begin(), weights.end());
        outcome_of_ = std::discrete_distribution<std::size_t>(std::begin(kOutcomeWeights), std::end(kOutcomeWeights));
        for (const char* each : kOutcomes) outcomes_.push_back(code_of(Vocabulary::kPoliceOutcome, each));
        for (const char* each : kFireClasses) fire_classes_.push_back(code_of(Vocabulary::kFireClass, each));
    }

    Incident make(Month month, const AreaRef& area) {
        Incident made;
        for (std::size_t i = 0; i < kFirstExtraField; ++i) made.codes[i] = kNotCollected;
        const auto& [unit, kind] = kinds_[kind_of_(random_)];
        made[Field::kCountUnit] = unit;
        made[Field::kKind] = kind;
        made[Field::kTimeBasis] = recorded_;
        made[Field::kTimePrecision] = term::kPrecisionMonth;
        if (kind_ == AgencyKind::kPolice) {
            made[Field::kPoliceOutcome] = outcomes_[outcome_of_(random_)];
            made[Field::kKnifeFlagSource] = kNotCollected;
        }
        if (kind_ == AgencyKind::kFireRescue) {
            made[Field::kFireClass] = fire_classes_[random_() % fire_classes_.size()];
            made[Field::kTimePrecision] = term::kPrecisionHour;
            made[Field::kWeekday] = static_cast<Code>(kFirstValue + random_() % 7);
            made[Field::kHour] = static_cast<Code>(term::kHourFirst + random_() % 24);
        }
        made.month = month;
        made.month_number = month.number();
        const bool unlocated = std::uniform_real_distribution<double>(0, 1)(random_) < kUnlocated;
        made[Field::kLocation] = unlocated ? kUnknown : term::kLocationArea;
        made[Field::kPlaceBasis] = unlocated ? kNotCollected : map_point_;
        made.place.location = made[Field::kLocation];
        made.place.basis = made[Field::kPlaceBasis];
        if (unlocated) return made;
        made.place.level = static_cast<Code>(AreaLevel::kLsoa);
        made.place.has_area = made.place.code_well_formed = true;
        made.place.area = area;
        return made;
    }

    std::mt19937_64& random() { return random_; }

private:
    std::span<const Weighted> table() const {
        if (kind_ == AgencyKind::kPolice) return kPolice;
        if (kind_ == AgencyKind::kFireRescue) return kFire;
        return kCouncil;
    }

    AgencyKind kind_;
    std::mt19937_64 random_;
    std::vector<std::pair<Code, Code>> kinds_;
    std::discrete_distribution<std::size_t> kind_of_, outcome_of_;
    std::vector<Code> outcomes_, fire_classes_;
    Code recorded_ = code_of(Vocabulary::kTimeBasis, "recorded");
    Code map_point_ = code_of(Vocabulary::kPlaceBasis, "map_point");
};

Submission heading(Month month, SupplyKind supply) {
    Submission submission;
    submission.format = 1;
    submission.mapping_name = "bench";
    submission.mapping_version = 1;
    submission.agreement = "bench";
    submission.supply = static_cast<Code>(supply);
    submission.months = {month.number()};
    return submission;
}

}  // namespace

StateWorld::StateWorld(const Geography& geography, StatePlan plan) : geography_(geography), plan_(plan) {
    add_parties(AreaLevel::kPoliceForce, AgencyKind::kPolice, kPoliceShare);
    add_parties(AreaLevel::kFireAuthority, AgencyKind::kFireRescue, kFireShare);
    add_parties(AreaLevel::kDistrict, AgencyKind::kDistrictCouncil, kCouncilShare);
}

Month StateWorld::last_month() const { return Month::from_number(202412).value(); }

void StateWorld::add_parties(AreaLevel level, AgencyKind kind, double share) {
    const std::size_t first = parties_.size();
    double all = 0;
    for (const Area& area : geography_.areas()) {
        if (area.level != level || area.ref.vintage != 2024 || area.valid_to) continue;
        Ground ground;
        for (const AreaIndex member : geography_.members(area.ref.code)) {
            const Area& small = geography_.area(member);
            if (small.level != AreaLevel::kLsoa || small.ref.vintage != 2021) continue;
            std::mt19937_64 random(member);
            ground.areas.push_back(small.ref);
            ground.weights.push_back(std::exp(kSpread * std::normal_distribution<double>()(random)));
        }
        if (ground.areas.empty()) continue;
        ground.rows = std::accumulate(ground.weights.begin(), ground.weights.end(), 0.0);
        all += ground.rows;
        const bool asked =
            geography_.lies_in(*geography_.find(area.ref), AreaCode::parse(kAskedForce).value()) ||
            geography_.lies_in(*geography_.find(ground.areas.front()), AreaCode::parse(kAskedForce).value());
        if (!asked) ground.rows *= plan_.elsewhere;
        Party party{std::string(agency_kind_name(kind)) + "-" + std::string(area.ref.code.text()),
                    area.name,
                    kind,
                    {area.ref.code},
                    {}};
        std::ranges::replace(party.id, '_', '-');
        for (char& c : party.id) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        party.agreements.push_back({"bench", Month::from_number(200001).value()});
        parties_.push_back(std::move(party));
        grounds_.push_back(std::move(ground));
    }
    const double a_month = static_cast<double>(plan_.incidents) * share / kUsualMonths;
    for (std::size_t i = first; i < grounds_.size(); ++i) grounds_[i].rows *= a_month / all;
}

void StateWorld::each_submission(Month month, const std::function<void(const Party&, Submission)>& send) const {
    for (std::size_t i = 0; i < parties_.size(); ++i) {
        const Ground& ground = grounds_[i];
        RowMaker maker(parties_[i].kind, i * 1'000 + static_cast<std::uint64_t>(month.index()));
        std::discrete_distribution<std::size_t> where(ground.weights.begin(), ground.weights.end());
        Submission submission = heading(month, SupplyKind::kFirst);
        for (auto left = static_cast<std::uint64_t>(std::llround(ground.rows)); left > 0; --left) {
            submission.incidents.push_back(maker.make(month, ground.areas[where(maker.random())]));
            if (submission.incidents.size() < limits::kPartRowsMax && left > 1) continue;
            send(parties_[i], std::move(submission));
            submission = heading(month, SupplyKind::kAddition);
        }
    }
}

}  // namespace svd::bench
