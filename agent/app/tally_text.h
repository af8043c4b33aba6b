// A file's tally in words, and as JSON: counts, codes and columns.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <vector>

#include "agent/app/console.h"
#include "agent/source/extract.h"

namespace svd::agent {

void say_tally(const Tally& tally, const std::vector<std::string>& header, const Console& console);
boost::json::object tally_json(const Tally& tally, const std::vector<std::string>& header);

}  // namespace svd::agent
