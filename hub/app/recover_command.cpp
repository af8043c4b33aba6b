#include "hub/app/recover_command.h"

#include <fmt/format.h>

#include "core/base/clock.h"
#include "core/crypto/digest.h"
#include "core/tlog/checkpoint.h"
#include "core/wire/log_codec.h"
#include "hub/app/complaint.h"
#include "hub/app/exit_codes.h"
#include "hub/app/start_entries.h"
#include "hub/log/hub_log.h"
#include "hub/log/witnesses.h"
#include "hub/store/rocks_store.h"

namespace svd {
namespace {

// What was signed last: a text of three lines, its origin first.
Result<tlog::Checkpoint> last_signed(const Store& store) {
    const auto note = store.get(Table::kMeta, kLastCheckpointKey);
    if (!note) return note.error();
    if (!note->has_value()) return Error{Errc::kNotFound, "this hub has signed nothing yet"};
    const auto parsed = tlog::parse_note(**note);
    return parsed ? tlog::parse_checkpoint(parsed->text) : parsed.error();
}

}  // namespace

int recover_log(const HubConfig& config, const std::string& reason) {
    const auto store = RocksStore::open(config.data / "store");
    if (!store) return complain(exit_code::kUnexpected, store.error().detail);
    const auto old = last_signed(**store);
    if (!old) return complain(exit_code::kUnexpected, old.error().detail);
    if (old->origin == config.log_origin) {
        return complain(exit_code::kConfigurationInvalid,
                        "hub.log_origin still names the old log. Give the new one another name first, such as " +
                            config.log_origin + "-2.");
    }
    auto key = Ed25519PrivateKey::read_pem_file(config.log_key.string());
    if (!key) return complain(exit_code::kConfigurationInvalid, key.error().detail);

    // Agencies register anew, because they have to look at what happened before they go on.
    WriteSet forget = {{Table::kMeta, std::string(kLastCheckpointKey), ""},
                       {Table::kMeta, std::string(kContradictedKey), ""}};
    const auto witnesses = Witnesses::load(**store);
    if (!witnesses) return complain(exit_code::kUnexpected, witnesses.error().detail);
    for (const Witness& each : witnesses->all()) forget.push_back({Table::kMeta, Witnesses::record_of(each).key, ""});
    if (auto done = (*store)->commit(forget); !done) return complain(exit_code::kUnexpected, done.error().detail);

    auto log = HubLog::open(**store, tlog::NoteSigner(config.log_origin, *std::move(key)));
    if (!log) return complain(exit_code::kUnexpected, log.error().detail);
    LogEntry entry = hub_entry(LogEvent::kLogBegun, SystemClock().now());
    entry.subject = reason;
    entry.digest = old->root;
    entry.snapshot = old->size;
    entry.question = "replaces " + old->origin;
    LogDraft draft = (*log)->draft();
    draft.add(wire::encode_log_entry(entry));
    if (auto done = (*log)->commit(std::move(draft)); !done)
        return complain(exit_code::kUnexpected, done.error().detail);
    fmt::print("A new log, {}, begins with {} entries of {}. Tell every agency and every auditor, with this key:\n{}\n",
               config.log_origin, (*log)->size() - 1, old->origin, tlog::format_verifier_key((*log)->verifier()));
    return exit_code::kDone;
}

}  // namespace svd
