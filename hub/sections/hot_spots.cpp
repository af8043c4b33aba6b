// T10: where in the area most happens, how few places hold how much, and whether they stay the same.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/statistics/concentration.h"
#include "core/statistics/rates.h"
#include "hub/profile/parts.h"
#include "hub/sections/cross_table.h"

namespace svd {
namespace {

constexpr std::size_t kShown = 10;
constexpr double kTopDecile = 0.1;

// LSOAs of a district, MSOAs of what is wider, in their newest boundaries; nothing for what has no smaller areas.
std::optional<PartsLevel> small_areas(const SectionInput& input) {
    const AreaLevel whole = input.geography.area(input.ground.whole()).level;
    if (whole == AreaLevel::kLsoa) return std::nullopt;
    PartsLevel level{whole > AreaLevel::kDistrict ? AreaLevel::kMsoa : AreaLevel::kLsoa, 0};
    for (const AreaIndex member : input.ground.members()) {
        const Area& area = input.geography.area(member);
        if (area.level == level.level) level.vintage = std::max(level.vintage, area.ref.vintage);
    }
    return level.vintage == 0 ? std::nullopt : std::optional(level);
}

// Domestic abuse and sexual violence are shown of districts and wider areas only: in a small area they point at homes.
bool has_no_small_areas(const Measure& measure) {
    if (measure.fields().contains(Field::kDomesticAbuse) || measure.fields().contains(Field::kRelationship))
        return true;
    const Codes kinds = measure.kinds();
    bool any_other = false;
    for (const Term& kind : terms(Vocabulary::kKind)) {
        const bool is_sexual = kind.name == "rape_or_penetration" || kind.name == "other_sexual";
        if (is_full_detail(Vocabulary::kKind, kind.code) && kinds.test(kind.code) && !is_sexual) any_other = true;
    }
    return kinds.any() && !any_other;
}

// The counts of one party, unit and measure in every small area, also where there is nothing.
struct Places {
    std::vector<AreaIndex> areas;
    std::vector<std::uint64_t> year;
    std::vector<std::vector<std::uint64_t>> quarters;
    std::uint64_t placed = 0, not_placed = 0;
};

class HotSpots {
public:
    HotSpots(const SectionInput& input, PartsLevel level)
        : input_(input),
          parts_(input.geography, level, input.geography.area(input.ground.whole()).ref.code, input.ground.members(),
                 input.windows.latest),
          counts_(input.by_area->folded([&](AreaIndex area) { return part_of(area); })),
          spots_(
              start_table(input, "hot-spots", "The small areas with most: each measure", input.windows.latest, true)),
          concentration_(start_table(input, "concentration", "How few small areas hold how much: each measure",
                                     input.windows.latest, true)) {
        const std::string name =
            fmt::format("{} of {}", term_name(Vocabulary::kAreaLevel, static_cast<Code>(level.level)), level.vintage);
        for (const auto& [area, tally] : parts_.areas()) {
            residents_.push_back(residents_of(input.geography, area, input.windows.latest));
        }
        spots_.dimensions = {"area"};
        spots_.notes.push_back(fmt::format(
            "Of each {}: the ten with the highest counts, and the ten with the highest rates from {} records on. The "
            "share is of all records in such areas. persistence: in how many of the four quarters it was among the "
            "busiest tenth.",
            name, statistics::kFewEvents));
        spots_.notes.emplace_back(
            "Few people live in some places where many go: a rate of residents says little there.");
        concentration_.dimensions = {"busiest"};
        concentration_.notes.push_back(
            fmt::format("Of all areas ({}), those with nothing included. gini is 0 when the records are spread as "
                        "evenly as so many "
                        "can be. With few records it is mostly chance. not_placed: records in no such area, because "
                        "they are placed "
                        "no closer or its boundary changed.",
                        name));
    }

    void add(const SectionParty& party, CountUnit unit, const Coverage& coverage, std::size_t measure) {
        const Measure& of = input_.definition->measures[measure];
        if (has_no_small_areas(of)) {
            const std::string note = of.name + " has no small areas: domestic abuse and sexual violence have none.";
            if (std::ranges::find(spots_.notes, note) == spots_.notes.end()) spots_.notes.push_back(note);
            return;
        }
        const Places places = places_of({party.index, unit}, measure);
        add_spots(start_row(party, unit, of.name), coverage, places);
        add_concentration(start_row(party, unit, of.name), coverage, places);
    }

    std::vector<FigureTable> take() { return {std::move(spots_), std::move(concentration_)}; }

private:
    // Nothing for neighbours, the area itself for what is carried to no part.
    std::optional<AreaIndex> part_of(AreaIndex area) const {
        if (!input_.ground.has(area)) return std::nullopt;
        const auto to = parts_.carry(area);
        const auto* carried = std::get_if<Parts::Carried>(&to);
        return carried != nullptr ? carried->part : input_.ground.whole();
    }

    Places places_of(UnitKey unit, std::size_t measure) const {
        Places places;
        const std::size_t quarters = input_.by_area->spans();
        places.quarters.resize(quarters);
        const auto count = [&](AreaIndex area, std::size_t quarter) {
            const auto found = counts_.find(area);
            return found == counts_.end() ? 0 : found->second.at(unit, {}, quarter, measure);
        };
        for (const auto& [area, tally] : parts_.areas()) {
            places.areas.push_back(area);
            places.year.push_back(0);
            for (std::size_t quarter = 0; quarter < quarters; ++quarter) {
                places.quarters[quarter].push_back(count(area, quarter));
                places.year.back() += places.quarters[quarter].back();
            }
            places.placed += places.year.back();
        }
        for (std::size_t quarter = 0; quarter < quarters; ++quarter) {
            places.not_placed += count(input_.ground.whole(), quarter);
        }
        return places;
    }

    // The places shown, those with most first.
    std::vector<std::size_t> shown(const Places& places) const {
        std::vector<std::size_t> order;
        for (std::size_t i = 0; i < places.areas.size(); ++i) {
            if (places.year[i] > 0) order.push_back(i);
        }
        const auto rate = [&](std::size_t i) {
            const bool enough = residents_[i] && places.year[i] >= statistics::kFewEvents;
            return enough ? static_cast<double>(places.year[i]) / residents_[i]->residents : 0.0;
        };
        const auto code = [&](std::size_t i) { return input_.geography.area(places.areas[i]).ref; };
        std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
            return std::pair(places.year[b], code(a)) < std::pair(places.year[a], code(b));
        });
        std::vector<std::pair<double, std::size_t>> by_rate;  // and by their place in `order`
        by_rate.reserve(order.size());
        for (std::size_t at = 0; at < order.size(); ++at) by_rate.emplace_back(-rate(order[at]), at);
        std::ranges::sort(by_rate);
        by_rate.resize(std::min(by_rate.size(), kShown));
        std::vector<std::size_t> made;
        for (std::size_t at = 0; at < order.size(); ++at) {
            const bool high =
                std::ranges::any_of(by_rate, [&](const auto& each) { return each.second == at && each.first < 0; });
            if (at < kShown || high) made.push_back(order[at]);
        }
        return made;
    }

    void add_spots(const FigureRow& start, const Coverage& coverage, const Places& places) {
        if (!figure_of(coverage, 1).value) return;
        const auto persistence = statistics::persistence(places.quarters, kTopDecile);
        for (const std::size_t at : shown(places)) {
            FigureRow row = start;
            row.keys = {std::string(input_.geography.area(places.areas[at]).ref.code.text())};
            row.figures = {figure_of(coverage, places.year[at])};
            row.months_covered = coverage.months_covered;
            add_rate(row, coverage, places.year[at], residents_[at]);
            row.statistics.push_back(share(places.year[at], places.placed));
            const bool whole = is_covered(coverage.status) && persistence;
            row.statistics.push_back(
                whole ? Statistic::of(StatisticKind::kPersistence, static_cast<double>((*persistence)[at]))
                      : Statistic::absent(StatisticKind::kPersistence, StatisticAbsence::kNotCovered));
            spots_.rows.push_back(std::move(row));
        }
    }

    void add_concentration(const FigureRow& start, const Coverage& coverage, const Places& places) {
        FigureRow all = start;
        all.keys = {std::string(kAll)};
        all.figures = {figure_of(coverage, places.placed)};
        all.months_covered = coverage.months_covered;
        const bool whole = is_covered(coverage.status);
        const auto why = whole ? StatisticAbsence::kNothingCounted : StatisticAbsence::kNotCovered;
        const auto made = statistics::concentration(places.year);
        const bool known = whole && made && *made;
        all.statistics.push_back(known ? Statistic::of(StatisticKind::kGini, (*made)->gini_adjusted)
                                       : Statistic::absent(StatisticKind::kGini, why));
        const FigureRow row = all;
        concentration_.rows.push_back(std::move(all));
        for (const auto& [key, top] : {std::pair{"5_percent", 0.05}, std::pair{"10_percent", 0.1}}) {
            FigureRow busiest = row;
            busiest.keys = {key};
            const auto share_of = statistics::share_in_busiest(places.year, top);
            const bool any = share_of && *share_of;
            const double part = any ? **share_of * static_cast<double>(places.placed) : 0.0;
            busiest.figures = {figure_of(coverage, static_cast<std::uint64_t>(std::llround(part)))};
            busiest.statistics = {whole && any ? Statistic::of(StatisticKind::kConcentration, 100 * **share_of)
                                               : Statistic::absent(StatisticKind::kConcentration, why)};
            concentration_.rows.push_back(std::move(busiest));
        }
        FigureRow rest = row;
        rest.keys = {"not_placed"};
        rest.figures = {figure_of(coverage, places.not_placed)};
        rest.statistics.clear();
        concentration_.rows.push_back(std::move(rest));
    }

    const SectionInput& input_;
    Parts parts_;
    std::map<AreaIndex, BreakdownCounts> counts_;
    std::vector<std::optional<Denominator>> residents_;  // of the parts, in their order
    FigureTable spots_, concentration_;
};

std::vector<FigureTable> hot_spots_tables(const SectionInput& input, std::span<const BreakdownCounts>) {
    const auto level = small_areas(input);
    if (!level) return {};
    HotSpots spots(input, *level);
    for_each_measure(input, input.windows.latest,
                     [&](const SectionParty& party, CountUnit unit, const Coverage& coverage, std::size_t measure) {
                         spots.add(party, unit, coverage, measure);
                     });
    return spots.take();
}

}  // namespace

Section hot_spots_section(const SectionInput&) { return {{}, hot_spots_tables}; }

}  // namespace svd
