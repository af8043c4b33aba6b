// The commands of svd-agent.  Each returns an exit status.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "agent/app/console.h"
#include "agent/app/workbench.h"
#include "agent/spool/nil_return.h"

namespace svd::agent {

// Say everything that is wrong with a file.  Sends nothing, writes nothing.
int check_file(Workbench& bench, const std::filesystem::path& file, Console& console);
// Show what would leave and what never does; with `output`, also as protobuf text.  Sends nothing.
int preview_file(Workbench& bench, const std::filesystem::path& file,
                 const std::optional<std::filesystem::path>& output, Console& console);
// Read what is ready in the inbox and send it.  Without `once`, until SIGINT or SIGTERM, which let the submission in
// hand be answered; with it they end the process at once, and the next run goes on.
struct RunOptions {
    bool once = false;
    bool allow_shrinking = false;
    std::optional<NilRequest> nil;  // sealed before the round
};
int run_agent(Workbench& bench, const RunOptions& options, const Clock& clock, Console& console);

// Send "there were none" for a month: of one unit, or of all that the mapping gives.
int send_nil(Workbench& bench, const std::string& month, const std::string& unit, const Clock& clock, Console& console);

int show_status(const AgentConfig& config, Console& console);
int show_receipts(const AgentConfig& config, Console& console);
int list_codes(Console& console);
int explain_code(const std::string& code, Console& console);
int check_config(const std::filesystem::path& file, const Clock& clock, Console& console);

}  // namespace svd::agent
