// What one record of an export becomes: an incident, a ready-made count, or a count of people on a date.
//
// Pure; any thread.
#pragma once

#include <map>
#include <string>
#include <variant>

#include "agent/source/slot.h"

namespace svd::agent {

using Row = std::variant<Incident, AggregateReturn, CohortSnapshot>;

// The months it speaks of.  They are months already: a record whose months are none never becomes a row.
Period period_of(const Row& row);
Code unit_of(const Row& row);  // a CountUnit; of a cohort, person
const Place& place_of(const Row& row);
Code code_at(const Row& row, Slot slot);  // 0 for what its shape has not
void append(const Row& row, Submission& submission);

std::string period_text(const Period& period);  // 2021-04, or 2021-04 to 2022-03
inline bool overlap(const Period& a, const Period& b) { return a.from <= b.to && b.from <= a.to; }

// A year stands before the months in it, so that what is a part of something held is sent after it.
struct PeriodOrder {
    bool operator()(const Period& a, const Period& b) const { return a.from != b.from ? a.from < b.from : b.to < a.to; }
};
template <class Value>
using ByPeriod = std::map<Period, Value, PeriodOrder>;

}  // namespace svd::agent
