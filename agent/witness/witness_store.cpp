#include "agent/witness/witness_store.h"

#include <fmt/format.h>

#include <algorithm>

#include "agent/witness/log_key.h"
#include "core/tlog/text.h"

namespace svd::agent {
namespace {

constexpr std::string_view kLogKey = "log.vkey";
constexpr std::string_view kCheckpoint = "checkpoint";
constexpr std::string_view kReceiptsShown = "receipts-shown";
constexpr std::string_view kReceiptsBefore = "receipts-before";  // those of logs that were set aside
constexpr std::string_view kCosignerKey = "cosigner.pem";
constexpr std::string_view kAlarm = "alarm-";
constexpr std::string_view kSetAside = "set-aside-";
constexpr std::string_view kWhatHappened = "what-happened.txt";

Error damaged(const fs::path& file, std::string_view why) {
    return {Errc::kCorrupt, fmt::format("{} {}", file.string(), why)};
}

// How many it says, or nothing.
std::optional<std::uint64_t> parse_count(std::string_view text) {
    const auto line = tlog::take_line(text);
    return line && text.empty() ? tlog::parse_decimal(*line, UINT64_MAX) : std::nullopt;
}

std::uint64_t number_of(const fs::path& folder, std::string_view prefix) {
    const std::string name = folder.filename().string();
    return tlog::parse_decimal(std::string_view(name).substr(prefix.size()), UINT32_MAX).value_or(UINT32_MAX);
}

}  // namespace

Result<std::optional<std::string>> WitnessStore::read(std::string_view name) const {
    const fs::path file = folder_ / name;
    std::error_code failed;
    const auto status = fs::symlink_status(file, failed);
    if (status.type() == fs::file_type::not_found) return std::optional<std::string>{};
    auto bytes = read_file(file);
    if (!bytes) return Error{Errc::kInternal, bytes.error().detail};
    return std::optional(*std::move(bytes));
}

Result<std::optional<tlog::VerifierKey>> WitnessStore::log_key() const {
    const auto text = read(kLogKey);
    if (!text) return text.error();
    if (*text) {
        const auto key = parse_log_key(**text);
        if (!key) return damaged(folder_ / kLogKey, "holds no key");
        return std::optional(*key);
    }
    // The key is written first of all.  Where there is more, somebody has taken it away.
    for (const std::string_view later : {kCheckpoint, kReceiptsShown}) {
        const auto there = read(later);
        if (!there) return there.error();
        if (*there) return damaged(folder_ / kLogKey, "is gone");
    }
    return std::optional<tlog::VerifierKey>{};
}

Result<std::optional<std::string>> WitnessStore::checkpoint() const {
    auto note = read(kCheckpoint);
    if (!note || *note) return note;
    const auto shown = read(kReceiptsShown);  // written only after a checkpoint
    if (!shown) return shown.error();
    if (*shown) return damaged(folder_ / kCheckpoint, "is gone");
    return note;
}

Result<std::uint64_t> WitnessStore::receipts_shown() const {
    std::uint64_t most = 0;
    for (const std::string_view name : {kReceiptsShown, kReceiptsBefore}) {
        const auto text = read(name);
        if (!text) return text.error();
        const auto count = *text ? parse_count(**text) : std::uint64_t{0};
        if (!count) return damaged(folder_ / name, "holds no number");
        most = std::max(most, *count);
    }
    return most;
}

Result<void> WitnessStore::keep_log_key(const tlog::VerifierKey& key) {
    return write_durably(disk_, folder_ / kLogKey, tlog::format_verifier_key(key) + "\n");
}

Result<void> WitnessStore::keep_checkpoint(std::string_view note) {
    return write_durably(disk_, folder_ / kCheckpoint, note);
}

Result<void> WitnessStore::keep_receipts_shown(std::uint64_t count) {
    return write_durably(disk_, folder_ / kReceiptsShown, fmt::format("{}\n", count));
}

std::optional<Ed25519PrivateKey> WitnessStore::cosigner_key_if_any() const {
    auto key = Ed25519PrivateKey::read_pem_file((folder_ / kCosignerKey).string());
    return key ? std::optional(*std::move(key)) : std::nullopt;
}

// Made under another name, so that a crash leaves no half of a key under this one.
Result<Ed25519PrivateKey> WitnessStore::cosigner_key() {
    const fs::path file = folder_ / kCosignerKey;
    std::error_code failed;
    if (fs::exists(file, failed)) return Ed25519PrivateKey::read_pem_file(file.string());
    const fs::path beside = file.string() + ".tmp";
    if (auto gone = disk_.remove(beside); !gone) return gone.error();
    Ed25519PrivateKey key = Ed25519PrivateKey::generate();
    if (auto written = key.write_pem_file(beside.string()); !written) return written.error();
    if (auto moved = move_durably(disk_, beside, file); !moved) return moved.error();
    return key;
}

std::vector<fs::path> WitnessStore::folders(std::string_view prefix) const {
    std::vector<fs::path> found;
    std::error_code failed;
    for (fs::directory_iterator at(folder_, failed), end; !failed && at != end; at.increment(failed)) {
        if (at->path().filename().string().starts_with(prefix)) found.push_back(at->path());
    }
    std::ranges::sort(found, {}, [&](const fs::path& folder) { return number_of(folder, prefix); });
    return found;
}

fs::path WitnessStore::next_folder(std::string_view prefix) const {
    const auto there = folders(prefix);
    const std::uint64_t next = there.empty() ? 1 : number_of(there.back(), prefix) + 1;
    return folder_ / fmt::format("{}{}", prefix, next);
}

Result<fs::path> WitnessStore::raise(const Alarm& alarm, UtcTime now) {
    fs::path folder = next_folder(kAlarm);
    if (auto made = disk_.make_folders(folder); !made) return made.error();
    const std::string text = fmt::format("{}.\nKind: {}. Found at {} by this computer's clock.\n", alarm.what,
                                         alarm_name(alarm.kind), rfc3339(now));
    if (auto written = write_durably(disk_, folder / kWhatHappened, text); !written) return written.error();
    for (const Evidence& each : alarm.evidence) {
        if (auto written = write_durably(disk_, folder / each.name, each.bytes); !written) return written.error();
    }
    return folder;
}

std::optional<StandingAlarm> WitnessStore::standing() const {
    const auto there = folders(kAlarm);
    if (there.empty()) return std::nullopt;
    const auto text = read_file(there.front() / kWhatHappened);
    std::string what = text ? text->substr(0, text->find('\n')) : std::string{};
    if (what.empty()) what = "the agent was stopped before it could write down what it had found.";
    return StandingAlarm{there.front(), std::move(what)};
}

Result<fs::path> WitnessStore::set_aside(std::string_view reason, std::uint64_t receipts, UtcTime now) {
    fs::path aside = next_folder(kSetAside);
    if (auto made = disk_.make_folders(aside); !made) return made.error();
    const std::string text =
        fmt::format("{}\nReceipts until then: {}. Set aside at {}.\n", reason, receipts, rfc3339(now));
    if (auto written = write_durably(disk_, aside / "reason.txt", text); !written) return written.error();
    if (auto kept = write_durably(disk_, folder_ / kReceiptsBefore, fmt::format("{}\n", receipts)); !kept) {
        return kept.error();
    }
    std::vector<fs::path> moves;
    for (const std::string_view name : {kReceiptsShown, kCheckpoint, kLogKey}) moves.push_back(folder_ / name);
    const auto alarms = folders(kAlarm);
    moves.insert(moves.end(), alarms.begin(), alarms.end());  // last: until then an alarm stands
    for (const fs::path& from : moves) {
        std::error_code failed;
        if (!fs::exists(from, failed)) continue;
        if (auto moved = move_durably(disk_, from, aside / from.filename()); !moved) return moved.error();
    }
    return aside;
}

std::vector<tlog::VerifierKey> WitnessStore::earlier_log_keys() const {
    std::vector<tlog::VerifierKey> keys;
    for (const fs::path& aside : folders(kSetAside)) {
        const auto text = read_file(aside / kLogKey);
        const auto key = text ? parse_log_key(*text) : text.error();
        if (key) keys.push_back(*key);
    }
    return keys;
}

}  // namespace svd::agent
