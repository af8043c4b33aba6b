#include <fmt/format.h>

#include <boost/json.hpp>

#include "agent/app/commands.h"
#include "agent/app/exit_codes.h"
#include "agent/app/ledger_view.h"
#include "agent/witness/witness_store.h"
#include "core/base/limits.h"
#include "core/crypto/certificate.h"
#include "core/tlog/checkpoint.h"

namespace svd::agent {
namespace {

constexpr std::string_view kHowToRead =
    "ring the hub's operator and the other agencies; docs/how-to/what-the-alarm-means.md says what to ask.";

constexpr std::string_view kWhatAcceptingMeans =
    "Accepting a new log means: from now on this agent follows whatever log the hub shows at the next contact, as if "
    "it\n"
    "had never seen another. Nothing will prove that what this agency sent, and who read it, is still in there.\n"
    "Do it only when the hub's operator has explained the alarm in writing (a restore that was announced, a new key),\n"
    "and when other agencies were told the same. What this agent has kept is put aside and stays as evidence.\n"
    "Then: svd-agent witness accept-new-log --reason \"who said so, when, and why\"";

std::optional<tlog::VerifierKey> cosigner_of(const AgentConfig& config, const WitnessStore& store) {
    const auto key = store.cosigner_key_if_any();
    const auto chain = read_chain_file(config.hub.cert.string());
    if (!key || !chain) return std::nullopt;
    return tlog::VerifierKey{chain->identity.uri(), tlog::KeyType::kCosignature, key->public_key()};
}

boost::json::value or_null(const std::optional<std::string>& text) {
    return text ? boost::json::value(*text) : boost::json::value(nullptr);
}

std::optional<std::string> vkey_of(const std::optional<tlog::VerifierKey>& key) {
    return key ? std::optional(tlog::format_verifier_key(*key)) : std::nullopt;
}

}  // namespace

std::optional<std::string> alarm_text(const AgentConfig& config) {
    ReadOnlyDisk disk;
    const auto alarm = WitnessStore(disk, Spool(disk, config.spool).witness()).standing();
    if (!alarm) return std::nullopt;
    return fmt::format("{} The evidence is in {}.", alarm->what, alarm->folder.string());
}

int show_witness(const AgentConfig& config, Console& console) {
    ReadOnlyDisk disk;
    const WitnessStore store(disk, Spool(disk, config.spool).witness());
    const auto alarm = alarm_text(config);
    const auto key = store.log_key();
    const auto note = store.checkpoint();
    const auto cosigner = cosigner_of(config, store);
    if (alarm) {
        console.heading("ALARM: nothing is sent");
        console.say(fmt::format("  {}", *alarm));
    }
    std::optional<tlog::VerifierKey> log;
    if (key) log = *key;
    const auto seen = log && note && *note ? tlog::open_checkpoint(**note, *log) : invalid("none");
    console.say(log ? fmt::format("the log {}", log->name) : std::string("no log has been seen yet"));
    if (seen) {
        console.say(fmt::format("  {} entries, root {}", seen->size, to_hex(seen->root)));
    }
    if (cosigner) console.say(fmt::format("cosigned as {}", cosigner->name));
    console.print({{"alarm", or_null(alarm)},
                   {"log_key", or_null(vkey_of(log))},
                   {"tree_size", seen ? boost::json::value(seen->size) : boost::json::value(nullptr)},
                   {"root", seen ? boost::json::value(to_hex(seen->root)) : boost::json::value(nullptr)},
                   {"witness_key", or_null(vkey_of(cosigner))}});
    console.next(alarm ? kHowToRead : "nothing; the log is looked at whenever the agent runs.");
    return alarm ? exit_code::kAlarm : exit_code::kDone;
}

int show_witness_keys(const AgentConfig& config, Console& console) {
    ReadOnlyDisk disk;
    const WitnessStore store(disk, Spool(disk, config.spool).witness());
    const auto log = store.log_key();
    const auto cosigner = cosigner_of(config, store);
    if (!log || !*log || !cosigner) {
        console.complain("there are no keys yet: they are made and fetched at the first `svd-agent run`");
        return exit_code::kTryLater;
    }
    console.say(fmt::format("log {}", tlog::format_verifier_key(**log)));
    console.say(fmt::format("witness {} {}", config.party.id, tlog::format_verifier_key(*cosigner)));
    console.print(
        {{"log_key", tlog::format_verifier_key(**log)}, {"witness_key", tlog::format_verifier_key(*cosigner)}});
    console.next("compare the log's key with the one that other agencies see; give the witness's to auditors.");
    return exit_code::kDone;
}

int accept_new_log(const AgentConfig& config, const std::string& reason, const Clock& clock, Console& console) {
    PosixFileSystem disk;
    Spool spool(disk, config.spool);
    WitnessStore store(disk, spool.witness());
    const auto alarm = alarm_text(config);
    if (!alarm) {
        console.complain("there is no alarm, so that there is nothing to accept");
        return exit_code::kUsage;
    }
    console.heading("ALARM");
    console.say(fmt::format("  {}", *alarm));
    if (reason.empty() || reason.size() > limits::kReasonBytesMax || reason.find('\n') != std::string::npos) {
        console.say(kWhatAcceptingMeans);
        console.complain(fmt::format("--reason has to say why, in one line of at most {} bytes; nothing was changed",
                                     limits::kReasonBytesMax));
        return exit_code::kUsage;
    }
    if (auto locked = spool.lock(); !locked) {
        console.complain(locked.error().detail);
        return locked.error().code == Errc::kBusy ? exit_code::kTryLater : exit_code::kUnexpected;
    }
    const auto ledger = view_ledger(config, disk);
    const auto aside = ledger ? store.set_aside(reason, ledger->receipts().size(), clock.now()) : ledger.error();
    if (!aside) {
        console.complain(aside.error().detail);
        return exit_code::kUnexpected;
    }
    console.say(fmt::format("What was kept of the log, and the alarm, are now in {}.", aside->string()));
    console.print({{"set_aside", aside->string()}});
    console.next(
        "if hub.log_key is configured, make sure that it is the new log's; then `svd-agent run --once`, and "
        "`svd-agent mirror` to see what of yours the new log has.");
    return exit_code::kDone;
}

}  // namespace svd::agent
