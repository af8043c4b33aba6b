#include "hub/app/standing_command.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "core/https/https_client.h"
#include "core/https/problem.h"
#include "hub/app/exit_codes.h"

namespace svd {

int set_standing(const HubConfig& config, const StandingOrder& order) {
    HttpsSettings settings;
    settings.url = order.url;
    settings.ca = config.tls.authorities;
    settings.cert = order.cert;
    settings.key = order.key;
    settings.user_agent = "svd-hub";
    settings.names = {"--url", "tls.ca", "--cert", "--key"};
    HttpsClient hub(settings);

    const std::string body = boost::json::serialize(
        boost::json::object{{"standing", order.suspend ? "suspended" : "in_force"}, {"reason", order.reason}});
    HttpsQuestion question;
    question.method = "PUT";
    question.path = fmt::format("/v1/agreements/{}/{}/standing", order.party, order.agreement);
    question.content_type = question.accept = "application/json";
    question.body = body;
    const auto answer = hub.send(question);
    if (!answer) {
        fmt::print(stderr, "svd-hub: nothing was changed: {}\n", answer.error().detail);
        return exit_code::kUnexpected;
    }
    if (answer->status != 200) {
        const auto problem = read_problem(*answer);
        fmt::print(stderr, "svd-hub: nothing was changed: {}\n", problem ? problem->text : not_the_hubs(*answer));
        return exit_code::kUnexpected;
    }
    fmt::print("Agreement {} of {} is {}.\n", order.agreement, order.party,
               order.suspend ? "suspended: nothing is taken in under it, and nothing of that party's data handed out"
                             : "in force again");
    return exit_code::kDone;
}

}  // namespace svd
