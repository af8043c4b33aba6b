// `svd-hub erase ...`: has the running hub erase the content of submissions.
//
// due: what is past its agreement's retention; with --dry-run it only says what that would be.  A timer runs it.
// submissions: those of certain numbers, for a reason of the operator's own.
// The log keeps their entries, says what was erased by whom and why, and how many figures cannot be made again.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hub/app/operator_hub.h"

namespace svd {

class EraseCommand {
public:
    explicit EraseCommand(CLI::App& program);  // adds the subcommands; outlives the parsing
    EraseCommand(const EraseCommand&) = delete;
    EraseCommand& operator=(const EraseCommand&) = delete;

    bool was_given() const;
    int run(const HubConfig& config) const;  // the exit code

private:
    int erase_due(const HubConfig& config) const;

    CLI::App* erase_;
    CLI::App* due_;
    CLI::App* submissions_;
    bool dry_run_ = false;
    std::vector<std::uint64_t> sequences_;
    std::string reason_;
    OperatorOptions as_;
};

}  // namespace svd
