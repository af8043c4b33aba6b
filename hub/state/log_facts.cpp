#include "hub/state/log_facts.h"

namespace svd {

void LogFacts::follow(const LogEntry& entry) {
    switch (entry.event) {
        case LogEvent::kConfigurationChanged: configuration = entry.digest; break;
        case LogEvent::kAgreementSuspended: suspended.insert({entry.party, entry.agreement}); break;
        case LogEvent::kAgreementResumed:
        case LogEvent::kAgreementEnded: suspended.erase({entry.party, entry.agreement}); break;
        default: break;
    }
}

}  // namespace svd
