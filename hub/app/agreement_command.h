// `svd-hub agreement ...`: what there is to do with an agreement, beside serving under it.
//
// annex: prints the annex of a party's agreements.  It opens no store, so it may run beside a hub.
// suspend, resume: ask the running hub to stop or to start the flow under one, in both directions.
#pragma once

#include <string>

#include "hub/app/config.h"
#include "hub/app/standing_command.h"

namespace CLI {
class App;
}  // namespace CLI

namespace svd {

class AgreementCommand {
public:
    explicit AgreementCommand(CLI::App& program);  // adds the subcommands; outlives the parsing
    AgreementCommand(const AgreementCommand&) = delete;
    AgreementCommand& operator=(const AgreementCommand&) = delete;

    bool was_given() const;
    int run(const HubConfig& config) const;  // the exit code

private:
    CLI::App* agreement_;
    CLI::App* annex_;
    CLI::App* suspend_;
    CLI::App* resume_;
    std::string party_;
    StandingOrder order_;
};

}  // namespace svd
