#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "agent/app/commands.h"
#include "agent/app/exit_codes.h"
#include "agent/app/ledger_view.h"

namespace svd::agent {
namespace {

std::size_t parts_waiting(const FileEntry& file) {
    std::size_t count = 0;
    for (const Part& part : file.parts) count += part.acknowledged ? 0U : 1U;
    return count;
}

boost::json::object receipt_json(const ReceiptLine& receipt) {
    return {{"sha256", to_hex(receipt.sha256)}, {"sequence", receipt.sequence}, {"received_at", receipt.received_at},
            {"accepted", receipt.accepted},     {"refused", receipt.refused},   {"lost", receipt.lost > 0}};
}

std::size_t files_in_inbox(const Spool& spool) {
    std::size_t count = 0;
    std::error_code failed;
    for (fs::directory_iterator at(spool.settings().inbox, failed), end; !failed && at != end; at.increment(failed)) {
        if (spool.wanted(at->path().filename().string())) ++count;
    }
    return count;
}

// Quarantine files that nobody has sent back: one that was copied, mended and sent is done with.  One whose source was
// replaced is too: its records are in the later file, and adding them would count them twice.
std::vector<std::string> to_mend(const Spool& spool, const Ledger& ledger) {
    std::vector<std::string> files;
    for (const fs::path& file : spool.quarantined()) {
        const auto same = [&](const FileEntry& entry) {
            const bool done = entry.state == FileState::kSent || entry.state == FileState::kLost;
            return done && entry.name == file.filename().string();
        };
        const FileEntry* source = ledger.find_short(Spool::source_of_quarantined(file));
        const bool counts = source != nullptr && (source->state == FileState::kSealed ||
                                                  source->state == FileState::kLost || ledger.in_force(*source));
        if (counts && std::ranges::none_of(ledger.files(), same)) files.push_back(file.string());
    }
    return files;
}

// Lost by the hub, and put back for the next run.
bool is_put_back(const FileEntry& file, const Spool& spool) {
    const fs::path name = file.name;
    std::error_code failed;
    return fs::exists(spool.work() / name, failed) ||
           fs::exists(spool.work() / Spool::beside_its_namesake(name, file.digest), failed) ||
           (!spool.settings().move && fs::exists(spool.settings().inbox / name, failed));
}

// Lost by the hub, not put back, and no later file stands for its months.
bool is_missing(const FileEntry& file, const Ledger& ledger) {
    return std::ranges::none_of(file.parts,
                                [&](const Part& part) { return replaced_by(file, part.period, ledger) != nullptr; });
}

// Held or refused, and nobody has seen to it: it has not come again mended, and nobody took it out of rejected/.
bool needs_a_person(const FileEntry& file, const Ledger& ledger, const Spool& spool) {
    if (file.state != FileState::kHeld && file.state != FileState::kRefused) return false;
    const bool mended = std::ranges::any_of(ledger.files(), [&](const FileEntry& other) {
        const bool taken = other.state == FileState::kSealed || other.state == FileState::kSent;
        return taken && other.name == file.name && other.at >= file.at;
    });
    const bool is_nil_return = file.parts.size() == 1 && file.parts[0].sha256 == file.digest;
    return !mended && spool.lies_in_rejected(file.name, file.digest, !is_nil_return);
}

constexpr std::string_view kHowToPutBack =
    "the hub has lost it; `svd-agent receipts resend` puts it back, or says what to export again";

struct Standing {
    bool alarm, stopped, waiting, attention, quarantined;
};

std::string next_step(const Standing& standing) {
    if (standing.alarm) return "`svd-agent witness status` says what to do about the alarm.";
    if (standing.stopped) return "see to the reason above, then `svd-agent run --once` sends what waits.";
    if (standing.waiting) return "`svd-agent run --once` sends what waits.";
    if (standing.attention) return "mend the files named above and put them into the inbox again.";
    if (standing.quarantined) {
        return "mend the records in the quarantine files named above, keep their last four columns, and move the "
               "files into the inbox; delete what is not to be sent.";
    }
    return "nothing.";
}

void say_files(const Ledger& ledger, const Spool& spool, const Console& console, boost::json::array& waiting,
               boost::json::array& attention) {
    for (const FileEntry& file : ledger.files()) {
        if (file.state == FileState::kSealed) {
            console.say(fmt::format("  waits     {}: {}", file.name, counted(parts_waiting(file), "submission")));
            waiting.push_back({{"file", file.name}, {"submissions", parts_waiting(file)}});
        } else if (file.state == FileState::kLost && is_put_back(file, spool)) {
            console.say(fmt::format("  waits     {}: the hub has lost it, and it is sent again", file.name));
            waiting.push_back({{"file", file.name}, {"submissions", parts_waiting(file)}});
        } else if (file.state == FileState::kLost && is_missing(file, ledger)) {
            console.say(fmt::format("  lost      {}: {}", file.name, kHowToPutBack));
            attention.push_back({{"file", file.name}, {"state", "lost"}, {"reason", kHowToPutBack}});
        } else if (needs_a_person(file, ledger, spool)) {
            console.say(fmt::format("  {:<9} {}: {}", file_state_name(file.state), file.name, file.reason));
            attention.push_back({{"file", file.name}, {"state", file_state_name(file.state)}, {"reason", file.reason}});
        }
    }
}

}  // namespace

Result<boost::json::object> status_report(const AgentConfig& config, const Console& console) {
    ReadOnlyDisk disk;
    auto ledger = view_ledger(config, disk);
    if (!ledger) return ledger.error();
    const Spool spool(disk, config.spool);
    const std::size_t in_inbox = files_in_inbox(spool);
    const auto why = read_file(spool.waiting_note());
    boost::json::array waiting;
    boost::json::array attention;
    const auto alarm = alarm_text(config);
    if (alarm) {
        console.heading("ALARM: nothing is sent");
        console.say(fmt::format("  {}", *alarm));
    }
    console.heading(fmt::format("{} -> {}", config.party.id, config.hub.url));
    console.say(fmt::format("  {} in the inbox", counted(in_inbox, "file")));
    say_files(*ledger, spool, console, waiting, attention);
    const bool stopped = why && !waiting.empty();
    if (stopped) console.say(fmt::format("  because   {}", *why));
    const auto quarantined = to_mend(spool, *ledger);
    for (const std::string& file : quarantined) console.say(fmt::format("  to mend   {}", file));
    std::vector<ReceiptLine> receipts = ledger->receipts();
    std::erase_if(receipts, [](const ReceiptLine& line) { return line.lost > 0; });
    boost::json::value last = nullptr;
    if (!receipts.empty()) {
        last = receipt_json(receipts.back());
        console.say(
            fmt::format("  last receipt {} (number {})", receipts.back().received_at, receipts.back().sequence));
    }
    const std::string next = next_step(
        {alarm.has_value(), stopped, !waiting.empty() || in_inbox > 0, !attention.empty(), !quarantined.empty()});
    return boost::json::object{{"alarm", alarm ? boost::json::value(*alarm) : boost::json::value(nullptr)},
                               {"agency", config.party.id},
                               {"hub", config.hub.url},
                               {"inbox_files", in_inbox},
                               {"waiting", waiting},
                               {"waiting_because", stopped ? boost::json::value(*why) : boost::json::value(nullptr)},
                               {"attention", attention},
                               {"quarantine", boost::json::value_from(quarantined)},
                               {"receipts", receipts.size()},
                               {"last_receipt", last},
                               {"next", next}};
}

int show_status(const AgentConfig& config, Console& console) {
    const auto report = status_report(config, console);
    if (!report) {
        console.complain(report.error().detail);
        return exit_code::kUnexpected;
    }
    console.print(*report);
    console.next(std::string_view(report->at("next").as_string()));
    return report->at("alarm").is_null() ? exit_code::kDone : exit_code::kAlarm;
}

Result<void> write_status(const AgentConfig& config, const Clock& clock, FileSystem& disk) {
    auto report = status_report(config, Console({.json = false, .quiet = true}));
    if (!report) return report.error();
    (*report)["written_at"] = rfc3339(clock.now());
    return write_durably(disk, config.spool.state / "status.json", boost::json::serialize(*report) + "\n");
}

int show_receipts(const AgentConfig& config, Console& console) {
    ReadOnlyDisk disk;
    auto ledger = view_ledger(config, disk);
    if (!ledger) {
        console.complain(ledger.error().detail);
        return exit_code::kUnexpected;
    }
    boost::json::array list;
    for (const ReceiptLine& receipt : ledger->receipts()) {
        const FileEntry* file = ledger->find(receipt.file);
        const std::string name = file == nullptr ? "?" : file->name;
        console.say(fmt::format("{}  {}  {:>7} accepted  {:>5} refused  {}  {}{}", receipt.received_at,
                                to_hex(receipt.sha256).substr(0, 16), grouped(receipt.accepted),
                                grouped(receipt.refused), receipt.sequence, name,
                                receipt.lost > 0 ? "  LOST by the hub since" : ""));
        boost::json::object each = receipt_json(receipt);
        each["file"] = name;
        list.push_back(std::move(each));
    }
    console.print(list);
    console.next(list.empty() ? "nothing has been sent yet; put a file into the inbox and run `svd-agent run --once`."
                              : "`svd-agent receipts verify` proves them; they are in receipts/ of the spool.");
    return exit_code::kDone;
}

}  // namespace svd::agent
