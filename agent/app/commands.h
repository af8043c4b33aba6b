// The commands of svd-agent.  Each returns an exit status.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "agent/app/console.h"
#include "agent/app/evidence.h"
#include "agent/app/workbench.h"
#include "agent/spool/nil_return.h"

namespace svd::agent {

// Say everything that is wrong with a file.  Sends nothing, writes nothing.
int check_file(Workbench& bench, const std::filesystem::path& file, Console& console);
// Show what would leave and what never does, with the SHA-256 of each submission; with `evidence`, also keep these as
// protobuf text and as the bytes that `run` would send.  Sends nothing.
int preview_file(Workbench& bench, const std::filesystem::path& file, const EvidencePlaces& evidence, Console& console);
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
// What `status --json` prints, and when it was so, as status.json in the spool: for monitoring that reads files.
Result<void> write_status(const AgentConfig& config, const Clock& clock, FileSystem& disk);
int show_receipts(const AgentConfig& config, Console& console);
// Ask the hub for all that it had acknowledged, and have what it has lost sent again by the next run.  Sends nothing;
// with `dry_run` it also changes nothing.
int resend_lost(Workbench& bench, bool dry_run, const Clock& clock, Console& console);
int resend_lost(Workbench& bench, bool dry_run, Hub& hub, FileSystem& disk, const Clock& clock, Console& console,
                const std::string& identity);
int verify_receipts(const AgentConfig& config, Console& console);  // with no hub and no network

// What the witness of the hub's log knows.  Accepting a new log is for a person, who says why.
std::optional<std::string> alarm_text(const AgentConfig& config);  // nothing when none stands
int show_witness(const AgentConfig& config, Console& console);
int show_witness_keys(const AgentConfig& config, Console& console);
int accept_new_log(const AgentConfig& config, const std::string& reason, const Clock& clock, Console& console);

// What of ours was accepted, refused, superseded, and read by whom, as the hub's log says.
int show_mirror(const AgentConfig& config, Console& console);
int show_mirror(const AgentConfig& config, Hub& hub, Console& console);

// All that can stand in the way of `run`, each with what to do about it.  Changes and sends nothing.
struct DoctorOptions {
    std::filesystem::path sample;  // an export to try the mapping on; empty: the newest in the inbox
    bool offline = false;          // asks neither the network nor the hub
};
int run_doctor(const std::filesystem::path& config_file, const DoctorOptions& options, const Clock& clock,
               Console& console);

int list_codes(Console& console);
int explain_code(const std::string& code, Console& console);
int check_config(const std::filesystem::path& file, const Clock& clock, Console& console);

}  // namespace svd::agent
