#include "agent/app/command_line.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>

#include "agent/app/command_texts.h"
#include "agent/app/commands.h"
#include "agent/app/exit_codes.h"
#include "agent/app/init_command.h"
#include "agent/app/quarantine_command.h"

#ifndef SVD_VERSION
#define SVD_VERSION "0"
#endif

namespace svd::agent {
namespace {

struct Options {
    std::filesystem::path config = "agent.toml";
    std::filesystem::path file;
    EvidencePlaces evidence;
    std::string code, month, unit, reason, name, shell;
    int days = 30;
    RunOptions run;
    bool dry_run = false;
    InitOptions init;
    DoctorOptions doctor;
    ConsoleSettings console;
};

// The commands about the log; `common` gives a command what they all have.
void describe_log(CLI::App& app, Options& options, const auto& common) {
    auto* receipts = common(app.add_subcommand("receipts", "What the hub has acknowledged"));
    auto* resend = common(receipts->add_subcommand(
        "resend", "Ask the hub what it has lost of what it had acknowledged, and put that back to be sent again"));
    resend->add_flag("--dry-run", options.dry_run, "Only say what is lost; change nothing");
    common(receipts->add_subcommand("verify", "Prove every receipt, with no hub and no network"));
    common(app.add_subcommand("mirror", "What of yours was accepted, refused, superseded, and read by whom and when"));
    auto* witness = app.add_subcommand("witness", "About the hub's log, which this agent watches");
    witness->require_subcommand(1);
    witness->fallthrough();
    common(witness->add_subcommand("status", "Whether an alarm stands, and what was last seen of the log"));
    common(witness->add_subcommand("key", "The log's key and this witness's, as lines of a policy"));
    auto* accept = common(witness->add_subcommand(
        "accept-new-log",
        "End an alarm by following the hub's log anew; without --reason it only says what that means"));
    accept->add_option("--reason", options.reason, "Who said so, when, and why; kept with the evidence");
}

void describe_init(CLI::App& app, InitOptions& options, const auto& common) {
    auto* init = common(app.add_subcommand(
        "init", "Look at one sample export, propose a mapping, and write agent.toml; sends nothing"));
    init->add_option("FILE", options.sample, "A sample export")->required()->check(CLI::ExistingFile);
    init->add_option("--agency", options.agency, "The agency's id; this and the next four are asked for if left out");
    init->add_option("--kind", options.kind, "Its kind, such as district_council");
    init->add_option("--areas", options.areas, "GSS codes of the areas that it may speak for")->delimiter(',');
    init->add_option("--agreement", options.agreement, "The id of the data-sharing agreement");
    init->add_option("--hub", options.hub, "The hub's address, https://...");
    init->add_option("--share", options.share, "The folder with mappings/ and reference/; deploy/ if it is here");
    init->add_option("--folder", options.folder, "Where to write")->capture_default_str();
}

void describe_quarantine(CLI::App& app, Options& options, const auto& common) {
    auto* quarantine = app.add_subcommand("quarantine", "About the records that were set aside");
    quarantine->require_subcommand(1);
    quarantine->fallthrough();
    common(quarantine->add_subcommand("list", "The files, how many records each has and how old they are"));
    auto* show = common(quarantine->add_subcommand("show", "What is wrong in a file, by line, column and code"));
    auto* retry = common(quarantine->add_subcommand("retry", "Move a file into the inbox, for the next run"));
    auto* purge = common(quarantine->add_subcommand("purge", "Remove a file, or all that are old"));
    for (auto* command : {show, retry}) command->add_option("FILE", options.name, "Its name")->required();
    purge->add_option("FILE", options.name, "Its name; all that are old if left out");
    purge->add_option("--older-than", options.days, "How many days old, where no file is named")
        ->check(CLI::Range(0, 36'500))
        ->capture_default_str();
}

void describe(CLI::App& app, Options& options) {
    app.footer(std::string(exit_code::kHelp));
    app.require_subcommand(1);
    app.set_version_flag("--version", "svd-agent " SVD_VERSION);
    app.add_option("--config", options.config, "The configuration file")->capture_default_str();
    const auto common = [&](CLI::App* command) {
        command->add_flag("--json", options.console.json, "JSON on standard output");
        command->add_flag("--quiet", options.console.quiet, "Say nothing but complaints");
        command->fallthrough();
        command->footer(std::string(exit_code::kHelp));
        return command;
    };
    describe_init(app, options.init, common);
    auto* check = common(app.add_subcommand("check", "Say everything that is wrong with a file; sends nothing"));
    check->add_option("FILE", options.file, "An export")->required();
    auto* preview = common(app.add_subcommand("preview", "Show exactly what would leave; sends nothing"));
    preview->add_option("FILE", options.file, "An export")->required();
    preview->add_option("--output", options.evidence.text, "Also write what would leave as protobuf text");
    preview->add_option("--bytes", options.evidence.bytes,
                        "A folder for the very bytes that run would send, each file named by its SHA-256");
    auto* run = common(app.add_subcommand("run", "Read the inbox and send, until stopped"));
    auto* once = run->add_flag("--once", options.run.once, "One round, for cron or Task Scheduler");
    run->add_flag("--allow-shrinking", options.run.allow_shrinking,
                  "Send a file even if it leaves a month with far fewer records than are held now")
        ->needs(once);
    auto* nil = common(app.add_subcommand("nil", "Report that there were none in a month, and send what waits"));
    nil->add_option("MONTH", options.month, "Such as 2026-04")->required();
    nil->add_option("--unit", options.unit, "Only of this unit; all that the mapping gives if left out");
    common(app.add_subcommand("status", "What waits, what needs a person, the last receipt"));
    auto* doctor = common(app.add_subcommand("doctor", "Look at all that can stand in the way, and say what to do"));
    doctor->add_option("--sample", options.doctor.sample,
                       "An export to try the mapping on; else the newest in the inbox");
    doctor->add_flag("--offline", options.doctor.offline, "Ask neither the network nor the hub");
    describe_quarantine(app, options, common);
    describe_log(app, options, common);
    auto* completion = app.add_subcommand("completion", "A script that completes this command line in a shell");
    completion->add_option("SHELL", options.shell, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
    app.add_subcommand("man", "The manual page, for man(1)");
    auto* explain = common(app.add_subcommand("explain", "What a code such as E503 means; all codes if none is given"));
    explain->add_option("CODE", options.code, "The code");
    auto* config = app.add_subcommand("config", "About the configuration");
    config->require_subcommand(1);
    config->fallthrough();
    common(config->add_subcommand("check", "Read everything that the configuration names"));
}

int quarantine(const std::string& name, const Options& options, const AgentConfig& config, const Clock& clock,
               Console& console) {
    if (name == "quarantine list") return list_quarantine(config, clock, console);
    if (name == "quarantine show") return show_quarantine(config, options.name, console);
    if (name == "quarantine retry") return retry_quarantine(config, options.name, console);
    return purge_quarantine(config, options.name, options.days, clock, console);
}

int with_config(const Options& options, const Console& console, const auto& command) {
    auto config = AgentConfig::load(options.config);
    if (config) return command(*config);
    console.complain(config.error().detail);
    return exit_code::kConfiguration;
}

int with_bench(const Options& options, const Clock& clock, const Console& console, const auto& command) {
    auto bench = Workbench::set_up(options.config, clock);
    if (bench) return command(**bench);
    console.complain(bench.error().detail);
    return exit_code::kConfiguration;
}

using Look = int (*)(const AgentConfig&, Console&);
constexpr std::pair<std::string_view, Look> kLooking[] = {
    {"status", show_status},          {"receipts", show_receipts},        {"receipts verify", verify_receipts},
    {"witness status", show_witness}, {"witness key", show_witness_keys}, {"mirror", show_mirror}};

// "receipts verify" of a command and the one below it.
std::string full_name(const CLI::App& app) {
    const CLI::App* command = app.get_subcommands().front();
    std::string name = command->get_name();
    for (const CLI::App* below : command->get_subcommands()) name += " " + below->get_name();
    return name;
}

int dispatch(const std::string& name, const Options& options) {
    const SystemClock clock;
    Console console(options.console);
    if (name == "init") return init_agent(options.init, clock, console);
    if (name == "explain" && options.code.empty()) return list_codes(console);
    if (name == "explain") return explain_code(options.code, console);
    if (name == "doctor") return run_doctor(options.config, options.doctor, clock, console);
    if (name == "config check") return check_config(options.config, clock, console);
    for (const auto& [looks, command] : kLooking) {
        if (name != looks) continue;
        return with_config(options, console, [&](const AgentConfig& config) { return command(config, console); });
    }
    if (name.starts_with("quarantine ")) {
        return with_config(options, console, [&](const AgentConfig& config) {
            return quarantine(name, options, config, clock, console);
        });
    }
    if (name == "witness accept-new-log") {
        return with_config(options, console, [&](const AgentConfig& config) {
            return accept_new_log(config, options.reason, clock, console);
        });
    }
    return with_bench(options, clock, console, [&](Workbench& bench) {
        if (name == "check") return check_file(bench, options.file, console);
        if (name == "receipts resend") return resend_lost(bench, options.dry_run, clock, console);
        if (name == "run") return run_agent(bench, options.run, clock, console);
        if (name == "nil") return send_nil(bench, options.month, options.unit, clock, console);
        return preview_file(bench, options.file, options.evidence, console);
    });
}

}  // namespace

int run_command_line(int argc, char** argv) {
    CLI::App app{"svd-agent: reads an agency's exports, anonymises them here, and sends them to the hub.", "svd-agent"};
    Options options;
    describe(app, options);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& stop) {
        return app.exit(stop) == 0 ? exit_code::kDone : exit_code::kUsage;
    }
    const std::string name = full_name(app);
    if (name == "completion") {
        std::fputs(completion_script(app, options.shell).value_or("").c_str(), stdout);
        return exit_code::kDone;
    }
    if (name == "man") {
        std::fputs(manual_page(app, SVD_VERSION).c_str(), stdout);
        return exit_code::kDone;
    }
    return dispatch(name, options);
}

}  // namespace svd::agent
