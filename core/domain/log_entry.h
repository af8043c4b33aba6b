// One entry of the hub's log, as the programs think of it: what happened, when, by whom, for whom and why.
//
// Digests and counts, never content: there is no field that free text from an agency could get into.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/domain/month.h"

namespace svd {

// The codes are those of the wire (proto/svd/v1/log.proto); a test holds the two together.
enum class LogEvent : std::uint8_t {
    kSubmissionAccepted = 10,
    kSubmissionRefused = 11,
    kCorrectionAccepted = 12,
    kConsulted = 20,
    kDisclosed = 21,
    kDisclosureRefused = 22,
    kReleaseProposed = 30,
    kReleaseApproved = 31,
    kAgreementMade = 40,
    kAgreementChanged = 41,
    kAgreementSuspended = 42,
    kAgreementResumed = 43,
    kAgreementEnded = 44,
    kCertificateIssued = 50,
    kCertificateRenewed = 51,
    kCertificateRevoked = 52,
    kLogKeyRotated = 53,
    kWitnessRegistered = 54,
    kErased = 60,
    kConfigurationChanged = 70,
    kStarted = 71,
    kStopped = 72,
    kBackedUp = 73,
    kRestored = 74,
    kLogBegun = 75,
};

struct LogEventName {
    LogEvent event;
    std::string_view name;     // submission_accepted
    std::string_view section;  // of section 62 of the Data Protection Act 2018: collection, disclosure ...; or empty
};
std::span<const LogEventName> log_event_names();
std::string_view log_event_name(LogEvent event);
std::optional<LogEvent> find_log_event(std::string_view name);

inline constexpr std::string_view kHubActor = "urn:svd:hub";

struct LogCount {
    std::string of;  // such as incidents, or refused_rows
    std::uint64_t number = 0;
    bool operator==(const LogCount&) const = default;
};

struct LogEntry {
    LogEvent event = LogEvent::kConsulted;
    std::string at;         // RFC 3339, UTC, seconds, by the hub's clock
    std::string actor;      // whose certificate, or kHubActor
    std::string party;      // whose data it is about, when it is one agency's
    std::string agreement;
    std::string purpose;    // as the reader stated it
    std::string area;       // GSS code
    std::optional<Month> from, to;
    std::string subject;    // what it is about, by event: a list's name, a certificate's fingerprint, a clause ...
    std::optional<Digest> commitment;  // to what is kept apart
    std::optional<Digest> digest;      // of what was handed out, of a public document, or over what is left
    std::uint64_t snapshot = 0;        // figures were computed from the entries before this one
    std::vector<LogCount> counts;
    std::vector<std::string> codes;    // why something was refused
    std::vector<std::uint64_t> refers_to;  // earlier entries: superseded, corrected, erased
    std::string question;              // how figures were asked for, so that they can be made again

    std::string document;  // not in the log: what `digest` is of, where the hub keeps it beside
    bool operator==(const LogEntry&) const = default;
};

}  // namespace svd
