// T3: the districts beside each other: rates, and which of them differ from the rate of all by more than chance.
#include "core/statistics/funnel.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "core/statistics/rates.h"
#include "hub/sections/districts.h"
#include "hub/sections/rows.h"

namespace svd {
namespace {

using statistics::Confidence;

constexpr double kPer = 1000;  // as add_rate has it

struct District {
    AreaIndex area;
    std::optional<Denominator> residents;
    std::uint64_t count = 0;
    std::optional<statistics::Rate> rate;  // where the year is covered and residents are known
};

// All of it, whatever the quarter.
std::uint64_t year_of(const BreakdownCounts& counts, UnitKey unit, std::size_t measure) {
    std::uint64_t sum = 0;
    for (std::size_t quarter = 0; quarter < counts.breakdown().spans.size(); ++quarter) {
        sum += counts.at(unit, {}, quarter, measure);
    }
    return sum;
}

// The rank, and the ranks it may have: districts whose limits overlap its own may be before or behind it.
Statistic rank_of(const District& district, const std::vector<District>& all) {
    int before = 0, surely_before = 0, surely_behind = 0, ranked = 0;
    for (const District& other : all) {
        if (!other.rate) continue;
        ++ranked;
        before += other.rate->value > district.rate->value ? 1 : 0;
        surely_before += other.rate->limits.lower > district.rate->limits.upper ? 1 : 0;
        surely_behind += other.rate->limits.upper < district.rate->limits.lower ? 1 : 0;
    }
    return Statistic::within(StatisticKind::kRank, before + 1, surely_before + 1, ranked - surely_behind);
}

void add_funnel(FigureRow& row, const District& district, double common_rate) {
    const statistics::FunnelTarget target{common_rate, kPer};
    const double residents = district.residents->residents;
    const auto inner = statistics::funnel_exact(target, residents, Confidence::k95);
    const auto outer = statistics::funnel_exact(target, residents, Confidence::k998);
    if (!inner || !outer) {
        row.statistics.push_back(Statistic::absent(StatisticKind::kFunnelPosition, StatisticAbsence::kNothingCounted));
        return;
    }
    const auto place = statistics::funnel_place(district.rate->value, *inner, *outer);
    Statistic position =
        Statistic::within(StatisticKind::kFunnelPosition, district.rate->value, outer->lower, outer->upper);
    switch (place) {
        case statistics::FunnelPlace::kInside: position.word = Comparison::kSimilar; break;
        case statistics::FunnelPlace::kHigh95:
        case statistics::FunnelPlace::kHigh998: position.word = Comparison::kHigher; break;
        case statistics::FunnelPlace::kLow95:
        case statistics::FunnelPlace::kLow998: position.word = Comparison::kLower; break;
    }
    if (position.word != Comparison::kSimilar) row.note = fmt::format("Funnel: {}.", funnel_place_name(place));
    row.statistics.push_back(position);
    row.statistics.push_back(Statistic::of(StatisticKind::kExpected, common_rate / kPer * residents));
}

class League {
public:
    explicit League(const SectionInput& input)
        : input_(input),
          table_(start_table(input, "districts", "Districts beside each other: the latest twelve months",
                             input.windows.latest, true)),
          districts_(input, *input.compared_in),
          counts_(input.by_area->folded(
              [&](AreaIndex area) { return input.geography.ancestor(area, AreaLevel::kDistrict); })) {
        table_.dimensions = {"area"};
        const Area& area = input.geography.area(*input.compared_in);
        table_.notes.push_back(fmt::format("Districts of {} {}. The first row of each measure is all of them together.",
                                           area.ref.code.text(), area.name));
        table_.notes.emplace_back(
            "The word beside a rate is that of its limits against the rate of all districts. The funnel's limits are "
            "those of a district of its size with that rate: its word is of the 95 % limits, its limits are those of "
            "99.8 %, and the row's note says which are passed.");
        table_.notes.emplace_back(
            "A rank is given with the ranks it may have: districts whose limits overlap are not told apart.");
        table_.notes.emplace_back(
            "Rates are of residents. Where records are placed where people were treated, or where many people visit, "
            "they say less of a district: see place_basis.");
    }

    void add(const SectionParty& party, CountUnit unit, const Coverage& coverage, std::size_t measure) {
        std::vector<District> districts = counted(party, unit, coverage, measure);
        if (districts.size() < 2) return;
        const std::string& name = input_.definition->measures[measure].name;
        Denominator sum;
        std::uint64_t all = 0;
        bool every_one = true;
        for (const District& district : districts) {
            all += district.count;
            every_one = every_one && district.residents;
            if (district.residents) sum.residents += district.residents->residents;
        }
        const auto all_residents = every_one ? std::optional(sum) : std::nullopt;
        FigureRow whole = start(party, unit, name, *input_.compared_in, coverage, all);
        add_rate(whole, coverage, all, all_residents);
        const auto common = whole.statistics.back().value;
        table_.rows.push_back(std::move(whole));
        for (const District& district : districts) {
            FigureRow row = start(party, unit, name, district.area, coverage, district.count);
            add_rate(row, coverage, district.count, district.residents);
            if (district.rate && common) {
                row.statistics.back().word =
                    comparison_of(statistics::against_benchmark(district.rate->limits, common));
                add_funnel(row, district, *common);
                row.statistics.push_back(rank_of(district, districts));
            } else {
                row.statistics.back().word = Comparison::kNotCompared;
            }
            table_.rows.push_back(std::move(row));
        }
    }

    FigureTable take() { return std::move(table_); }

private:
    FigureRow start(const SectionParty& party, CountUnit unit, const std::string& measure, AreaIndex area,
                    const Coverage& coverage, std::uint64_t count) const {
        FigureRow row = start_row(party, unit, measure, {std::string(input_.geography.area(area).ref.code.text())});
        row.figures = {figure_of(coverage, count)};
        row.months_covered = coverage.months_covered;
        return row;
    }

    std::vector<District> counted(const SectionParty& party, CountUnit unit, const Coverage& coverage,
                                  std::size_t measure) {
        std::vector<District> districts;
        for (std::size_t i = 0; i < districts_.all().size(); ++i) {
            if (!districts_.speaks_for(party, i)) continue;
            const AreaIndex area = districts_.all()[i];
            District district{area, residents_of(input_.geography, area, input_.windows.latest), 0, std::nullopt};
            const auto found = counts_.find(district.area);
            if (found != counts_.end()) district.count = year_of(found->second, {party.index, unit}, measure);
            if (district.residents && is_covered(coverage.status)) {
                const auto rate =
                    statistics::crude_rate(district.count, district.residents->residents, kPer, Confidence::k95);
                if (rate) district.rate = *rate;
            }
            districts.push_back(district);
        }
        return districts;
    }

    const SectionInput& input_;
    FigureTable table_;
    Districts districts_;
    std::map<AreaIndex, BreakdownCounts> counts_;
};

std::vector<FigureTable> league_tables(const SectionInput& input, std::span<const BreakdownCounts>) {
    if (!input.compared_in) return {};
    League league(input);
    for_each_measure(input, input.windows.latest,
                     [&](const SectionParty& party, CountUnit unit, const Coverage& coverage, std::size_t measure) {
                         league.add(party, unit, coverage, measure);
                     });
    return {league.take()};
}

}  // namespace

Section league_section(const SectionInput&) { return {{}, league_tables}; }

}  // namespace svd
