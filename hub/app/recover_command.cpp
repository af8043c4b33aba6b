#include "hub/app/recover_command.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/clock.h"
#include "core/crypto/digest.h"
#include "core/tlog/checkpoint.h"
#include "core/wire/log_codec.h"
#include "hub/app/complaint.h"
#include "hub/app/exit_codes.h"
#include "hub/app/log_key.h"
#include "hub/app/start_entries.h"
#include "hub/log/hub_log.h"
#include "hub/log/witnesses.h"
#include "hub/store/rocks_store.h"

namespace svd {
namespace {

// What was signed last: a text of three lines, its origin first.
Result<tlog::SignedNote> last_signed(const Store& store) {
    const auto note = store.get(Table::kMeta, kLastCheckpointKey);
    if (!note) return note.error();
    if (!note->has_value()) return Error{Errc::kNotFound, "this hub has signed nothing yet"};
    return tlog::parse_note(**note);
}

bool was_signed_with(const tlog::SignedNote& note, const std::string& origin, const Ed25519PrivateKey& key) {
    const std::uint32_t id = tlog::NoteSigner(origin, key).verifier_key().key_id();
    return std::ranges::any_of(note.signatures, [&](const auto& each) { return each.key_id == id; });
}

// Agencies register anew, because they have to look at what happened before they go on.
Result<void> forget_what_was_signed(Store& store) {
    WriteSet forget = {{Table::kMeta, std::string(kLastCheckpointKey), ""},
                       {Table::kMeta, std::string(kContradictedKey), ""}};
    const auto witnesses = Witnesses::load(store);
    if (!witnesses) return witnesses.error();
    for (const Witness& each : witnesses->all()) forget.push_back({Table::kMeta, Witnesses::record_of(each).key, ""});
    return store.commit(forget);
}

// The new log's key, in the form of the verifier.
Result<std::string> begin_new_log(Store& store, tlog::NoteSigner signer, const tlog::Checkpoint& old, LogEvent event,
                                  const std::string& reason) {
    if (auto done = forget_what_was_signed(store); !done) return done.error();
    auto log = HubLog::open(store, std::move(signer));
    if (!log) return log.error();
    LogEntry entry = hub_entry(event, SystemClock().now());
    entry.subject = reason;
    entry.digest = old.root;
    entry.snapshot = old.size;
    entry.question = "replaces " + old.origin;
    LogDraft draft = (*log)->draft();
    draft.add(wire::encode_log_entry(entry));
    if (auto done = (*log)->commit(std::move(draft)); !done) return done.error();
    fmt::print("A new log, {}, begins with {} entries of {}. Tell every agency and every auditor, with this key:\n",
               (*log)->verifier().name, (*log)->size() - 1, old.origin);
    return tlog::format_verifier_key((*log)->verifier());
}

int replace_log(const HubConfig& config, LogEvent event, const std::string& reason) {
    const auto store = RocksStore::open(config.data / "store");
    if (!store) return complain(exit_code::kUnexpected, store.error().detail);
    const auto note = last_signed(**store);
    if (!note) return complain(exit_code::kUnexpected, note.error().detail);
    const auto old = tlog::parse_checkpoint(note->text);
    if (!old) return complain(exit_code::kUnexpected, old.error().detail);
    if (old->origin == config.log_origin) {
        return complain(exit_code::kConfigurationInvalid,
                        "hub.log_origin still names the old log. Give the new one another name first, such as " +
                            config.log_origin + "-2.");
    }
    const bool rotates = event == LogEvent::kLogKeyRotated;
    auto key =
        rotates ? read_or_make_log_key(config.log_key) : Ed25519PrivateKey::read_pem_file(config.log_key.string());
    if (!key) return complain(exit_code::kConfigurationInvalid, key.error().detail);
    if (rotates && was_signed_with(*note, old->origin, *key)) {
        return complain(exit_code::kConfigurationInvalid,
                        "hub.log_key still names the old key. Name a file that is not there yet; the key is made.");
    }
    const auto begun =
        begin_new_log(**store, tlog::NoteSigner(config.log_origin, *std::move(key)), *old, event, reason);
    if (!begun) return complain(exit_code::kUnexpected, begun.error().detail);
    fmt::print("{}\n", *begun);
    return exit_code::kDone;
}

}  // namespace

int recover_log(const HubConfig& config, const std::string& reason) {
    return replace_log(config, LogEvent::kLogBegun, reason);
}

int rotate_log_key(const HubConfig& config, const std::string& reason) {
    return replace_log(config, LogEvent::kLogKeyRotated, reason);
}

}  // namespace svd
