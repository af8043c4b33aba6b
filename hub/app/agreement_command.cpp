#include "hub/app/agreement_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

#include "core/config/toml_table.h"
#include "hub/app/annex.h"
#include "hub/app/complaint.h"
#include "hub/app/exit_codes.h"

namespace svd {
namespace {

int print_annex(const HubConfig& config, const std::string& id) {
    const auto party = std::ranges::find(config.parties, id, &Party::id);
    if (party == config.parties.end()) {
        std::vector<std::string> ids;
        ids.reserve(config.parties.size());
        for (const Party& each : config.parties) ids.push_back(each.id);
        return complain(exit_code::kWrongUsage, fmt::format("no party has the id \"{}\".{} They are {}.", id,
                                                            did_you_mean(id, ids), fmt::join(ids, ", ")));
    }
    const auto geography = Geography::load(config.reference);
    if (!geography) return complain(exit_code::kConfigurationInvalid, geography.error().detail);
    if (auto checked = check_against(config, *geography); !checked) {
        return complain(exit_code::kConfigurationInvalid, checked.error().detail);
    }
    const std::string text = annex_text(*party, config.parties, *geography);
    const bool printed = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    return printed ? exit_code::kDone : complain(exit_code::kUnexpected, "the annex could not be written");
}

}  // namespace

AgreementCommand::AgreementCommand(CLI::App& program)
    : agreement_(program.add_subcommand("agreement", "About the data-sharing agreements")),
      annex_(agreement_->add_subcommand("annex", "Print what a party's agreements say, for its lawyers, as Markdown")),
      suspend_(agreement_->add_subcommand("suspend", "Stop what flows under an agreement, in both directions")),
      resume_(agreement_->add_subcommand("resume", "Let it flow again")) {
    // So that --config may stand at the end.
    agreement_->fallthrough();
    annex_->fallthrough();
    agreement_->require_subcommand(1);
    annex_->add_option("PARTY", party_, "The party's id, such as kent-police")->required();
    for (CLI::App* each : {suspend_, resume_}) {
        each->fallthrough();
        each->add_option("PARTY", order_.party, "The party's id, such as kent-police")->required();
        each->add_option("AGREEMENT", order_.agreement, "The agreement's id")->required();
        each->add_option("--reason", order_.reason, "One word for the log, such as breach-report-12")->required();
        order_.as.add_to(*each);
    }
}

bool AgreementCommand::was_given() const { return agreement_->parsed(); }

int AgreementCommand::run(const HubConfig& config) const {
    if (annex_->parsed()) return print_annex(config, party_);
    StandingOrder order = order_;
    order.suspend = suspend_->parsed();
    return set_standing(config, order);
}

}  // namespace svd
