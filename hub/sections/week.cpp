// T5: the week by day and hour, the night-time economy and the hours after school.
#include "core/statistics/week.h"

#include <chrono>
#include <cmath>

#include "hub/sections/cross_table.h"

namespace svd {
namespace {

constexpr std::size_t kDays = 7, kHours = 24;
constexpr Code kMonday = 10;
// Of 168 cells that differ by chance alone less than one is beyond it.
constexpr double kStandsOut = statistics::z_of(statistics::Confidence::k998);
constexpr double kRoughShare = 0.2;  // of cells with few expected, from which on nothing is marked (Cochran 1954)

struct NamedSpans {
    const char* name;
    std::vector<statistics::WeekSpan> spans;
};

const std::vector<NamedSpans>& named_spans() {
    static const std::vector<NamedSpans> all{
        {"night_time_economy", {{4, 20, 24}, {5, 0, 6}, {5, 20, 24}, {6, 0, 6}}},
        {"after_school", {{0, 15, 18}, {1, 15, 18}, {2, 15, 18}, {3, 15, 18}, {4, 15, 18}}}};
    return all;
}

std::array<double, kDays> weekdays_in(const Period& period) {
    std::array<double, kDays> days{};
    const std::chrono::year_month_day first{std::chrono::year(period.from.year()),
                                            std::chrono::month(static_cast<unsigned>(period.from.month_of_year())),
                                            std::chrono::day(1)};
    std::size_t weekday = std::chrono::weekday(std::chrono::sys_days(first)).iso_encoding() - 1;
    for (Month month = period.from; month <= period.to; month = month + 1) {
        for (int day = 0; day < month.days(); ++day) days[weekday++ % kDays] += 1;
    }
    return days;
}

class Week {
public:
    Week(const Subject& subject, const BreakdownCounts& counts, const Period& period)
        : subject_(subject),
          at_(counts.view(subject.key(), 0, subject.measure)),
          days_(counts.codes(0)),
          hours_(counts.codes(1)) {
        table_.days = weekdays_in(period);
        for (std::size_t day = 0; day < kDays; ++day) {
            for (std::size_t hour = 0; hour < kHours; ++hour) {
                table_.counts.push_back(at_(days_.of(static_cast<Code>(kMonday + day)),
                                            hours_.of(static_cast<Code>(term::kHourFirst + hour))));
            }
        }
        for (std::size_t day = 0; day < days_.codes.size(); ++day) {
            for (std::size_t hour = 0; hour < hours_.codes.size(); ++hour) add(day, hour);
        }
        const auto profile = statistics::week_profile(table_);
        if (profile && *profile) test_ = (*profile)->test;
    }

    void add_days(CrossTable& table) const {
        table.add(start(std::string(kAll)), subject_.coverage, [&](std::size_t hour) {
            std::uint64_t sum = 0;
            for (std::size_t day = 0; day < days_.codes.size(); ++day) sum += at_(day, hour);
            return sum;
        });
        if (all_ == 0) return;
        for (const std::size_t day : shown_order(days_, Vocabulary::kWeekday)) {
            const Code code = days_.codes[day];
            std::uint64_t of_day = 0;
            for (std::size_t hour = 0; hour < hours_.codes.size(); ++hour) of_day += at_(day, hour);
            const bool is_day = is_full_detail(Vocabulary::kWeekday, code);
            // Where no weekday is known at all, none of them has a row: it would have no number.
            if (of_day == 0 && !(is_day && days_known_ > 0)) continue;
            FigureRow row = start(shown_name(Vocabulary::kWeekday, code));
            if (is_day) mark(static_cast<std::size_t>(code - kMonday), row);
            table.add(std::move(row), subject_.coverage, [&](std::size_t hour) { return at_(day, hour); });
        }
    }

    void add_spans(FigureTable& table) const {
        for (const NamedSpans& named : named_spans()) {
            std::uint64_t part = 0;
            for (const statistics::WeekSpan& span : named.spans) {
                for (std::size_t hour = span.from_hour; hour < span.to_hour; ++hour) {
                    part += table_.counts[span.weekday * kHours + hour];
                }
            }
            FigureRow row = start(named.name);
            row.figures = {figure_of(subject_.coverage, part, placed_)};
            row.months_covered = subject_.coverage.months_covered;
            add_share(row, subject_.coverage, part, placed_);
            table.rows.push_back(std::move(row));
        }
    }

private:
    void add(std::size_t day, std::size_t hour) {
        const Code codes[] = {days_.codes[day], hours_.codes[hour]};
        const std::uint64_t count = at_(day, hour);
        all_ += count;
        if (codes[0] >= kFirstValue) days_known_ += count;
        const bool placed =
            is_full_detail(Vocabulary::kWeekday, codes[0]) && is_full_detail(Vocabulary::kHour, codes[1]);
        if (placed) placed_.known += count;
        else if (codes[1] < kFirstValue) placed_.add(codes[1], count);
        else if (codes[0] < kFirstValue) placed_.add(codes[0], count);
        else placed_.withheld += count;  // a band of hours, or a working day: the rest was coarsened away
    }

    FigureRow start(std::string key) const {
        return start_row(subject_.party, subject_.unit, subject_.name, {std::move(key)});
    }

    void mark(std::size_t day, FigureRow& row) const {
        const double cells = static_cast<double>(kDays * kHours);
        if (!test_ || static_cast<double>(test_->small_expected) > kRoughShare * cells) return;
        for (std::size_t hour = 0; hour < kHours; ++hour) {
            const double residual = test_->residuals[day * kHours + hour];
            if (std::fabs(residual) <= kStandsOut) continue;
            row.marks.push_back(
                {static_cast<std::uint32_t>(hour), residual > 0 ? Comparison::kHigher : Comparison::kLower});
        }
    }

    const Subject& subject_;
    BreakdownCounts::View at_;
    const FieldCodes& days_;
    const FieldCodes& hours_;
    statistics::WeekTable table_;
    std::optional<statistics::WeekTest> test_;
    std::uint64_t all_ = 0, days_known_ = 0;
    Knowledge placed_;  // in a day and an hour; why the others are not is told by the columns and rows
};

std::vector<FigureTable> week_tables(const SectionInput& input, std::span<const BreakdownCounts> counts) {
    const bool by_measure = counts[0].breakdown().by_measure;
    CrossTable week(start_of_subjects(input, by_measure, "week", "The week by day and hour"), Field::kHour);
    week.table().dimensions = {"weekday"};
    week.table().notes.emplace_back(
        "Marked hours have more or fewer than they would if the hours were the same on all days. A time may be that of "
        "the event, the arrival or the report: see time_basis.");
    FigureTable spans =
        start_of_subjects(input, by_measure, "week-shares", "The night-time economy and the hours after school");
    spans.dimensions = {"hours"};
    spans.notes.emplace_back(
        "night_time_economy: the nights after Friday and Saturday, 20:00 to 06:00. after_school: Monday to Friday, "
        "15:00 to 18:00. The share is of records whose day and hour are both known.");
    for_each_subject(input, by_measure, input.windows.latest, [&](const Subject& subject) {
        const Week made(subject, counts[0], input.windows.latest);
        made.add_days(week);
        made.add_spans(spans);
    });
    return {week.take(), std::move(spans)};
}

Section week_of(const SectionInput& input, bool by_measure) {
    return {{of_subjects(by_measure, {Field::kWeekday, Field::kHour}, Spans::whole(input.windows.latest))},
            week_tables};
}

}  // namespace

Section week_section(const SectionInput& input) { return week_of(input, false); }
Section measure_week_section(const SectionInput& input) { return week_of(input, true); }

}  // namespace svd
