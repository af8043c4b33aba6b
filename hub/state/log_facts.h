// What the log's entries say is so now, besides the data: which configuration is in force, which agreements are
// suspended.
//
// Like the state it is computed from nothing but the entries, in their order.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "core/domain/log_entry.h"

namespace svd {

struct LogFacts {
    std::optional<Digest> configuration;  // of the document that CONFIGURATION_CHANGED names
    std::set<std::pair<std::string, std::string>> suspended;  // party, agreement

    std::uint64_t version = 0;  // how many entries have changed anything here

    static bool is_one(LogEvent event);  // whether such an entry changes anything here
    void follow(const LogEntry& entry);
    bool is_suspended(const std::string& party, const std::string& agreement) const {
        return suspended.contains({party, agreement});
    }
    bool operator==(const LogFacts&) const = default;
};

}  // namespace svd
