#include "hub/app/operator_hub.h"

#include <CLI/CLI.hpp>

#include "core/https/https_client.h"
#include "core/https/problem.h"

namespace svd {

void OperatorOptions::add_to(CLI::App& command) {
    command.add_option("--url", url, "The running hub")->capture_default_str();
    command.add_option("--cert", cert, "An operator's certificate")->required();
    command.add_option("--key", key, "Its key")->required();
}

Result<std::string> ask_hub(const HubConfig& config, const OperatorOptions& as, std::string_view method,
                            std::string_view path, std::string_view body) {
    HttpsSettings settings;
    settings.url = as.url;
    settings.ca = config.tls.authorities;
    settings.cert = as.cert;
    settings.key = as.key;
    settings.user_agent = "svd-hub";
    settings.names = {"--url", "tls.ca", "--cert", "--key"};
    HttpsClient hub(settings);
    HttpsQuestion question;
    question.method = method;
    question.path = path;
    question.content_type = question.accept = "application/json";
    question.body = body;
    auto answer = hub.send(question);
    if (!answer) return answer.error();
    if (answer->status == 200) return std::move(answer->body);
    const auto problem = read_problem(*answer);
    return Error{Errc::kDenied, problem ? problem->text : not_the_hubs(*answer)};
}

}  // namespace svd
