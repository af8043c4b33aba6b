// What of a time leaves: the month, and as far as the row has it and the mapping lets it, the weekday and the hour or
// its band; and how precise that is, row by row.
//
// A row without a time of day is precise to the weekday, one without a day to the month.  Pure; any thread.
#pragma once

#include "agent/source/mapping.h"
#include "agent/source/time_text.h"
#include "core/domain/submission.h"

namespace svd::agent {

// Sets month, weekday, hour and time_precision of the incident.  `time` has a month in Month's range.
void set_time(const TimeRule& rule, const LocalTime& time, Incident& incident);

// The band of an age in whole years.
Code age_band(int years);

// The band on the day of the incident of someone born on that day.  Where the day is not known, the band on the first
// and on the last day of the month when these are the same, else unknown.  Someone born on 29 February is a year older
// on 1 March of a common year.  Nothing when they were not born yet, or older than anyone is.
std::optional<Code> age_band_at(std::chrono::year_month_day born, const LocalTime& incident);

inline constexpr int kOldestYears = 120;

}  // namespace svd::agent
