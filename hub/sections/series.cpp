// T4: month by month, over three years: kinds and measures, their totals of twelve months, and which months are unusual.
#include "core/statistics/series.h"
#include "core/statistics/process_control.h"
#include "hub/sections/rows.h"

namespace svd {
namespace {

constexpr std::size_t kMonthsOfChart = 24;  // the fewest that limits are drawn from

using Months = std::vector<std::optional<std::uint64_t>>;

std::vector<std::string> month_names(const Period& period) {
    std::vector<std::string> names;
    for (Month month = period.from; month <= period.to; month = month + 1) names.push_back(month.text());
    return names;
}

// Limits for the months since the last gap: a month that was not supplied is not a month without records.
void add_chart(const Months& months, FigureRow& row) {
    std::size_t first = months.size();
    while (first > 0 && months[first - 1]) --first;
    std::vector<double> values;
    for (std::size_t i = first; i < months.size(); ++i) values.push_back(static_cast<double>(*months[i]));
    if (values.size() < kMonthsOfChart) {
        row.statistics.push_back(Statistic::absent(StatisticKind::kUsualMonth, StatisticAbsence::kNotCovered));
        return;
    }
    const auto chart = statistics::xmr_chart(values);
    if (!chart) {
        row.statistics.push_back(Statistic::absent(StatisticKind::kUsualMonth, StatisticAbsence::kTooFew));
        return;
    }
    const statistics::Interval limits = chart->chart.limits.front();
    row.statistics.push_back(
        Statistic::within(StatisticKind::kUsualMonth, chart->chart.centre, std::max(0.0, limits.lower), limits.upper));
    for (const std::size_t at : chart->chart.beyond) {
        row.marks.push_back({static_cast<std::uint32_t>(first + at),
                             values[at] > chart->chart.centre ? Comparison::kHigher : Comparison::kLower});
    }
}

struct Tables {
    FigureTable months, totals;
};

void add_series(const Coverage& coverage, FigureRow row, const std::function<std::uint64_t(std::size_t)>& count,
                Tables& tables) {
    Months months;
    for (std::size_t i = 0; i < coverage.months.size(); ++i) {
        row.figures.push_back(figure_of(coverage.months[i].status, count(i)));
        const bool whole = is_covered(coverage.months[i].status);
        months.push_back(whole ? row.figures.back().value : std::nullopt);
    }
    row.months_covered = coverage.months_covered;
    FigureRow totals = row;
    add_chart(months, row);
    tables.months.rows.push_back(std::move(row));
    const auto rolling = statistics::rolling_12_months(months);
    if (!rolling || rolling->empty()) return;
    totals.figures.clear();
    for (const auto& total : *rolling) {
        totals.figures.push_back({total ? FigureStatus::kSupplied : FigureStatus::kPartial, total});
    }
    tables.totals.rows.push_back(std::move(totals));
}

Tables start_tables(const SectionInput& input, bool by_measure) {
    const Period& period = input.windows.series;
    const std::string of = by_measure ? "measure" : "kind";
    Tables tables{start_table(input, by_measure ? "measures-by-month" : "kinds-by-month", "Month by month: each " + of,
                              period, by_measure),
                  start_table(input, by_measure ? "measures-12-months" : "kinds-12-months",
                              "Totals of twelve months, by the last of them: each " + of, period, by_measure)};
    for (FigureTable* table : {&tables.months, &tables.totals}) {
        if (!by_measure) table->dimensions = {"kind"};
        table->column_dimension = "month";
        table->columns = month_names(period);
    }
    tables.totals.columns.erase(tables.totals.columns.begin(), tables.totals.columns.begin() + 11);
    tables.months.notes.emplace_back(
        "The usual month is the mean since the last gap, with the limits of an XmR chart; marked months are beyond "
        "them.");
    tables.totals.notes.emplace_back("A total with a month that was not wholly supplied is not given.");
    return tables;
}

std::vector<FigureTable> kind_series(const SectionInput& input, std::span<const BreakdownCounts> counts) {
    const Period& period = input.windows.series;
    Tables tables = start_tables(input, false);
    for_each_unit(input, period, [&](const SectionParty& party, CountUnit unit, const Coverage& coverage) {
        for (const Code kind : input.state.supplies().kinds(party.index, unit, period)) {
            const std::size_t position[] = {counts[0].codes(0).position[kind]};
            Series series{party.id, party.kind, unit, {}, {}, period};
            series.kinds.set(kind);
            add_breaks(input, series, tables.months);
            add_series(
                coverage, start_row(party, unit, {}, {std::string(term_name(Vocabulary::kKind, kind))}),
                [&](std::size_t month) { return counts[0].at({party.index, unit}, position, month); }, tables);
        }
    });
    return {std::move(tables.months), std::move(tables.totals)};
}

std::vector<FigureTable> measure_series(const SectionInput& input, std::span<const BreakdownCounts> counts) {
    const Period& period = input.windows.series;
    Tables tables = start_tables(input, true);
    for_each_measure(
        input, period, [&](const SectionParty& party, CountUnit unit, const Coverage& coverage, std::size_t measure) {
            const Measure& of = input.definition->measures[measure];
            add_breaks(input, series_of(of, party.id, party.kind, unit, period), tables.months);
            add_series(
                coverage, start_row(party, unit, of.name),
                [&](std::size_t month) { return counts[0].at({party.index, unit}, {}, month, measure); }, tables);
        });
    return {std::move(tables.months), std::move(tables.totals)};
}

}  // namespace

Section kind_series_section(const SectionInput& input) {
    return {{{{Field::kKind}, false, Spans::months(input.windows.series)}}, kind_series};
}

Section measure_series_section(const SectionInput& input) {
    return {{{{}, true, Spans::months(input.windows.series)}}, measure_series};
}

}  // namespace svd
