// What a code of a field may stand for, and how rules name it: the ground on which "counts", "does not count" and
// "cannot be told" are decided.
//
// A field has values in full detail.  A row's code stands for one of them (an ordinary term), for one of several (a
// coarse term) or for any (unknown, not_collected, withheld, or an agency's extra that is not there).  The fields of
// a row are taken as independent: a combination that cannot happen is still thought possible, so that "cannot be told"
// is never too small.
//
// Pure; any thread.
#pragma once

#include <bitset>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/vocabulary.h"

namespace svd {

using Codes = std::bitset<256>;

// Every value of the field in full detail; 1 to 8 for the gravity.  A second or third reason for an exclusion may be
// "there is none": 0 is a value there.
const Codes& values_of(Field field);

// The values that `code` may stand for.  A code that is no term stands for itself, which no rule accepts.
Codes may_stand_for(Field field, Code code);

bool is_absence(Code code);  // unknown, not_collected or withheld

// As rules and the vocabulary name it; a number for the gravity.
std::string code_name(Field field, Code code);
std::optional<Code> find_code(Field field, std::string_view name);
std::vector<std::string> code_names(Field field);

}  // namespace svd
