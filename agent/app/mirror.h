// What the hub's log says about this agency's data, joined with the names of its own files.
//
// Nothing is in it but what the log says: whether the log can be trusted is the witness's to know.
//
// One thread.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "agent/spool/ledger.h"
#include "agent/spool/spool.h"
#include "agent/sync/hub.h"

namespace svd::agent {

struct MirrorEntry {
    std::uint64_t index = 0;
    std::string event;
    boost::json::object item;  // as the hub gave it
    std::string file;          // of ours, when one of our receipts is for this entry
    std::vector<std::uint64_t> superseded_by, erased_by;
};

struct Mirror {
    std::uint64_t size = 0;  // of the log
    std::vector<MirrorEntry> sent, read, other;
};

// By what an entry commits to, so that a log that was begun anew does not lend its numbers to old receipts.
std::map<std::string, std::string> names_by_commitment(const Spool& spool, const Ledger& ledger);

// Page by page.  Errors as of any question to the hub: kDenied, kInvalid, or else "try later".
Result<Mirror> read_mirror(Hub& hub, const std::map<std::string, std::string>& names);

}  // namespace svd::agent
