#include <fmt/format.h>

#include <boost/json.hpp>

#include "agent/app/commands.h"
#include "agent/app/exit_codes.h"
#include "agent/app/ledger_view.h"
#include "agent/witness/receipt_check.h"
#include "agent/witness/witness_store.h"

namespace svd::agent {
namespace {

// The pinned one first; the configured one before the first contact; then those that were set aside.
Result<std::vector<tlog::VerifierKey>> log_keys(const AgentConfig& config, const WitnessStore& store) {
    std::vector<tlog::VerifierKey> keys;
    const auto pinned = store.log_key();
    if (!pinned && pinned.error().code != Errc::kCorrupt) return pinned.error();
    if (pinned && *pinned) keys.push_back(**pinned);
    if (keys.empty() && config.log_key) keys.push_back(*config.log_key);
    const auto earlier = store.earlier_log_keys();
    keys.insert(keys.end(), earlier.begin(), earlier.end());
    return keys;
}

std::string good_text(const ReceiptLine& line, const ReceiptCheck& check) {
    return fmt::format("{}  {}  {}  entry {} of {} in {}{}", line.lost == 0 ? "ok   " : "lost ", line.received_at,
                       short_digest(line.sha256), line.sequence, check.checkpoint.size, check.log,
                       check.bytes_compared ? ", and is for the bytes in the spool" : "");
}

}  // namespace

int verify_receipts(const AgentConfig& config, Console& console) {
    ReadOnlyDisk disk;
    auto ledger = view_ledger(config, disk);
    const Spool spool(disk, config.spool);
    const auto keys = ledger ? log_keys(config, WitnessStore(disk, spool.witness())) : ledger.error();
    if (!keys) {
        console.complain(keys.error().detail);
        return exit_code::kUnexpected;
    }
    boost::json::array list;
    std::size_t failed = 0;
    for (const ReceiptLine& line : ledger->receipts()) {
        const ReceiptCheck check = check_kept_receipt(spool, line, *keys);
        const bool good = check.problem.empty();
        failed += good ? 0U : 1U;
        const FileEntry* file = ledger->find(line.file);
        const std::string name = file == nullptr ? "?" : file->name;
        console.say(good ? fmt::format("{}  {}", good_text(line, check), name)
                         : fmt::format("FAILS  {}  {}  {}: {}", line.received_at, short_digest(line.sha256), name,
                                       check.problem));
        list.push_back({{"sha256", to_hex(line.sha256)},
                        {"sequence", line.sequence},
                        {"file", name},
                        {"ok", good},
                        {"lost", line.lost > 0},
                        {"problem", check.problem},
                        {"log", check.log},
                        {"tree_size", check.checkpoint.size},
                        {"bytes_compared", check.bytes_compared}});
    }
    const std::size_t held = ledger->receipts().size() - failed;
    console.say(fmt::format("{} verified, {} failed", counted(held, "receipt"), failed));
    console.print({{"receipts", list}, {"verified", held}, {"failed", failed}});
    if (failed == 0) return exit_code::kDone;
    console.complain(fmt::format("{} of this agency's receipts prove nothing", failed));
    console.next("restore the files in receipts/ from a backup; if they were always so, tell the hub's operator.");
    return exit_code::kFileRejected;
}

}  // namespace svd::agent
