#include "core/domain/log_entry.h"

#include <algorithm>

#include "core/base/check.h"

namespace svd {
namespace {

constexpr LogEventName kNames[] = {
    {LogEvent::kSubmissionAccepted, "submission_accepted", "collection"},
    {LogEvent::kSubmissionRefused, "submission_refused", "collection"},
    {LogEvent::kCorrectionAccepted, "correction_accepted", "alteration"},
    {LogEvent::kConsulted, "consulted", "consultation"},
    {LogEvent::kDisclosed, "disclosed", "disclosure and combination"},
    {LogEvent::kDisclosureRefused, "disclosure_refused", "disclosure"},
    {LogEvent::kReleaseProposed, "release_proposed", "disclosure"},
    {LogEvent::kReleaseApproved, "release_approved", "disclosure"},
    {LogEvent::kAgreementMade, "agreement_made", ""},
    {LogEvent::kAgreementChanged, "agreement_changed", ""},
    {LogEvent::kAgreementSuspended, "agreement_suspended", ""},
    {LogEvent::kAgreementResumed, "agreement_resumed", ""},
    {LogEvent::kAgreementEnded, "agreement_ended", ""},
    {LogEvent::kCertificateIssued, "certificate_issued", ""},
    {LogEvent::kCertificateRenewed, "certificate_renewed", ""},
    {LogEvent::kCertificateRevoked, "certificate_revoked", ""},
    {LogEvent::kLogKeyRotated, "log_key_rotated", ""},
    {LogEvent::kWitnessRegistered, "witness_registered", ""},
    {LogEvent::kErased, "erased", "erasure"},
    {LogEvent::kConfigurationChanged, "configuration_changed", ""},
    {LogEvent::kStarted, "started", ""},
    {LogEvent::kStopped, "stopped", ""},
    {LogEvent::kBackedUp, "backed_up", ""},
    {LogEvent::kRestored, "restored", ""},
    {LogEvent::kLogBegun, "log_begun", ""},
};

}  // namespace

std::span<const LogEventName> log_event_names() { return kNames; }

std::string_view log_event_name(LogEvent event) {
    const auto* found = std::ranges::find(kNames, event, &LogEventName::event);
    SVD_CHECK(found != std::end(kNames));
    return found->name;
}

std::optional<LogEvent> find_log_event(std::string_view name) {
    const auto* found = std::ranges::find(kNames, name, &LogEventName::name);
    if (found == std::end(kNames)) return std::nullopt;
    return found->event;
}

}  // namespace svd
