#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "agent/sync/hub.h"
#include "core/base/check.h"
#include "core/base/limits.h"

namespace svd::agent {
namespace {

struct EasyCleanup {
    void operator()(CURL* curl) const noexcept { curl_easy_cleanup(curl); }
};
struct ListFree {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

struct Upload {
    std::string_view left;
};

std::size_t give_bytes(char* to, std::size_t size, std::size_t count, void* from) {
    auto& upload = *static_cast<Upload*>(from);
    const std::size_t length = std::min(size * count, upload.left.size());
    upload.left.copy(to, length);
    upload.left.remove_prefix(length);
    return length;
}

// An answer larger than any receipt can be is no answer of the hub's: returning 0 makes curl stop.
std::size_t take_bytes(char* from, std::size_t size, std::size_t count, void* to) {
    auto& body = *static_cast<std::string*>(to);
    if (body.size() + size * count > 2 * limits::kSubmissionBytesMax) return 0;
    body.append(from, size * count);
    return size * count;
}

bool speaks_of_certificate(std::string_view text) {
    constexpr std::array<std::string_view, 7> kAlerts = {
        "certificate required", "bad certificate",     "certificate unknown", "unknown ca",
        "certificate revoked",  "certificate expired", "access denied"};
    return text.find("alert") != std::string_view::npos &&
           std::ranges::any_of(kAlerts, [&](std::string_view alert) { return text.find(alert) != text.npos; });
}

class CurlHub final : public Hub {
public:
    explicit CurlHub(HubSettings settings) : settings_(std::move(settings)), curl_(curl_easy_init()) {
        SVD_CHECK(curl_ != nullptr);
        while (settings_.url.ends_with('/')) settings_.url.pop_back();
        curl_slist* list = nullptr;
        for (const char* header : {"Content-Type: application/x-protobuf", "Accept: text/plain",
                                   "Expect:"}) {  // the hub does not answer 100-continue
            list = curl_slist_append(list, header);
        }
        headers_.reset(list);
    }

    Result<HubAnswer> put_submission(const Digest& sha256, std::string_view bytes) override {
        HubAnswer answer;
        Upload upload{bytes};
        error_text_[0] = '\0';
        set_up(fmt::format("{}/v1/submissions/{}", settings_.url, to_hex(sha256)), bytes.size(), upload, answer.body);
        const CURLcode code = curl_easy_perform(curl_.get());
        if (code != CURLE_OK) return failure(code);
        long status = 0;
        curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &status);
        answer.status = static_cast<int>(status);
        const char* type = nullptr;
        curl_easy_getinfo(curl_.get(), CURLINFO_CONTENT_TYPE, &type);
        if (type != nullptr) answer.content_type = type;
        curl_off_t wait = 0;
        curl_easy_getinfo(curl_.get(), CURLINFO_RETRY_AFTER, &wait);
        if (wait > 0) answer.retry_after = std::chrono::seconds(wait);
        return answer;
    }

private:
    template <class Value>
    void set(CURLoption option, Value value) {
        SVD_CHECK(curl_easy_setopt(curl_.get(), option, value) == CURLE_OK);
    }

    void set_up(const std::string& url, std::size_t length, Upload& upload, std::string& body) {
        curl_easy_reset(curl_.get());  // keeps connections
        set(CURLOPT_URL, url.c_str());
        set(CURLOPT_PROTOCOLS_STR, "https");
        set(CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_3});
        set(CURLOPT_CAINFO, settings_.ca.c_str());
        set(CURLOPT_SSLCERT, settings_.cert.c_str());
        set(CURLOPT_SSLKEY, settings_.key.c_str());
        set(CURLOPT_SSL_SESSIONID_CACHE, 0L);
        set(CURLOPT_PROXY, settings_.proxy.c_str());  // "" also switches the environment's proxies off
        set(CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
        set(CURLOPT_HTTPHEADER, headers_.get());
        set(CURLOPT_UPLOAD, 1L);
        set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(length));
        set(CURLOPT_READFUNCTION, give_bytes);
        set(CURLOPT_READDATA, &upload);
        set(CURLOPT_WRITEFUNCTION, take_bytes);
        set(CURLOPT_WRITEDATA, &body);
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_ERRORBUFFER, error_text_.data());
        set(CURLOPT_USERAGENT, "svd-agent");
        const auto seconds = [](auto time) { return static_cast<long>(std::chrono::seconds(time).count()); };
        set(CURLOPT_CONNECTTIMEOUT, seconds(limits::kHandshakeTimeMax));
        const auto upload_time = static_cast<long>(length / limits::kBodyBytesPerSecondMin);
        set(CURLOPT_TIMEOUT, seconds(limits::kHubAnswerTimeMax) + upload_time);
    }

    // A TLS 1.3 client has finished its handshake before the server looks at its certificate, so the refusal comes
    // as an alert on the first read or write.
    Error failure(CURLcode code) const {
        const std::string text = error_text_[0] != '\0' ? error_text_.data() : curl_easy_strerror(code);
        if (speaks_of_certificate(text)) return {Errc::kDenied, text};
        switch (code) {
            case CURLE_SSL_CERTPROBLEM:
                return {Errc::kInvalid, fmt::format("hub.cert or hub.key cannot be used: {}", text)};
            case CURLE_SSL_CACERT_BADFILE: return {Errc::kInvalid, fmt::format("hub.ca cannot be used: {}", text)};
            case CURLE_URL_MALFORMAT: return {Errc::kInvalid, fmt::format("hub.url: {} ({})", settings_.url, text)};
            case CURLE_PEER_FAILED_VERIFICATION: return unverified(text);
            case CURLE_OPERATION_TIMEDOUT: return {Errc::kTimedOut, text};
            default: return {Errc::kUnreachable, text};
        }
    }

    // Who answered is not whom hub.ca vouches for.  Waiting mends nothing but a certificate that ran out.
    Error unverified(const std::string& text) const {
        if (text.find("expired") != std::string::npos || text.find("not yet valid") != std::string::npos) {
            return {Errc::kUnreachable,
                    fmt::format("the hub's own certificate has run out or is not valid yet; tell its operator, and "
                                "look at this computer's clock ({})",
                                text)};
        }
        if (text.find("issuer") != std::string::npos || text.find("self") != std::string::npos) {
            return {Errc::kInvalid,
                    fmt::format("hub.ca: {} did not issue the certificate that {} shows. Ask the hub's operator for "
                                "its authority's certificate; or a proxy between here and the hub opens TLS and "
                                "shows a certificate of its own, and must leave this address alone ({})",
                                settings_.ca.string(), settings_.url, text)};
        }
        return {Errc::kInvalid,
                fmt::format("hub.url: the certificate that {} shows is not for that name ({})", settings_.url, text)};
    }

    HubSettings settings_;
    std::unique_ptr<CURL, EasyCleanup> curl_;
    std::unique_ptr<curl_slist, ListFree> headers_;
    std::array<char, CURL_ERROR_SIZE> error_text_{};
};

}  // namespace

std::unique_ptr<Hub> connect_hub(const HubSettings& settings) {
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    SVD_CHECK(ready == CURLE_OK);
    return std::make_unique<CurlHub>(settings);
}

}  // namespace svd::agent
