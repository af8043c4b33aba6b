#include "hub/ledger/known_certificates.h"

namespace svd {
namespace {

bool is_first_use(LogEvent event) {
    return event == LogEvent::kCertificateIssued || event == LogEvent::kCertificateRenewed;
}

}  // namespace

void KnownCertificates::follow(const LogEntry& entry) {
    if (entry.event == LogEvent::kCertificateRevoked) revoked_.insert(entry.subject);
    if (!is_first_use(entry.event)) return;
    seen_.insert(entry.subject);
    identities_.insert(entry.actor);
}

bool KnownCertificates::has(const LogEntry& noticed) const {
    return is_first_use(noticed.event) ? seen_.contains(noticed.subject) : revoked_.contains(noticed.subject);
}

LogEvent KnownCertificates::event_of_first_use(const std::string& identity) const {
    return identities_.contains(identity) ? LogEvent::kCertificateRenewed : LogEvent::kCertificateIssued;
}

}  // namespace svd
