// Whether the three files that a connection needs can be used: hub.ca, hub.cert and hub.key.
#pragma once

#include "agent/sync/hub.h"

namespace svd::agent {

// kInvalid with the name of the setting to look at.
Result<void> check_hub_files(const HubSettings& hub);

}  // namespace svd::agent
