#include <fmt/format.h>

#include "agent/sync/hub.h"

namespace svd::agent {
namespace {

class HttpsHub final : public Hub {
public:
    explicit HttpsHub(const HubSettings& settings)
        : client_({settings.url,
                   settings.ca,
                   settings.cert,
                   settings.key,
                   settings.proxy,
                   "svd-agent",
                   {"hub.url", "hub.ca", "hub.cert", "hub.key"}}) {}

    Result<HubAnswer> put_submission(const Digest& sha256, std::string_view bytes) override {
        HttpsQuestion question;
        question.method = "PUT";
        question.path = fmt::format("/v1/submissions/{}", to_hex(sha256));
        question.content_type = "application/x-protobuf";
        question.accept = "text/plain";
        question.body = bytes;
        return client_.send(question);
    }

private:
    HttpsClient client_;
};

}  // namespace

std::unique_ptr<Hub> connect_hub(const HubSettings& settings) { return std::make_unique<HttpsHub>(settings); }

}  // namespace svd::agent
