// Whether a cell looks like something that belongs to one person and must never leave: the last net under the
// mapping, for the day when a column is not what its header says.
//
// What is found is named, never quoted.  Pure; any thread.
#pragma once

#include <optional>
#include <string_view>

namespace svd::agent {

enum class PersonalKind { kNhsNumber, kPostcode, kNationalInsurance, kEmail, kPhone, kDate };

std::string_view personal_kind_name(PersonalKind kind);  // NHS number

// Looks anywhere inside the text.  kDate is a full calendar date, such as a date of birth.
std::optional<PersonalKind> find_personal(std::string_view text);

}  // namespace svd::agent
