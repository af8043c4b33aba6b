// `svd-hub agreement suspend` and `resume`: asks the running hub, as an operator with a certificate.
//
// The hub does it at once, and its log says who did it.
#pragma once

#include <string>

#include "hub/app/operator_hub.h"

namespace svd {

struct StandingOrder {
    bool suspend = true;
    std::string party;
    std::string agreement;
    std::string reason;  // one word, for the log: breach-report-12
    OperatorOptions as;
};

int set_standing(const HubConfig& config, const StandingOrder& order);  // the exit code

}  // namespace svd
