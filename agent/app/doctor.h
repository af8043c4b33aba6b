// What `svd-agent doctor` looks at, and what it makes of it: one plain sentence and one thing to do for each.
//
// Sentences name settings, files and the agency; never a cell of a record.  The judgements are pure, apart from those
// that look at files and folders as the configuration names them; none changes anything.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "agent/app/config.h"
#include "core/base/clock.h"
#include "core/crypto/certificate.h"
#include "core/https/https_client.h"

namespace svd::agent {

enum class Health : std::uint8_t { kGood, kWarning, kBad, kNotLooked };
std::string_view health_name(Health health);  // good, warning, bad, not_looked

struct Checkup {
    std::string subject;  // clock
    Health health = Health::kGood;
    std::string says;     // one sentence
    std::string fix;      // empty when nothing needs doing
};

// How long our certificate holds, and whether it is of this agency.
Checkup judge_certificate(const Certificate& own, UtcTime now);
Checkup judge_name(std::string_view identity_uri, const AgentConfig& config);
Checkup judge_clock(const HttpsAnswer& answer, UtcTime now);
// What became of asking the hub who we are, and what it answered: connection, clock, authorisation, agreement.
std::vector<Checkup> judge_contact(const Result<HttpsAnswer>& answer, const AgentConfig& config, UtcTime now);
// `environment` is what https_proxy or HTTPS_PROXY says, empty when neither is set.
Checkup judge_proxy(const HubSettings& hub, std::string_view environment);
Checkup judge_disk(std::uint64_t free_bytes);

// The host that is connected to first: the proxy's, where there is one.
std::string first_host(const HubSettings& hub);
Checkup look_up(const std::string& host);  // by the system's resolver

Checkup look_at_permissions(const AgentConfig& config);
Checkup look_at_disk(const AgentConfig& config);
Checkup look_at_queue(const AgentConfig& config);

}  // namespace svd::agent
