#include "audit/app/command_line.h"

#include <CLI/CLI.hpp>

#include "audit/app/commands.h"
#include "audit/app/exit_codes.h"
#include "core/base/limits.h"

#ifndef SVD_VERSION
#define SVD_VERSION "0"
#endif

namespace svd::audit {
namespace {

struct Options {
    fs::path folder, second, file, submission, out, reference, definitions;
    TrustOptions trust;
    HubAddress hub;
    EntryFilter filter;
    std::string event, party, code, from, to, due_from, due_to;
    std::uint64_t index = 0;
    std::uint64_t start = 0;
    std::size_t limit = limits::kPageItemsDefault;
    int late_after_days = ScorecardQuestion().late_after_days;
    bool no_contents = false;
    bool csv = false;
    bool json = false;
};

class CommandLine {
public:
    CommandLine() {
        app_.footer(std::string(exit_code::kHelp));
        app_.require_subcommand(1);
        app_.set_version_flag("--version", "svd-audit " SVD_VERSION);
        describe_fetch();
        describe_verification();
        describe_lists();
        describe_reports();
    }

    int run(int argc, const char* const* argv) {
        try {
            app_.parse(argc, argv);
        } catch (const CLI::ParseError& stop) {
            return app_.exit(stop) == 0 ? exit_code::kVerified : exit_code::kUsage;
        }
        return dispatch(app_.get_subcommands().front()->get_name());
    }

private:
    CLI::App* command(const char* name, const char* what) {
        CLI::App* added = app_.add_subcommand(name, what);
        added->add_flag("--json", options_.json, "JSON on standard output");
        added->footer(std::string(exit_code::kHelp));
        return added;
    }

    CLI::App* command_on_copy(const char* name, const char* what) {
        CLI::App* added = command(name, what);
        added->add_option("DIR", options_.folder, "A copy of a log")->required();
        return added;
    }

    void add_trust(CLI::App* to) {
        to->add_option("--key", options_.trust.key, "The log's verifier key that you trust, or a file with it");
        to->add_option("--policy", options_.trust.policy, "Which witnesses must have cosigned (C2SP tlog-policy)");
    }

    void describe_fetch() {
        auto* fetch = command("fetch", "Bring a copy of a hub's log up to date, or begin one");
        fetch->add_option("DIR", options_.folder, "The copy, or a new folder")->required();
        fetch->add_option("--hub", options_.hub.url, "Such as https://hub.example:8443")->required();
        fetch->add_option("--cert", options_.hub.cert, "The auditor's certificate (PEM)")->required();
        fetch->add_option("--key", options_.hub.key, "Its private key (PEM)")->required();
        fetch->add_option("--ca", options_.hub.ca, "The authority that issued the hub's certificate (PEM)")->required();
        fetch->add_option("--log-key", options_.trust.key,
                          "The log's verifier key that you trust, or a file with it; needed the first time");
        fetch->add_option("--policy", options_.trust.policy, "A policy that names the log's key (C2SP tlog-policy)");
        fetch->add_option("--proxy", options_.hub.proxy, "An HTTP proxy; none is taken from the environment");
    }

    void describe_verification() {
        auto* verify = command_on_copy("verify", "Check everything in a copy of a log");
        add_trust(verify);
        verify->add_flag("--no-contents", options_.no_contents, "The copy was made without contents: look for none");
        auto* receipt = command("verify-receipt", "Check a .tlog-proof receipt, offline");
        receipt->add_option("FILE", options_.file, "The receipt")->required();
        receipt->add_option("--submission", options_.submission, "The bytes that it should be for");
        add_trust(receipt);
        auto* compare = command_on_copy("compare", "Whether two copies are of one log");
        compare->add_option("DIR2", options_.second, "Another copy")->required();
        add_trust(compare);
        auto* explain = command("explain", "What a code such as A204 means; all codes if none is given");
        explain->add_option("CODE", options_.code, "The code");
    }

    void describe_lists() {
        auto* list = command_on_copy("list", "Entries of a copy");
        list->add_option("--event", options_.event, "Such as disclosed or submission_refused");
        list->add_option("--party", options_.filter.party, "Whose data: its own, or counted in figures");
        list->add_option("--actor", options_.filter.actor, "Who did it, such as urn:svd:analyst:vru");
        list->add_option("--area", options_.filter.area, "A GSS code");
        list->add_option("--purpose", options_.filter.purpose, "As stated, such as identify_kinds");
        list->add_option("--code", options_.filter.code, "A reason for a refusal, such as E301");
        list->add_option("--from", options_.from, "First month that it is about, such as 2026-04");
        list->add_option("--to", options_.to, "Last month");
        list->add_option("--since", options_.filter.since, "When it was entered: 2026-11, 2026-11-20 or more of it");
        list->add_option("--until", options_.filter.until, "The last time, all of it");
        list->add_option("--start", options_.start, "The first entry to look at");
        list->add_option("--limit", options_.limit, "How many at most")
            ->capture_default_str()
            ->check(CLI::Range(std::size_t{1}, limits::kPageItemsMax));
        auto* who =
            command_on_copy("who-read", "Who was given figures that count a party's data, or read its receipts");
        who->add_option("--party", options_.party, "Whose data")->required();
    }

    void describe_reports() {
        auto* scorecard = command_on_copy("scorecard", "Per authority: what was due, received, late, amended, refused");
        scorecard->add_option("--due-from", options_.due_from, "First month due, such as 2026-04")->required();
        scorecard->add_option("--due-to", options_.due_to, "Last month due")->required();
        scorecard->add_option("--late-after", options_.late_after_days, "Days after a month's end")
            ->capture_default_str()
            ->check(CLI::Range(0, kLateAfterDaysMax));
        scorecard->add_flag("--csv", options_.csv, "CSV on standard output");
        auto* pack = command_on_copy("export", "Make an evidence pack, which is a copy that verify accepts");
        pack->add_option("OUT", options_.out, "A new folder")->required();
        auto* replay = command_on_copy("replay", "Compute handed-out figures again and compare their digest");
        replay->add_option("INDEX", options_.index, "The entry of the disclosure")->required();
        replay->add_option("--reference", options_.reference, "The reference data of that time")->required();
        replay->add_option("--definitions", options_.definitions, "The definitions of that time");
    }

    int wrong(const Console& console, std::string_view what) const {
        console.complain(what);
        return exit_code::kUsage;
    }

    int run_list(const Console& console) {
        EntryFilter& filter = options_.filter;
        if (!options_.event.empty()) filter.event = find_log_event(options_.event);
        if (!options_.event.empty() && !filter.event) return wrong(console, "--event: there is no such event");
        for (const auto& [text, month] :
             {std::pair(&options_.from, &filter.from), std::pair(&options_.to, &filter.to)}) {
            if (text->empty()) continue;
            const auto read = Month::parse(*text);
            if (!read) return wrong(console, "--from and --to take months such as 2026-04");
            *month = *read;
        }
        for (const std::string* time : {&filter.since, &filter.until}) {
            if (!time->empty() && !is_time_prefix(*time)) {
                return wrong(console, "--since and --until take times such as 2026-11 or 2026-11-20T09:30:00Z");
            }
        }
        return list(options_.folder, filter, options_.start, options_.limit, console);
    }

    int run_scorecard(const Console& console) {
        const auto from = Month::parse(options_.due_from);
        const auto to = Month::parse(options_.due_to);
        if (!from || !to || *to < *from || Period{*from, *to}.months() > limits::kProfileMonthsMax) {
            return wrong(console, "--due-from and --due-to take months such as 2026-04, the first one first");
        }
        return scorecard(options_.folder, {{*from, *to}, options_.late_after_days},
                         options_.csv ? TableForm::kCsv : TableForm::kText, console);
    }

    int dispatch(const std::string& name) {
        const Console console(options_.json);
        if (name == "fetch") return fetch(options_.folder, options_.hub, options_.trust, console);
        if (name == "verify") return verify(options_.folder, options_.trust, !options_.no_contents, console);
        if (name == "verify-receipt")
            return verify_receipt(options_.file, options_.submission, options_.trust, console);
        if (name == "compare") return compare(options_.folder, options_.second, options_.trust, console);
        if (name == "list") return run_list(console);
        if (name == "who-read") return who_read(options_.folder, options_.party, console);
        if (name == "scorecard") return run_scorecard(console);
        if (name == "export") return export_pack(options_.folder, options_.out, console);
        if (name == "replay")
            return replay(options_.folder, options_.index, options_.reference, options_.definitions, console);
        return explain(options_.code, console);
    }

    CLI::App app_{"svd-audit: fetches a copy of a hub's log, and checks it without asking the hub.", "svd-audit"};
    Options options_;
};

}  // namespace

int run_command_line(int argc, const char* const* argv) { return CommandLine().run(argc, argv); }

}  // namespace svd::audit
