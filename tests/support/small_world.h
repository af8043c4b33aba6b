// A made-up piece of geography, two agencies and well-formed rows: what most tests start from.
#pragma once

#include <string>
#include <vector>

#include "core/domain/party.h"
#include "core/domain/submission.h"
#include "core/geography/geography.h"
#include "tests/support/temp_dir.h"

namespace svd::test {

// One force E23000099 with two districts E07000901 (Oldtown, before 2020-01 Aldtoun) and E07000902 (Newtown); small
// areas of 2011 and 2021, of which E01900002 was split into E01900012 and E01900013; and, elsewhere, district
// E07000999 of force E23000098.
void write_small_geography(const TempDir& folder);
Geography small_geography();

// A police force that speaks for E23000099 under agreement "A-1" from 2020-01, and an emergency department there
// that may send only counts.
std::vector<Party> small_parties();

AreaRef area(const char* code, std::uint16_t vintage);
Month month(const char* text);

// A recorded crime of no known detail in that small area and month.
Incident crime(const char* lsoa_2021, const char* month_text, const char* kind = "burglary");

// A submission of those rows that every rule accepts, months declared.
Submission submission_of(std::vector<Incident> incidents, SupplyKind supply = SupplyKind::kFirst);

}  // namespace svd::test
