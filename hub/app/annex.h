// The annex of a party's agreements, in plain English as Markdown, made from what the hub works by: lawyers sign what
// the program was told, not what somebody remembers of it.
//
// The same configuration and geography give the same text.
#pragma once

#include <string>
#include <vector>

#include "core/domain/party.h"
#include "core/geography/geography.h"

namespace svd {

// `parties` are all of the partnership, for the names of recipients.
std::string annex_text(const Party& party, const std::vector<Party>& parties, const Geography& geography);

}  // namespace svd
