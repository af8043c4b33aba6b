#include <csignal>
#include <cstdio>

#include <CLI/CLI.hpp>

#include "core/base/log.h"
#include "hub/app/agreement_command.h"
#include "hub/app/backup_command.h"
#include "hub/app/complaint.h"
#include "hub/app/erase_command.h"
#include "hub/app/exit_codes.h"
#include "hub/app/hub_app.h"
#include "hub/app/recover_command.h"

namespace svd {
namespace {

// The signals we wait for are blocked in every thread, so that this one alone gets them.
sigset_t block_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int number : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, number);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    return signals;
}

int check_config(const HubConfig& config) {
    const auto geography = Geography::load(config.reference);
    if (!geography) return complain(exit_code::kConfigurationInvalid, geography.error().detail);
    if (auto checked = check_against(config, *geography); !checked) {
        return complain(exit_code::kConfigurationInvalid, checked.error().detail);
    }
    if (auto catalogue = load_catalogue(config); !catalogue) {
        return complain(exit_code::kConfigurationInvalid, catalogue.error().detail);
    }
    if (auto credentials = check_credentials(config.tls); !credentials) {
        return complain(exit_code::kConfigurationInvalid, credentials.error().detail);
    }
    if (auto lists = RevocationList::load(config.revocation); !lists) {
        return complain(exit_code::kConfigurationInvalid, lists.error().detail);
    }
    std::printf("The configuration is valid: %zu parties, geography %s, disclosure control %s.\n",
                config.parties.size(), geography->edition().c_str(), config.disclosure_off ? "off" : "required");
    return 0;
}

int serve(HubConfig config) {
    log::start("svd-hub", kHubVersion, config.log_level);
    const sigset_t signals = block_signals();
    const auto app = HubApp::start(std::move(config));
    if (!app) return complain(exit_code::kUnexpected, app.error().detail);
    while (true) {
        int number = 0;
        sigwait(&signals, &number);
        if (number != SIGHUP) return 0;
        (*app)->reload();
    }
}

}  // namespace

int run_hub(int argc, char** argv) {
    CLI::App arguments{"svd-hub: the data-sharing hub for the Serious Violence Duty. Serves unless a command is given"};
    std::string file = "/etc/svd/hub.toml";
    bool only_check = false;
    arguments.add_option("--config", file, "The configuration file")->capture_default_str();
    arguments.add_flag("--check-config", only_check, "Check the configuration and all it names, and stop");
    const AgreementCommand agreement(arguments);
    const EraseCommand erase(arguments);
    const BackupCommand backup(arguments);
    std::string reason;
    auto* recover =
        arguments.add_subcommand("recover-log", "Begin a new log, after the old one was lost; not while the hub runs");
    recover->fallthrough();
    recover->add_option("--reason", reason, "One word for the log, such as disk-failure")->required();
    auto* rotate =
        arguments.add_subcommand("rotate-log-key", "Go on in a new log with another key; not while the hub runs");
    rotate->fallthrough();
    rotate->add_option("--reason", reason, "One word for the log, such as key-exposed")->required();
    arguments.set_version_flag("--version", std::string("svd-hub ") + std::string(kHubVersion));
    arguments.footer(
        "Signals: TERM and INT stop it when all accepted work is on disk; HUP reads the certificate again.\n"
        "Exit codes: 0 done, 1 unexpected error, 2 wrong usage, 78 configuration invalid.");
    try {
        arguments.parse(argc, argv);
    } catch (const CLI::ParseError& problem) {
        return arguments.exit(problem) == 0 ? 0 : exit_code::kWrongUsage;
    }
    auto config = load_config(file);
    if (!config) return complain(exit_code::kConfigurationInvalid, config.error().detail);
    if (agreement.was_given()) return agreement.run(*config);
    if (backup.was_given()) return backup.run(*config);
    if (erase.was_given()) return erase.run(*config);
    if (recover->parsed()) return recover_log(*config, reason);
    if (rotate->parsed()) return rotate_log_key(*config, reason);
    return only_check ? check_config(*config) : serve(*std::move(config));
}

}  // namespace svd
