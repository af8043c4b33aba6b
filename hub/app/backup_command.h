// `svd-hub backup` has the running hub copy its store; `svd-hub restore` puts such a copy in the store's place.
//
// A restored hub adds nothing until agencies have confirmed that its log continues what they saw; then its log says
// that it was restored, and why.
#pragma once

#include <string>

#include "hub/app/operator_hub.h"

namespace svd {

class BackupCommand {
public:
    explicit BackupCommand(CLI::App& program);  // adds the subcommands; outlives the parsing
    BackupCommand(const BackupCommand&) = delete;
    BackupCommand& operator=(const BackupCommand&) = delete;

    bool was_given() const;
    int run(const HubConfig& config) const;  // the exit code

private:
    int back_up(const HubConfig& config) const;
    int restore(const HubConfig& config) const;

    CLI::App* backup_;
    CLI::App* restore_;
    std::string folder_;
    std::string reason_;
    OperatorOptions as_;
};

}  // namespace svd
