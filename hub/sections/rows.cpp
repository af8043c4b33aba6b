#include "hub/sections/rows.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/statistics/rates.h"
#include "hub/sections/districts.h"

namespace svd {
namespace {

using statistics::Confidence;
using statistics::Observed;

constexpr double kRatesPer = 1000;  // as ONS has it for police recorded crime
constexpr int kMonthsOfRate = 12;

int days_of(const Period& period) {
    int days = 0;
    for (Month month = period.from; month <= period.to; month = month + 1) days += month.days();
    return days;
}

bool is_whole(const Coverage& coverage) { return is_covered(coverage.status); }

Observed observed(const Coverage& coverage, std::uint64_t count) {
    const Period period{coverage.months.front().month, coverage.months.back().month};
    return {count, static_cast<double>(days_of(period))};
}

void add_not_compared(FigureRow& row, StatisticAbsence why) {
    for (const StatisticKind kind : {StatisticKind::kChange, StatisticKind::kChangePercent}) {
        row.statistics.push_back(Statistic::absent(kind, why));
    }
    Statistic ratio = Statistic::absent(StatisticKind::kRateRatio, why);
    ratio.word = Comparison::kNotCompared;
    row.statistics.push_back(ratio);
}

Statistic ratio_statistic(const statistics::RateRatio& ratio) {
    if (!ratio.value) return Statistic::absent(StatisticKind::kRateRatio, StatisticAbsence::kNothingCounted);
    return Statistic::within(StatisticKind::kRateRatio, *ratio.value, ratio.lower, ratio.upper);
}

}  // namespace

Windows::Windows(const Period& period)
    : asked(period),
      latest{period.to + -11, period.to},
      previous{period.to + -23, period.to + -12},
      series{std::min(period.from, period.to + -35), period.to} {}

std::optional<AgencyKind> SectionInput::kind_of(PartyIndex party) const {
    const auto found = std::ranges::find(parties, party, &SectionParty::index);
    return found == parties.end() ? std::nullopt : found->kind;
}

FigureTable start_table(const SectionInput& input, std::string id, std::string title, const Period& period,
                        bool by_measure) {
    FigureTable table;
    table.id = std::move(id);
    table.title = std::move(title);
    table.period = period;
    if (by_measure && input.definition != nullptr) {
        table.definition = fmt::format("{}@{}", input.definition->name, input.definition->version);
    }
    return table;
}

Spans year_beside_year(const Windows& windows) {
    const Period spans[] = {windows.previous, windows.latest};
    return Spans::periods(spans);
}

FigureRow start_row(const SectionParty& party, CountUnit unit, std::string measure, std::vector<std::string> keys) {
    FigureRow row;
    row.party = party.id;
    row.unit = unit;
    row.measure = std::move(measure);
    row.keys = std::move(keys);
    return row;
}

void for_each_unit(const SectionInput& input, const Period& period,
                   const std::function<void(const SectionParty&, CountUnit, const Coverage&)>& visit) {
    for (const SectionParty& party : input.parties) {
        for (const CountUnit unit : party.units) {
            visit(party, unit, coverage_of(input.state, party.index, unit, period));
        }
    }
}

void for_each_measure(
    const SectionInput& input, const Period& period,
    const std::function<void(const SectionParty&, CountUnit, const Coverage&, std::size_t measure)>& visit) {
    if (input.definition == nullptr) return;
    for_each_unit(input, period, [&](const SectionParty& party, CountUnit unit, const Coverage& coverage) {
        for (std::size_t i = 0; party.kind && i < input.definition->measures.size(); ++i) {
            if (input.definition->measures[i].applies_to(*party.kind, unit)) visit(party, unit, coverage, i);
        }
    });
}

std::optional<Denominator> Denominator::group(ResidentSex sex, unsigned from, std::optional<unsigned> to) const {
    Denominator made{name, 0};
    for (const Residents* each : of) {
        const auto persons = each->of(sex, from, to);
        if (!persons) return std::nullopt;
        made.residents += static_cast<double>(*persons);
    }
    return made.residents > 0 ? std::optional(made) : std::nullopt;
}

std::optional<Denominator> residents_of(const Geography& geography, AreaIndex area, const Period& period) {
    const Residents* best = nullptr;
    for (const Residents& each : geography.residents(area)) {  // the newest first
        if (best == nullptr || best->reference_date.substr(0, 7) > period.to.text()) best = &each;
    }
    if (best != nullptr && best->persons > 0) {
        return Denominator{best->source + ", " + best->reference_date, static_cast<double>(best->persons), {best}};
    }
    if (geography.area(area).level <= AreaLevel::kDistrict) return std::nullopt;
    std::optional<Denominator> sum;
    for (const AreaIndex district : districts_of(geography, area, period)) {
        const auto part = residents_of(geography, district, period);
        if (!part || (sum && part->name != sum->name)) return std::nullopt;
        if (!sum) sum = Denominator{part->name, 0};
        sum->residents += part->residents;
        sum->of.push_back(part->of.front());
    }
    return sum;
}

void add_rate(FigureRow& row, const Coverage& coverage, std::uint64_t count,
              const std::optional<Denominator>& denominator) {
    constexpr auto kKind = StatisticKind::kRatePer1000;
    if (!denominator) {
        row.statistics.push_back(Statistic::absent(kKind, StatisticAbsence::kNoPopulation));
        return;
    }
    row.statistics.push_back(Statistic::of(StatisticKind::kResidents, denominator->residents));
    if (!is_whole(coverage) || coverage.months.size() != kMonthsOfRate) {
        row.statistics.push_back(Statistic::absent(kKind, StatisticAbsence::kNotCovered));
        return;
    }
    const auto rate = statistics::crude_rate(count, denominator->residents, kRatesPer, Confidence::k95);
    row.statistics.push_back(rate ? Statistic::within(kKind, rate->value, rate->limits.lower, rate->limits.upper)
                                  : Statistic::absent(kKind, StatisticAbsence::kNoPopulation));
}

void add_change(FigureRow& row, const Compared& compared) {
    // A statistic has no status that could say that it is of a part: half a year beside a year would mislead.
    constexpr auto kPrevious = StatisticKind::kPreviousPeriod;
    row.statistics.push_back(is_whole(compared.before)
                                 ? Statistic::of(kPrevious, static_cast<double>(compared.count_before))
                                 : Statistic::absent(kPrevious, StatisticAbsence::kNotCovered));
    if (!is_whole(compared.now) || !is_whole(compared.before)) {
        return add_not_compared(row, StatisticAbsence::kNotCovered);
    }
    if (compared.broken) return add_not_compared(row, StatisticAbsence::kSeriesBreak);
    const auto change = statistics::change(observed(compared.before, compared.count_before),
                                           observed(compared.now, compared.count), Confidence::k95);
    if (!change || !*change) return add_not_compared(row, StatisticAbsence::kNothingCounted);
    const statistics::Change& made = **change;
    row.statistics.push_back(Statistic::of(
        StatisticKind::kChange, static_cast<double>(compared.count) - static_cast<double>(compared.count_before)));
    if (made.percent) {
        const auto limits = made.percent_limits;
        row.statistics.push_back(Statistic::within(StatisticKind::kChangePercent, *made.percent,
                                                   limits ? std::optional(limits->lower) : std::nullopt,
                                                   limits ? std::optional(limits->upper) : std::nullopt));
    } else {
        row.statistics.push_back(Statistic::absent(StatisticKind::kChangePercent, StatisticAbsence::kTooFew));
    }
    Statistic ratio = ratio_statistic(made.ratio);
    ratio.word = comparison_of(statistics::over_time(made.ratio));
    row.statistics.push_back(ratio);
}

Statistic share(std::uint64_t part, std::uint64_t whole) {
    if (whole == 0) return Statistic::absent(StatisticKind::kShareOfTotal, StatisticAbsence::kNothingCounted);
    const auto made =
        statistics::proportion(static_cast<double>(part), static_cast<double>(whole), 100, Confidence::k95);
    if (!made) return Statistic::absent(StatisticKind::kShareOfTotal, StatisticAbsence::kNothingCounted);
    return Statistic::within(StatisticKind::kShareOfTotal, made->value, made->limits.lower, made->limits.upper);
}

Comparison comparison_of(statistics::Verdict verdict) {
    switch (verdict) {
        case statistics::Verdict::kNotCompared: return Comparison::kNotCompared;
        case statistics::Verdict::kLower: return Comparison::kLower;
        case statistics::Verdict::kSimilar: return Comparison::kSimilar;
        case statistics::Verdict::kHigher: return Comparison::kHigher;
        case statistics::Verdict::kNoClearChange: return Comparison::kNoClearChange;
    }
    return Comparison::kNotCompared;
}

bool add_breaks(const SectionInput& input, const Series& series, FigureTable& table) {
    if (input.breaks == nullptr) return false;
    const auto crossed = input.breaks->crossed_by(series);
    for (const SeriesBreak* each : crossed) {
        const std::string note =
            fmt::format("Series break from {} ({}): {}", each->from.text(), each->name, each->what);
        if (std::ranges::find(table.notes, note) == table.notes.end()) table.notes.push_back(note);
    }
    return !crossed.empty();
}

}  // namespace svd
