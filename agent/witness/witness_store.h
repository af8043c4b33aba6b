// What a witness must not forget, in spool/witness: the log's key, the newest checkpoint that was verified, the
// agency's own key for cosigning, and every alarm with its evidence.
//
// A write is on disk when it returns, whole or not at all.  An alarm stands as soon as its folder does, whatever of
// its evidence a crash has left; only set_aside() ends it, and that keeps everything.
//
// One thread, one process (the spool's lock); reading alone needs no lock.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "agent/spool/file_system.h"
#include "agent/witness/alarm.h"
#include "core/base/clock.h"
#include "core/crypto/ed25519.h"
#include "core/tlog/note.h"

namespace svd::agent {

struct StandingAlarm {
    fs::path folder;
    std::string what;  // one line
};

class WitnessStore {
public:
    WitnessStore(FileSystem& disk, fs::path folder) : disk_(disk), folder_(std::move(folder)) {}

    // Nothing before the first contact.  kCorrupt when what is there cannot be read, or a part of it is gone.
    Result<std::optional<tlog::VerifierKey>> log_key() const;
    Result<std::optional<std::string>> checkpoint() const;
    Result<std::uint64_t> receipts_shown() const;  // how many, from the oldest, were shown to be of this history

    Result<void> keep_log_key(const tlog::VerifierKey& key);
    Result<void> keep_checkpoint(std::string_view note);
    Result<void> keep_receipts_shown(std::uint64_t count);

    Result<Ed25519PrivateKey> cosigner_key();  // made when there is none
    std::optional<Ed25519PrivateKey> cosigner_key_if_any() const;

    Result<fs::path> raise(const Alarm& alarm, UtcTime now);  // its folder
    std::optional<StandingAlarm> standing() const;            // the first, if any

    // Ends what stands, so that the next contact is a first one: the key, the checkpoint and the alarms go to a
    // folder of their own, which is returned.  A crash in between leaves an alarm standing.
    Result<fs::path> set_aside(std::string_view reason, std::uint64_t receipts, UtcTime now);
    std::vector<tlog::VerifierKey> earlier_log_keys() const;  // of what was set aside

private:
    Result<std::optional<std::string>> read(std::string_view name) const;
    std::vector<fs::path> folders(std::string_view prefix) const;  // in the order of their numbers
    fs::path next_folder(std::string_view prefix) const;

    FileSystem& disk_;
    fs::path folder_;
};

}  // namespace svd::agent
