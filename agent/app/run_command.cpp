#include <fmt/format.h>

#include <boost/json.hpp>
#include <chrono>
#include <csignal>
#include <random>
#include <thread>

#include "agent/app/commands.h"
#include "agent/app/credentials.h"
#include "agent/app/exit_codes.h"
#include "agent/app/runner.h"
#include "agent/sync/backoff.h"
#include "core/crypto/certificate.h"

namespace svd::agent {
namespace {

using namespace std::chrono_literals;

constexpr auto kLookEvery = 15s;
volatile std::sig_atomic_t g_stop = 0;

void ask_to_stop(int) { g_stop = 1; }

void sleep_unless_stopped(std::chrono::milliseconds time) {
    const auto until = std::chrono::steady_clock::now() + time;
    while (g_stop == 0 && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(100ms);
}

std::string_view advice(int status) {
    switch (status) {
        case exit_code::kDone: return "nothing; `svd-agent receipts` shows what the hub holds.";
        case exit_code::kSomeSetAside: return "mend the records in quarantine/ and put that file into the inbox.";
        case exit_code::kFileRejected: return "read the .reasons.txt in rejected/, mend the file, put it back.";
        case exit_code::kTryLater: return "nothing; run again later, what waits is safe in the outbox.";
        case exit_code::kAlarm: return "`svd-agent witness status`; nothing is sent until a person has looked.";
        case exit_code::kNotAccepted: return "ask the hub's operator about this certificate; everything is held.";
        case exit_code::kConfiguration:
            return "correct that setting, then `svd-agent config check`; what waits is safe in the outbox.";
        default: return "`svd-agent status` shows where things stand.";
    }
}

// A status that cannot be written is no reason not to send.
void note_status(const AgentConfig& config, const Clock& clock, FileSystem& disk, const Console& console) {
    if (const auto written = write_status(config, clock, disk); !written) console.complain(written.error().detail);
}

int run_until_stopped(Runner& runner, const std::function<void()>& after_round, Console& console) {
    Backoff backoff{std::random_device{}()};
    auto send_from = std::chrono::steady_clock::now();
    while (g_stop == 0) {
        const auto now = std::chrono::steady_clock::now();
        auto report = runner.round(now >= send_from);
        if (!report) {
            console.complain(report.error().detail);
            return exit_code::kUnexpected;
        }
        if (report->hub == DrainEnd::kAlarm) return exit_code::kAlarm;
        if (report->hub == DrainEnd::kDenied) return exit_code::kNotAccepted;
        if (report->hub == DrainEnd::kMisconfigured) return exit_code::kConfiguration;
        if (report->hub == DrainEnd::kTryLater) {
            send_from = std::chrono::steady_clock::now() + backoff.next(report->retry_after);
        } else if (now >= send_from) {
            backoff.reset();
        }
        if (report->did_something) after_round();
        const auto wait =
            std::chrono::duration_cast<std::chrono::milliseconds>(send_from - std::chrono::steady_clock::now());
        sleep_unless_stopped(wait > 0ms && wait < kLookEvery ? wait : std::chrono::milliseconds(kLookEvery));
    }
    return exit_code::kDone;
}

}  // namespace

int run_agent(Workbench& bench, const RunOptions& options, const Clock& clock, Console& console) {
    if (const auto good = check_hub_files(bench.config.hub); !good) {
        console.complain(good.error().detail);
        console.print({{"exit_status", exit_code::kConfiguration}, {"reason", good.error().detail}});
        console.next(advice(exit_code::kConfiguration));
        return exit_code::kConfiguration;
    }
    PosixFileSystem disk;
    const auto hub = connect_hub(bench.config.hub);
    const auto chain = read_chain_file(bench.config.hub.cert.string());
    if (!chain) {
        console.complain(fmt::format("hub.cert: {}", chain.error().detail));
        return exit_code::kConfiguration;
    }
    auto runner = Runner::set_up(bench, *hub, disk, clock, console, chain->identity.uri());
    if (!runner) {
        console.complain(runner.error().detail);
        return runner.error().code == Errc::kBusy ? exit_code::kTryLater : exit_code::kUnexpected;
    }
    int status = exit_code::kDone;
    if (options.nil) {
        auto sealed = (*runner)->seal_nil(*options.nil);
        if (!sealed) {
            console.complain(sealed.error().detail);
            return sealed.error().code == Errc::kConflict ? exit_code::kFileRejected : exit_code::kUnexpected;
        }
        console.say(fmt::format("{}: sealed", *sealed));
    }
    if (options.allow_shrinking) (*runner)->allow_shrinking();
    if (options.once) {
        auto report = (*runner)->round(true);
        if (!report) console.complain(report.error().detail);
        status = report ? report->exit_status : exit_code::kUnexpected;
        if (report && !report->did_something && status == exit_code::kDone) console.say("nothing to do");
    } else {
        // One round is ended as anything is: whatever it has begun, the next one takes up.
        std::signal(SIGINT, ask_to_stop);
        std::signal(SIGTERM, ask_to_stop);
        (*runner)->stop_when([] { return g_stop != 0; });
        status = run_until_stopped(**runner, [&] { note_status(bench.config, clock, disk, console); }, console);
    }
    note_status(bench.config, clock, disk, console);
    console.print({{"exit_status", status}, {"next", advice(status)}});
    console.next(advice(status));
    return status;
}

}  // namespace svd::agent
