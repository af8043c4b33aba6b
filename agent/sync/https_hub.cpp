#include <fmt/format.h>

#include "agent/sync/hub.h"
#include "core/base/limits.h"

namespace svd::agent {
namespace {

constexpr const char* kText = "text/plain";

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

    Result<HubAnswer> log_key() override { return get("/v1/log/key", kText); }

    Result<HubAnswer> growth_since(std::string_view checkpoint) override { return post("/v1/log/witness", checkpoint); }

    Result<HubAnswer> take_cosignature(std::string_view body) override { return post("/v1/log/cosignatures", body); }

    Result<HubAnswer> log_tile(const tlog::TileAddress& address) override {
        return get("/v1/log/" + tlog::tile_path(address), "application/octet-stream");
    }

    Result<HubAnswer> log_entries(std::string_view cursor) override {
        const std::string more = cursor.empty() ? std::string{} : fmt::format("&cursor={}", cursor);
        return get(fmt::format("/v1/log/entries?limit={}{}", limits::kPageItemsMax, more), "application/json");
    }

    Result<HubAnswer> put_submission(const Digest& sha256, std::string_view bytes) override {
        HttpsQuestion question;
        question.method = "PUT";
        question.path = fmt::format("/v1/submissions/{}", to_hex(sha256));
        question.content_type = "application/x-protobuf";
        question.accept = kText;
        question.body = bytes;
        return client_.send(question);
    }

    Result<HubAnswer> receipt(const Digest& sha256) override {
        return get(fmt::format("/v1/submissions/{}", to_hex(sha256)), kText);
    }

private:
    Result<HubAnswer> get(std::string path, std::string accept) {
        HttpsQuestion question;
        question.path = std::move(path);
        question.accept = std::move(accept);
        return client_.send(question);
    }

    Result<HubAnswer> post(std::string path, std::string_view body) {
        HttpsQuestion question;
        question.method = "POST";
        question.path = std::move(path);
        question.content_type = "text/plain; charset=utf-8";
        question.accept = kText;
        question.body = body;
        return client_.send(question);
    }

    HttpsClient client_;
};

}  // namespace

std::unique_ptr<Hub> connect_hub(const HubSettings& settings) { return std::make_unique<HttpsHub>(settings); }

}  // namespace svd::agent
