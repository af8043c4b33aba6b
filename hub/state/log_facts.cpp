#include "hub/state/log_facts.h"

namespace svd {

bool LogFacts::is_one(LogEvent event) {
    return event == LogEvent::kConfigurationChanged || event == LogEvent::kAgreementSuspended ||
           event == LogEvent::kAgreementResumed || event == LogEvent::kAgreementEnded;
}

void LogFacts::follow(const LogEntry& entry) {
    if (is_one(entry.event)) ++version;
    switch (entry.event) {
        case LogEvent::kConfigurationChanged: configuration = entry.digest; break;
        case LogEvent::kAgreementSuspended: suspended.insert({entry.party, entry.agreement}); break;
        case LogEvent::kAgreementResumed:
        case LogEvent::kAgreementEnded: suspended.erase({entry.party, entry.agreement}); break;
        default: break;
    }
}

}  // namespace svd
