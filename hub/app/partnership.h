// The partnership in one form only: the parties, their areas, and every clause of their agreements.
//
// Its SHA-256 stands for the whole wherever the hub records under which rules it worked, so the same partnership
// gives the same bytes: keys sorted, lists in an order of their own and not the file's, and every default spelled
// out.  tests/golden/partnership_v1.json holds it to that; another form is another "format".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/domain/party.h"

namespace svd {

// Compact JSON.  `geography` is the edition in which the areas' codes are to be read.
std::string partnership_document(const std::vector<Party>& parties, std::string_view geography);

}  // namespace svd
