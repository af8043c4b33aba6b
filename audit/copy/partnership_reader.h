// The partnership's document, read back: who takes part, and every clause of their agreements.
//
// It has one form (hub/app writes it, tests/golden/partnership_v1.json holds both to it), and reading is strict: keys
// of exactly those names, words of the vocabulary, no clause left out.  Anything else is kInvalid.
//
// Functions of their arguments.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/domain/party.h"

namespace svd::audit {

struct Partnership {
    std::string geography;  // the edition in which the areas' codes are to be read
    std::vector<Party> parties;
};

Result<Partnership> read_partnership(std::string_view document);

}  // namespace svd::audit
