// svd-agent's configuration: one TOML file, read strictly.  Relative paths are relative to it.
// deploy/agent.example.toml shows every setting.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "agent/spool/spool.h"
#include "agent/sync/hub.h"
#include "core/base/result.h"
#include "core/domain/party.h"
#include "core/tlog/note.h"

namespace svd::agent {

struct AgentConfig {
    Party party;            // with the one agreement that submissions are made under
    std::string agreement;
    std::string dataset;    // empty: the mapping's name
    HubSettings hub;
    std::optional<tlog::VerifierKey> log_key;  // of the hub's log, when it is known beforehand
    std::filesystem::path reference;
    std::filesystem::path mapping;
    SpoolSettings spool;
    std::int64_t max_rejected_percent = 5;
    std::int64_t max_shrink_percent = 20;
    std::int64_t smallest_group = 1;  // of records that are alike; 1 makes nothing coarser

    // Every problem at once, one a line, each with its line number.
    static Result<AgentConfig> load(const std::filesystem::path& file);
};

}  // namespace svd::agent
