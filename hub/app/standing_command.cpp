#include "hub/app/standing_command.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "hub/app/exit_codes.h"

namespace svd {

int set_standing(const HubConfig& config, const StandingOrder& order) {
    const std::string body = boost::json::serialize(
        boost::json::object{{"standing", order.suspend ? "suspended" : "in_force"}, {"reason", order.reason}});
    const std::string path = fmt::format("/v1/agreements/{}/{}/standing", order.party, order.agreement);
    if (const auto done = ask_hub(config, order.as, "PUT", path, body); !done) {
        fmt::print(stderr, "svd-hub: nothing was changed: {}\n", done.error().detail);
        return exit_code::kUnexpected;
    }
    fmt::print("Agreement {} of {} is {}.\n", order.agreement, order.party,
               order.suspend ? "suspended: nothing is taken in under it, and nothing of that party's data handed out"
                             : "in force again");
    return exit_code::kDone;
}

}  // namespace svd
