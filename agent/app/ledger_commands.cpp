#include <fmt/format.h>

#include <boost/json.hpp>

#include "agent/app/commands.h"
#include "agent/app/exit_codes.h"
#include "agent/spool/ledger.h"

namespace svd::agent {
namespace {

// Reading only: a running agent may be appending, so that a last line without its end is left alone.
class ReadOnly final : public FileSystem {
public:
    Result<std::unique_ptr<OutFile>> create(const fs::path&) override { return refuse(); }
    Result<std::unique_ptr<OutFile>> append(const fs::path&) override { return refuse(); }
    Result<void> truncate(const fs::path&, std::uint64_t) override { return {}; }
    Result<void> rename(const fs::path&, const fs::path&) override { return refuse(); }
    Result<void> remove(const fs::path&) override { return refuse(); }
    Result<void> make_folders(const fs::path&) override { return refuse(); }
    Result<void> sync_folder(const fs::path&) override { return refuse(); }

private:
    static Error refuse() { return {Errc::kInternal, "this command only reads"}; }
};

Result<Ledger> open_ledger(const AgentConfig& config, FileSystem& disk) {
    return Ledger::open(disk, Spool(disk, config.spool).ledger_file());
}

std::size_t parts_waiting(const FileEntry& file) {
    std::size_t count = 0;
    for (const Part& part : file.parts) count += part.acknowledged ? 0U : 1U;
    return count;
}

boost::json::object receipt_json(const ReceiptLine& receipt) {
    return {{"sha256", to_hex(receipt.sha256)},
            {"sequence", receipt.sequence},
            {"received_at", receipt.received_at},
            {"accepted", receipt.accepted},
            {"refused", receipt.refused}};
}

}  // namespace

int show_status(const AgentConfig& config, Console& console) {
    ReadOnly disk;
    auto ledger = open_ledger(config, disk);
    if (!ledger) {
        console.complain(ledger.error().detail);
        return exit_code::kUnexpected;
    }
    std::error_code failed;
    std::size_t in_inbox = 0;
    for (fs::directory_iterator at(config.spool.inbox, failed), end; !failed && at != end; at.increment(failed)) {
        if (matches_pattern(at->path().filename().string(), config.spool.pattern)) ++in_inbox;
    }
    boost::json::array waiting;
    boost::json::array attention;
    console.heading(fmt::format("{} -> {}", config.party.id, config.hub.url));
    console.say(fmt::format("  {} files in the inbox", in_inbox));
    for (const FileEntry& file : ledger->files()) {
        if (file.state == FileState::kSealed) {
            console.say(
                fmt::format("  waits     {}: {} of {} submissions", file.name, parts_waiting(file), file.parts.size()));
            waiting.push_back({{"file", file.name}, {"submissions", parts_waiting(file)}});
        } else if (file.state != FileState::kSent) {
            console.say(fmt::format("  {:<9} {}: {}", file_state_name(file.state), file.name, file.reason));
            attention.push_back({{"file", file.name}, {"state", file_state_name(file.state)}, {"reason", file.reason}});
        }
    }
    const auto& receipts = ledger->receipts();
    boost::json::value last = nullptr;
    if (!receipts.empty()) {
        last = receipt_json(receipts.back());
        console.say(
            fmt::format("  last receipt {} (number {})", receipts.back().received_at, receipts.back().sequence));
    }
    console.print({{"agency", config.party.id},
                   {"hub", config.hub.url},
                   {"inbox_files", in_inbox},
                   {"waiting", waiting},
                   {"attention", attention},
                   {"receipts", receipts.size()},
                   {"last_receipt", last}});
    console.next(!waiting.empty() || in_inbox > 0 ? "`svd-agent run --once` sends what waits."
                 : attention.empty()              ? "nothing."
                                                  : "mend the files named above and put them into the inbox again.");
    return exit_code::kDone;
}

int show_receipts(const AgentConfig& config, Console& console) {
    ReadOnly disk;
    auto ledger = open_ledger(config, disk);
    if (!ledger) {
        console.complain(ledger.error().detail);
        return exit_code::kUnexpected;
    }
    boost::json::array list;
    for (const ReceiptLine& receipt : ledger->receipts()) {
        const FileEntry* file = ledger->find(receipt.file);
        const std::string name = file == nullptr ? "?" : file->name;
        console.say(fmt::format("{}  {}  {:>7} accepted  {:>5} refused  {}  {}", receipt.received_at,
                                to_hex(receipt.sha256).substr(0, 16), grouped(receipt.accepted),
                                grouped(receipt.refused), receipt.sequence, name));
        boost::json::object each = receipt_json(receipt);
        each["file"] = name;
        list.push_back(std::move(each));
    }
    console.print(list);
    console.next(list.empty() ? "nothing has been sent yet; put a file into the inbox and run `svd-agent run --once`."
                              : "the receipts themselves are in receipts/ of the spool.");
    return exit_code::kDone;
}

}  // namespace svd::agent
