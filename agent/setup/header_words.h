// What the name of a column says of what it holds.
//
// Pure; any thread.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "agent/source/slot.h"

namespace svd::agent {

// "Victim DOB" has victim and dob; a longer word also counts by its beginning: "offending" for "offen".
bool has_word(std::string_view header, std::initializer_list<std::string_view> words);

// Whether it seems to be about the field.
bool hints_at(std::string_view header, Slot slot);

}  // namespace svd::agent
