// A file's tally in words, and as JSON: counts, codes and columns.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <vector>

#include "agent/app/console.h"
#include "agent/source/extract.h"
#include "agent/spool/replaced.h"

namespace svd::agent {

void say_tally(const Tally& tally, const std::vector<std::string>& header, const Console& console);
boost::json::array replaces_json(const std::vector<Replaced>& replaces);
boost::json::object tally_json(const Tally& tally, const std::vector<std::string>& header);

}  // namespace svd::agent
