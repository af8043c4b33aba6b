// T19: how well each field is known, how soon months arrive, and what was refused or corrected.
#include <algorithm>
#include <chrono>
#include <map>

#include "hub/sections/cross_table.h"

namespace svd {
namespace {

// Fields whose terms can be coarser than full detail, each counted by a breakdown of its own.
constexpr Field kCoarseFields[] = {Field::kKind, Field::kWeekday, Field::kHour, Field::kVictimAge};

std::uint64_t coarse_of(const BreakdownCounts& counts, UnitKey unit, Vocabulary vocabulary) {
    const BreakdownCounts::View at = counts.view(unit);
    std::uint64_t sum = 0;
    for (std::size_t position = 0; position < counts.codes(0).codes.size(); ++position) {
        const Code code = counts.codes(0).codes[position];
        if (code >= kFirstValue && !is_full_detail(vocabulary, code)) sum += at(std::array{position});
    }
    return sum;
}

const UnitProfile* find_unit(const SectionInput& input, const std::string& party, CountUnit unit) {
    const auto found = std::ranges::find(input.shown, party, &PartyProfile::id);
    if (found == input.shown.end()) return nullptr;
    const auto of = std::ranges::find(found->units, unit, &UnitProfile::unit);
    return of == found->units.end() ? nullptr : &*of;
}

FigureTable fields_table(const SectionInput& input, std::span<const BreakdownCounts> counts) {
    FigureTable table = start_table(input, "data-quality", "How well each field is known", input.windows.asked, false);
    table.dimensions = {"field"};
    table.column_dimension = "quality";
    table.columns = {"full_detail", "coarse", "unknown", "not_collected", "withheld", "not_given"};
    table.notes.emplace_back(
        "Of the period asked for. known is in percent, in full detail or coarse. not_given: the record has no such "
        "extra. A month that was not supplied has no records here.");
    for_each_unit(input, input.windows.asked, [&](const SectionParty& party, CountUnit unit, const Coverage& coverage) {
        const UnitProfile* shown = find_unit(input, party.id, unit);
        if (shown == nullptr) return;
        for (const FieldQuality& quality : shown->quality) {
            FigureRow row = start_row(party, unit, {}, {std::string(field_name(quality.field))});
            std::uint64_t coarse = 0;
            const auto found = std::ranges::find(kCoarseFields, quality.field);
            if (found != std::end(kCoarseFields)) {
                const auto at = static_cast<std::size_t>(found - std::begin(kCoarseFields));
                coarse = coarse_of(counts[at], {party.index, unit}, *vocabulary_of(quality.field));
            }
            for (const std::uint64_t count : {quality.known - coarse, coarse, quality.unknown, quality.not_collected,
                                              quality.withheld, quality.not_given}) {
                row.figures.push_back(figure_of(coverage, count));
            }
            row.months_covered = coverage.months_covered;
            const Knowledge knowledge{quality.known, quality.unknown, quality.not_collected + quality.not_given,
                                      quality.withheld};
            row.statistics.push_back(known_share(coverage, knowledge));
            table.rows.push_back(std::move(row));
        }
    });
    return table;
}

std::optional<std::chrono::sys_days> day_of(const std::string& rfc3339) {
    const auto month = Month::parse(std::string_view(rfc3339).substr(0, 7));
    if (!month || rfc3339.size() < 10) return std::nullopt;
    const int day = (rfc3339[8] - '0') * 10 + (rfc3339[9] - '0');
    if (day < 1 || day > month->days()) return std::nullopt;
    return std::chrono::sys_days(std::chrono::year_month_day(
        std::chrono::year(month->year()), std::chrono::month(static_cast<unsigned>(month->month_of_year())),
        std::chrono::day(static_cast<unsigned>(day))));
}

// Days from the last day of the month; a month sent before its end is early by as many.
int days_late(Month month, std::chrono::sys_days received) {
    const std::chrono::year_month_day_last last(
        std::chrono::year(month.year()),
        std::chrono::month_day_last(std::chrono::month(static_cast<unsigned>(month.month_of_year()))));
    return static_cast<int>((received - std::chrono::sys_days(last)).count());
}

// What one party's submissions about the period came to.
struct Sent {
    std::uint64_t submissions = 0, refused = 0, amendments = 0, withdrawals = 0;
    std::map<std::pair<CountUnit, Month>, int> first;  // days late, of the first that spoke of the month
};

bool speaks_of(const SubmissionRecord& record, std::span<const SupplyNote> notes, const Period& period) {
    const auto named = [&](std::uint32_t number) {
        return period.from.number() <= number && number <= period.to.number();
    };
    return std::ranges::any_of(record.receipt.months, named) ||
           std::ranges::any_of(notes, [&](const SupplyNote& note) { return period.contains(note.month); });
}

void note_first(std::span<const SupplyNote> notes, std::chrono::sys_days received, const Period& period, Sent& sent) {
    for (const SupplyNote& note : notes) {
        const bool has_data = note.has(SupplyForm::kRows) || note.has(SupplyForm::kAggregates) ||
                              note.has(SupplyForm::kCohorts) || note.has(SupplyForm::kNilReturn);
        if (!has_data || !period.contains(note.month)) continue;
        sent.first.try_emplace({note.unit, note.month}, days_late(note.month, received));
    }
}

std::map<std::string, Sent> sent_about(const SectionInput& input, const Period& period) {
    std::map<std::string, Sent> all;
    for (const SectionParty& party : input.parties) all.try_emplace(party.id);
    input.state.visit_submissions([&](const SubmissionRecord& record, const std::vector<SupplyNote>& notes) {
        const auto of = all.find(record.receipt.party);
        if (of == all.end() || !speaks_of(record, notes, period)) return;
        Sent& sent = of->second;
        ++sent.submissions;
        sent.refused += record.refused_rows.size();  // the findings themselves are on disk
        sent.amendments += record.receipt.accepted.amendments;
        sent.withdrawals += record.receipt.accepted.withdrawals;
        if (const auto received = day_of(record.receipt.received_at)) note_first(notes, *received, period, sent);
    });
    return all;
}

std::optional<double> median_lateness(const Sent& sent, CountUnit unit) {
    std::vector<int> days;
    for (const auto& [of, late] : sent.first) {
        if (of.first == unit) days.push_back(late);
    }
    if (days.empty()) return std::nullopt;
    std::ranges::sort(days);
    const std::size_t half = days.size() / 2;
    return days.size() % 2 == 1 ? days[half] : (days[half - 1] + days[half]) / 2.0;
}

FigureTable supply_table(const SectionInput& input) {
    FigureTable table = start_table(input, "supply", "What was sent, how soon, and what was refused or corrected",
                                    input.windows.asked, false);
    table.dimensions = {"what"};
    table.notes.emplace_back(
        "months_supplied: of the period asked for; lateness is the median number of days from a month's end to the "
        "first "
        "submission with data of it. The others are of all submissions that spoke of the period, corrected ones too, "
        "and count what they name.");
    const auto all = sent_about(input, input.windows.asked);
    for (const SectionParty& party : input.parties) {
        const Sent& sent = all.at(party.id);
        for (const auto& [what, count] :
             {std::pair{"submissions", sent.submissions}, std::pair{"rows_refused", sent.refused},
              std::pair{"amendments", sent.amendments}, std::pair{"withdrawals", sent.withdrawals}}) {
            FigureRow row;
            row.party = party.id;
            row.keys = {what};
            row.figures = {{FigureStatus::kSupplied, count}};
            table.rows.push_back(std::move(row));
        }
        for (const CountUnit unit : party.units) {
            const Coverage coverage = coverage_of(input.state, party.index, unit, input.windows.asked);
            FigureRow row = start_row(party, unit, {}, {"months_supplied"});
            row.figures = {{FigureStatus::kSupplied, coverage.months_covered}};
            row.months_covered = coverage.months_covered;
            const auto late = median_lateness(sent, unit);
            row.statistics.push_back(
                late ? Statistic::of(StatisticKind::kLateness, *late)
                     : Statistic::absent(StatisticKind::kLateness, StatisticAbsence::kNothingCounted));
            table.rows.push_back(std::move(row));
        }
    }
    return table;
}

std::vector<FigureTable> data_quality_tables(const SectionInput& input, std::span<const BreakdownCounts> counts) {
    return {fields_table(input, counts), supply_table(input)};
}

}  // namespace

Section data_quality_section(const SectionInput& input) {
    Section section{{}, data_quality_tables};
    for (const Field field : kCoarseFields) {
        section.breakdowns.push_back({{field}, false, Spans::whole(input.windows.asked)});
    }
    return section;
}

}  // namespace svd
