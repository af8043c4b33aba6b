// The commands of svd-agent.  Each returns an exit status.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "agent/app/console.h"
#include "agent/app/workbench.h"

namespace svd::agent {

// Say everything that is wrong with a file.  Sends nothing, writes nothing.
int check_file(Workbench& bench, const std::filesystem::path& file, Console& console);
// Show what would leave and what never does; with `output`, also as protobuf text.  Sends nothing.
int preview_file(Workbench& bench, const std::filesystem::path& file,
                 const std::optional<std::filesystem::path>& output, Console& console);
// Read what is ready in the inbox and send it; without `once`, until SIGINT or SIGTERM.
int run_agent(Workbench& bench, bool once, const Clock& clock, Console& console);

int show_status(const AgentConfig& config, Console& console);
int show_receipts(const AgentConfig& config, Console& console);
int explain_code(const std::string& code, Console& console);
int check_config(const std::filesystem::path& file, const Clock& clock, Console& console);

}  // namespace svd::agent
