// The agency as a witness of the hub's log: it keeps the newest checkpoint that it has verified, demands a proof at
// every contact that the log has only grown, cosigns what holds, and raises an alarm when something does not.
//
// What never happens: a checkpoint kept that was not verified, or cosigned before it was kept; an alarm that an
// answer of the hub can end; the log's key changed without a person.  That the hub cannot be reached, or says that it
// is not ready, is no alarm.
//
// One thread, which holds the spool's lock.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "agent/spool/ledger.h"
#include "agent/spool/spool.h"
#include "agent/witness/growth.h"
#include "agent/witness/log_source.h"
#include "agent/witness/witness_store.h"
#include "core/base/clock.h"

namespace svd::agent {

struct WitnessSettings {
    std::string cosigner;                     // the agency's URI
    std::optional<tlog::VerifierKey> log_key;  // as configured
};

enum class ContactEnd : std::uint8_t { kGood, kTryLater, kDenied, kMisconfigured, kAlarm };

struct Contact {
    ContactEnd end = ContactEnd::kGood;
    std::string message;  // why, unless kGood
    std::optional<std::chrono::seconds> retry_after;
};

class Witness {
public:
    Witness(FileSystem& disk, const Spool& spool, const Ledger& ledger, LogSource& source, const Clock& clock,
            WitnessSettings settings)
        : store_(disk, spool.witness()),
          spool_(spool),
          ledger_(ledger),
          source_(source),
          clock_(clock),
          settings_(std::move(settings)) {}

    // An alarm that stands, as an end of everything.  Asks nobody.
    Contact standing() const;

    // Before anything is sent, and after receipts have come.  An error is one of our own disk.
    Result<Contact> contact();

    // Whether a receipt counts.  Only after a good contact.
    Result<Contact> check_receipt(std::string_view file);

    // Why the hub would not take the cosignature at the last contact; empty when it did.
    const std::string& remark() const { return remark_; }

private:
    Result<Contact> settle_key();
    Result<Contact> follow();
    Result<Contact> cosign();
    Result<Contact> show_receipts();
    Result<Contact> show_receipt(const std::string& note);
    Result<Contact> join(const SeenCheckpoint& other);

    Result<Contact> fetch_key(tlog::VerifierKey& key);
    // Asks for the growth since what was seen, and judges it.
    Result<Contact> ask_growth(const std::optional<SeenCheckpoint>& seen, SeenCheckpoint& newest);
    Result<Contact> not_shown(const Result<HttpsAnswer>& answer, const std::optional<SeenCheckpoint>& seen);
    Result<Contact> keep(SeenCheckpoint newest);
    Contact raise(Alarm alarm);

    WitnessStore store_;
    const Spool& spool_;
    const Ledger& ledger_;
    LogSource& source_;
    const Clock& clock_;
    WitnessSettings settings_;
    std::optional<tlog::VerifierKey> log_;  // the pinned key
    std::optional<SeenCheckpoint> newest_;
    std::string remark_;
};

}  // namespace svd::agent
