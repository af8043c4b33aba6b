// Figures side by side: what one section of a profile, or one table of the analyst's choice, consists of.
//
// A row is of one party and one unit, and holds counts across the table's columns (months, hours, sexes), or one count
// where there are no columns.  Beside them stand statistics that were made from those counts.  A count is a number only
// where its status says so; a statistic without a value says why it has none, and that is never 0.  Counts of different
// units or parties are never added: no row has two.
//
// Values of statistics are rounded to six significant digits as they are put in, so that the last bits of a
// processor's arithmetic do not decide the bytes of a profile.
//
// A plain value; docs/reference/profile.md lists the tables and what each statistic means.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/figure.h"
#include "core/domain/month.h"
#include "core/domain/vocabulary.h"

namespace svd {

// The numbers are those of proto StatisticKind.
enum class StatisticKind : std::uint8_t {
    kRatePer1000 = 1,  // of residents, with 95 % limits
    kRatePer100000 = 2,
    kResidents = 3,  // the denominator of the rates
    kPreviousPeriod = 4,  // the count of as many months before
    kChange = 5,  // the count less that of the period before
    kChangePercent = 6,
    kRateRatio = 7,  // the period over the one before, with 95 % limits
    kShareOfTotal = 8,  // percent of the row's total or of what the notes name, with 95 % limits
    kCannotBeTold = 9,  // records of which it cannot be told whether the definition counts them
    kFunnelPosition = 10,  // the rate; its limits are those of the funnel at 99.8 %
    kRank = 11,  // 1 is the highest; limits are the ranks it may have
    kUsualMonth = 12,  // mean of the months; limits are those of the control chart
    kSeasonalIndex = 13,
    kResidual = 14,  // adjusted: beyond 2 stands out
    kPerDay = 15,
    kConcentration = 16,  // percent of records in the part of the areas that the notes name
    kGini = 17,
    kPersistence = 18,  // in how many of the last four quarters
    kHarm = 19,  // weighted with harm, per 1,000 residents
    kRatio = 20,  // of two counts that the notes name, with 95 % limits
    kNotReported = 21,  // percent that the police were not told of, with 95 % limits
    kKnown = 22,  // percent of records whose value is known
    kLateness = 23,  // median days from the month's end to the submission
    kExpected = 24,  // were all areas alike
};
inline constexpr int kStatisticKinds = 24;
std::string_view statistic_name(StatisticKind kind);  // rate_per_1000

// The one word beside a statistic.  The numbers are those of proto Comparison.
enum class Comparison : std::uint8_t {
    kNone = 0,  // it makes no comparison
    kNotCompared = 1,
    kLower = 2,
    kSimilar = 3,
    kHigher = 4,
    kNoClearChange = 5,
};
std::string_view comparison_name(Comparison word);  // no_clear_change

// Why a statistic has no value.  The numbers are those of proto StatisticAbsence.
enum class StatisticAbsence : std::uint8_t {
    kNone = 0,
    kNotCovered = 1,  // some month that it needs was not wholly supplied
    kTooFew = 2,  // the method is not to be used with so few events
    kNoPopulation = 3,  // the reference data has no residents for it
    kNothingCounted = 4,
    kSeriesBreak = 5,  // the periods are not comparable: see the notes
};
std::string_view statistic_absence_name(StatisticAbsence absence);

struct Statistic {
    StatisticKind kind{};
    std::optional<double> value, lower, upper;
    Comparison word = Comparison::kNone;
    StatisticAbsence absence = StatisticAbsence::kNone;  // with no value, and only then

    static Statistic of(StatisticKind kind, double value);
    static Statistic within(StatisticKind kind, double value, std::optional<double> lower, std::optional<double> upper);
    static Statistic absent(StatisticKind kind, StatisticAbsence why);
};

// A column whose figure stands out, and which way.
struct Mark {
    std::uint32_t column = 0;  // from 0
    Comparison word = Comparison::kNone;
};

struct FigureRow {
    std::string party;
    std::optional<CountUnit> unit;  // nothing for what is counted in no unit, such as context
    std::string measure;  // of the table's definition; empty: all records
    std::vector<std::string> keys;  // one for each dimension: terms of the vocabulary, codes of areas
    std::vector<Figure> figures;  // one for each column, or one
    std::uint32_t months_covered = 0;
    std::vector<Statistic> statistics;
    std::vector<Mark> marks;
    std::string note;
};

struct FigureTable {
    std::string id;  // headline
    std::string title;  // a line for people
    Period period;  // that the figures are of
    std::string definition;  // kent-like@1; empty where none was applied
    std::vector<std::string> notes;  // whole sentences
    std::vector<std::string> dimensions;  // what the rows' keys are: kind, victim_age
    std::string column_dimension;  // month; empty: each row has one figure, "count"
    std::vector<std::string> columns;
    std::vector<FigureRow> rows;
};

// Six significant digits.
double rounded(double value);

}  // namespace svd
