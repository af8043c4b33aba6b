// Whether a text seems to hold the name of a person: "Mrs Smith", "Jane Brown", "BROWN, Jane", "PC 1234".
//
// No list of names is whole, and a place may be called after a person: this is a net with a known mesh.  It knows
// the commonest forenames of England and Wales that are no English words, and takes one of them for a name only
// beside another capitalised word that is not a word of addresses ("James Street").  A value that a mapping's table
// has never comes here, which is how a false alarm is put right.
//
// Pure; any thread.
#pragma once

#include <string_view>

namespace svd::agent {

bool has_person_name(std::string_view text);

}  // namespace svd::agent
