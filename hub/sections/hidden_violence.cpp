// T12: what health services treat beside what the police record, and what the police were not told of.
#include "hub/sections/hidden_violence.h"

#include <fmt/format.h>

#include "core/statistics/ascertainment.h"

namespace svd {
namespace {

using hidden::Side;
using hidden::Slice;

constexpr std::string_view kNone = "none";  // as the key "beside": the police's own row

Statistic not_reported(const Slice& slice) {
    Statistic made = share(slice.not_told, slice.told + slice.not_told);
    made.kind = StatisticKind::kNotReported;
    return made;
}

Statistic ratio_of(const Slice& health, const Slice& police) {
    if (!is_covered(health.status) || !is_covered(police.status)) {
        return Statistic::absent(StatisticKind::kRatio, StatisticAbsence::kNotCovered);
    }
    const auto ratio = statistics::health_to_police(health.count, police.count, statistics::Confidence::k95);
    if (!ratio || !*ratio || !(*ratio)->ratio.value) {
        return Statistic::absent(StatisticKind::kRatio, StatisticAbsence::kNothingCounted);
    }
    const statistics::RateRatio& made = (*ratio)->ratio;
    return Statistic::within(StatisticKind::kRatio, *made.value, made.lower, made.upper);
}

Comparison word_of(const Statistic& ratio, const Statistic& whole) {
    if (!ratio.value || !ratio.lower || !ratio.upper) return Comparison::kNotCompared;
    return comparison_of(statistics::against_benchmark(statistics::Interval{*ratio.lower, *ratio.upper}, whole.value));
}

FigureRow row_of(const Side& side, std::string_view beside, const std::string& key, const Slice& slice) {
    FigureRow row = start_row(*side.party, side.unit, {}, {std::string(beside), key});
    Coverage coverage = side.coverage;
    coverage.status = slice.status;
    coverage.months_covered = slice.months_covered;
    row.figures = {figure_of(coverage, slice.count, slice.knowledge)};
    row.months_covered = slice.months_covered;
    row.statistics.push_back(known_share(coverage, slice.knowledge));
    return row;
}

class HiddenViolence {
public:
    HiddenViolence(const SectionInput& input, std::span<const BreakdownCounts> counts)
        : input_(input), by_month_(counts[0]), sides_(hidden::sides_of(input)) {}

    // `slices_of` gives a side's slice for each of the names.
    template <class SlicesOf>
    FigureTable table(std::string_view id, std::string_view by, std::string dimension,
                      const std::vector<std::string>& names, SlicesOf slices_of) const {
        FigureTable table = start(id, by, std::move(dimension));
        if (sides_.health.empty() || sides_.police.empty()) return table;
        std::vector<std::vector<Slice>> of_police;
        for (const Side& side : sides_.police) {
            of_police.push_back(slices_of(side));
            for (std::size_t i = 0; i < names.size(); ++i) {
                if (of_police.back()[i].spoken_for) {
                    table.rows.push_back(row_of(side, kNone, names[i], of_police.back()[i]));
                }
            }
        }
        for (const Side& side : sides_.health) {
            const std::vector<Slice> of_health = slices_of(side);
            for (std::size_t p = 0; p < sides_.police.size(); ++p) {
                add_pair(side, sides_.police[p], names, of_health, of_police[p], table);
            }
        }
        return table;
    }

    // The whole area, and its districts when there are several.
    FigureTable areas() const {
        std::vector<std::string> names{std::string(input_.geography.area(input_.ground.whole()).ref.code.text())};
        const bool is_wide = input_.geography.area(input_.ground.whole()).level > AreaLevel::kDistrict;
        std::optional<Districts> districts;
        if (is_wide && input_.by_area != nullptr) districts.emplace(input_, input_.ground.whole());
        for (std::size_t i = 0; districts && i < districts->all().size(); ++i) names.push_back(districts->code(i));
        return table("hidden-violence", "areas", "area", names, [&](const Side& side) {
            std::vector<Slice> slices{hidden::whole_slice(side, by_month_)};
            if (districts)
                std::ranges::move(hidden::district_slices(side, *districts, *input_.by_area),
                                  std::back_inserter(slices));
            return slices;
        });
    }

private:
    FigureTable start(std::string_view id, std::string_view by, std::string dimension) const {
        FigureTable table =
            start_table(input_, std::string(id), fmt::format("Health services beside the police, by {}", by),
                        input_.windows.latest, false);
        table.dimensions = {"beside", std::move(dimension)};
        table.notes.emplace_back(
            "The ratio is the row's count over that of the police named by \"beside\", whose own rows have beside = "
            "none. The two count different things and are never added: the ratio can be compared between rows, and "
            "does "
            "not say how much is hidden. Its word is of its limits against the ratio of the whole area.");
        table.notes.emplace_back(
            "Health services count where, and at what time, their records say (place_basis, time_basis), which may be "
            "where and when people were treated.");
        table.notes.emplace_back("not_reported is of records where it is known whether the police were told.");
        for (const Side& side : sides_.police) {
            table.notes.push_back(fmt::format("{}: {}.", side.party->id,
                                              side.kinds == hidden::with_injury()
                                                  ? "homicide, attempted homicide and assault with injury"
                                                  : "violence and sexual offences, which it does not split"));
        }
        return table;
    }

    void add_pair(const Side& side, const Side& police, const std::vector<std::string>& names,
                  const std::vector<Slice>& of_health, const std::vector<Slice>& of_police, FigureTable& table) const {
        const Statistic whole = ratio_of(hidden::whole_slice(side, by_month_), hidden::whole_slice(police, by_month_));
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (!of_health[i].spoken_for || !of_police[i].spoken_for) continue;
            FigureRow row = row_of(side, police.party->id, names[i], of_health[i]);
            Statistic ratio = ratio_of(of_health[i], of_police[i]);
            ratio.word = word_of(ratio, whole);
            row.statistics.insert(row.statistics.begin(), ratio);
            row.statistics.push_back(not_reported(of_health[i]));
            table.rows.push_back(std::move(row));
        }
    }

    const SectionInput& input_;
    const BreakdownCounts& by_month_;
    hidden::Sides sides_;
};

std::vector<FigureTable> hidden_violence_tables(const SectionInput& input, std::span<const BreakdownCounts> counts) {
    const HiddenViolence made(input, counts);
    std::vector<std::string> months;
    const Period& year = input.windows.latest;
    for (Month month = year.from; month <= year.to; month = month + 1) months.push_back(month.text());
    std::vector<FigureTable> tables;
    tables.push_back(made.areas());
    tables.push_back(made.table("hidden-violence-by-month", "month", "month", months,
                                [&](const Side& side) { return hidden::month_slices(side, counts[0]); }));
    tables.push_back(made.table("hidden-violence-by-age", "age", "victim_age", hidden::age_names(),
                                [&](const Side& side) { return hidden::age_slices(side, counts[1]); }));
    tables.push_back(made.table("hidden-violence-by-hours", "band of hours", "hours", hidden::hours_names(),
                                [&](const Side& side) { return hidden::hours_slices(side, counts[2]); }));
    return tables;
}

}  // namespace

Section hidden_violence_section(const SectionInput& input) {
    return {hidden::breakdowns(input), hidden_violence_tables};
}

}  // namespace svd
