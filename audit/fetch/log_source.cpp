#include "audit/fetch/log_source.h"

namespace svd::audit {
namespace {

class HubSource final : public LogSource {
public:
    explicit HubSource(const HubAddress& address)
        : client_({address.url,
                   address.ca,
                   address.cert,
                   address.key,
                   address.proxy,
                   "svd-audit",
                   {"--hub", "--ca", "--cert", "--key"}}) {}

    Result<HttpsAnswer> get(const std::string& path, std::size_t bytes_max) override {
        HttpsQuestion question;
        question.path = path;
        question.answer_bytes_max = bytes_max;
        return client_.send(question);
    }

private:
    HttpsClient client_;
};

}  // namespace

std::unique_ptr<LogSource> connect_to_hub(const HubAddress& address) { return std::make_unique<HubSource>(address); }

}  // namespace svd::audit
