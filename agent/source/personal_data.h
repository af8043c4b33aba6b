// Whether a cell looks like something that belongs to one person and must never leave: the last net under the
// mapping, for the day when a column is not what its header says.
//
// What is found is named, never quoted.  Pure; any thread.
#pragma once

#include <optional>
#include <string_view>

namespace svd::agent {

enum class PersonalKind { kNhsNumber, kPostcode, kNationalInsurance, kEmail, kPhone, kDate, kName, kCoordinates };

std::string_view personal_kind_name(PersonalKind kind);  // an NHS number

// Looks anywhere inside the text.  kDate is a full calendar date, such as a date of birth, with its month as a number
// or as a word.
std::optional<PersonalKind> find_personal(std::string_view text);
// Of what a person has written into a table: a likeness to a name or a point is let pass there, because that is how
// somebody says that "John Lewis" is a shop.
std::optional<PersonalKind> find_personal_in_table(std::string_view key);

}  // namespace svd::agent
