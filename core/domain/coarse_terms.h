// Terms that stand for one of several others: an age band made of finer ones, a category that a source does not
// split.  What a record with such a term is, in full detail, is one of its parts, and which one nobody knows.
//
// Immutable tables; any thread.
#pragma once

#include <span>

#include "core/domain/vocabulary.h"

namespace svd {

// The finest terms that `code` may stand for, ascending; nothing for a term that stands for itself alone, and for
// unknown, not_collected and withheld.  A term is among its own parts when what is left of it has no other name:
// public_order may be violent disorder that was not split off, or any other public order offence.
std::span<const Code> parts_of(Vocabulary vocabulary, Code code);

}  // namespace svd
