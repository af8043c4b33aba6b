#include "core/https/https_client.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>

#include "core/base/check.h"

namespace svd {
namespace {

struct EasyCleanup {
    void operator()(CURL* curl) const noexcept { curl_easy_cleanup(curl); }
};
struct ListFree {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, ListFree>;

struct Body {
    std::string bytes;
    std::size_t bytes_max;
};

std::size_t give_bytes(char* to, std::size_t size, std::size_t count, void* from) {
    auto& left = *static_cast<std::string_view*>(from);
    const std::size_t length = std::min(size * count, left.size());
    left.copy(to, length);
    left.remove_prefix(length);
    return length;
}

// An answer larger than any that is waited for is none of the hub's: returning 0 makes curl stop.
std::size_t take_bytes(char* from, std::size_t size, std::size_t count, void* to) {
    auto& body = *static_cast<Body*>(to);
    if (body.bytes.size() + size * count > body.bytes_max) return 0;
    body.bytes.append(from, size * count);
    return size * count;
}

HeaderList headers_of(const HttpsQuestion& question) {
    curl_slist* list = curl_slist_append(nullptr, "Expect:");  // the hub does not answer 100-continue
    if (!question.content_type.empty()) {
        list = curl_slist_append(list, fmt::format("Content-Type: {}", question.content_type).c_str());
    }
    if (!question.accept.empty()) list = curl_slist_append(list, fmt::format("Accept: {}", question.accept).c_str());
    return HeaderList(list);
}

bool speaks_of_certificate(std::string_view text) {
    constexpr std::array<std::string_view, 7> kAlerts = {
        "certificate required", "bad certificate",     "certificate unknown", "unknown ca",
        "certificate revoked",  "certificate expired", "access denied"};
    return text.find("alert") != std::string_view::npos &&
           std::ranges::any_of(kAlerts, [&](std::string_view alert) { return text.find(alert) != text.npos; });
}

}  // namespace

class HttpsClient::Connection {
public:
    explicit Connection(HttpsSettings settings) : settings_(std::move(settings)), curl_(curl_easy_init()) {
        SVD_CHECK(curl_ != nullptr);
        while (settings_.url.ends_with('/')) settings_.url.pop_back();
    }

    Result<HttpsAnswer> send(const HttpsQuestion& question) {
        const std::string url = settings_.url + question.path;
        const HeaderList headers = headers_of(question);
        std::string_view left = question.body;
        Body body{{}, question.answer_bytes_max};
        error_text_[0] = '\0';
        curl_easy_reset(curl_.get());  // keeps connections
        set_up_connection();
        set(CURLOPT_URL, url.c_str());
        set(CURLOPT_HTTPHEADER, headers.get());
        set_up_method(question, left);
        set(CURLOPT_WRITEFUNCTION, take_bytes);
        set(CURLOPT_WRITEDATA, &body);
        const CURLcode code = curl_easy_perform(curl_.get());
        if (code != CURLE_OK) return failure(code);
        return answer_with(std::move(body.bytes));
    }

private:
    template <class Value>
    void set(CURLoption option, Value value) {
        SVD_CHECK(curl_easy_setopt(curl_.get(), option, value) == CURLE_OK);
    }

    void set_up_connection() {
        set(CURLOPT_PROTOCOLS_STR, "https");
        set(CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_3});
        set(CURLOPT_CAINFO, settings_.ca.c_str());
        set(CURLOPT_SSLCERT, settings_.cert.c_str());
        set(CURLOPT_SSLKEY, settings_.key.c_str());
        set(CURLOPT_SSL_SESSIONID_CACHE, 0L);
        set(CURLOPT_PROXY, settings_.proxy.c_str());  // "" also switches the environment's proxies off
        set(CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_ERRORBUFFER, error_text_.data());
        set(CURLOPT_USERAGENT, settings_.user_agent.c_str());
    }

    void set_up_method(const HttpsQuestion& question, std::string_view& left) {
        const std::size_t length = question.body.size();
        if (question.method != "GET") {
            set(CURLOPT_UPLOAD, 1L);
            set(CURLOPT_CUSTOMREQUEST, question.method.c_str());
            set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(length));
            set(CURLOPT_READFUNCTION, give_bytes);
            set(CURLOPT_READDATA, &left);
        }
        const auto seconds = [](auto time) { return static_cast<long>(std::chrono::seconds(time).count()); };
        set(CURLOPT_CONNECTTIMEOUT, seconds(limits::kHandshakeTimeMax));
        const auto upload_time = static_cast<long>(length / limits::kBodyBytesPerSecondMin);
        set(CURLOPT_TIMEOUT, seconds(limits::kHubAnswerTimeMax) + upload_time);
    }

    HttpsAnswer answer_with(std::string body) const {
        HttpsAnswer answer;
        answer.body = std::move(body);
        long status = 0;
        curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &status);
        answer.status = static_cast<int>(status);
        const char* type = nullptr;
        curl_easy_getinfo(curl_.get(), CURLINFO_CONTENT_TYPE, &type);
        if (type != nullptr) answer.content_type = type;
        curl_off_t wait = 0;
        curl_easy_getinfo(curl_.get(), CURLINFO_RETRY_AFTER, &wait);
        if (wait > 0) answer.retry_after = std::chrono::seconds(wait);
        curl_header* date = nullptr;
        if (curl_easy_header(curl_.get(), "Date", 0, CURLH_HEADER, -1, &date) == CURLHE_OK) {
            const std::time_t at = curl_getdate(date->value, nullptr);
            if (at > 0) answer.date = UtcTime(std::chrono::seconds(at));
        }
        return answer;
    }

    // A TLS 1.3 client has finished its handshake before the server looks at its certificate, so the refusal comes
    // as an alert on the first read or write.
    Error failure(CURLcode code) const {
        const HttpsSettings::Names& names = settings_.names;
        const std::string text = error_text_[0] != '\0' ? error_text_.data() : curl_easy_strerror(code);
        if (speaks_of_certificate(text)) return {Errc::kDenied, text};
        switch (code) {
            case CURLE_SSL_CERTPROBLEM:
                return {Errc::kInvalid, fmt::format("{} or {} cannot be used: {}", names.cert, names.key, text)};
            case CURLE_SSL_CACERT_BADFILE:
                return {Errc::kInvalid, fmt::format("{} cannot be used: {}", names.ca, text)};
            case CURLE_URL_MALFORMAT:
                return {Errc::kInvalid, fmt::format("{}: {} ({})", names.url, settings_.url, text)};
            case CURLE_PEER_FAILED_VERIFICATION: return unverified(text);
            case CURLE_OPERATION_TIMEDOUT: return {Errc::kTimedOut, text};
            default: return {Errc::kUnreachable, text};
        }
    }

    // Who answered is not whom the authority vouches for.  Waiting mends nothing but a certificate that ran out.
    Error unverified(const std::string& text) const {
        if (text.find("expired") != std::string::npos || text.find("not yet valid") != std::string::npos) {
            return {Errc::kUnreachable,
                    fmt::format("the hub's own certificate has run out or is not valid yet; tell its operator, and "
                                "look at this computer's clock ({})",
                                text)};
        }
        if (text.find("issuer") != std::string::npos || text.find("self") != std::string::npos) {
            return {Errc::kInvalid,
                    fmt::format("{}: {} did not issue the certificate that {} shows. Ask the hub's operator for "
                                "its authority's certificate; or a proxy between here and the hub opens TLS and "
                                "shows a certificate of its own, and must leave this address alone ({})",
                                settings_.names.ca, settings_.ca.string(), settings_.url, text)};
        }
        return {Errc::kInvalid, fmt::format("{}: the certificate that {} shows is not for that name ({})",
                                            settings_.names.url, settings_.url, text)};
    }

    HttpsSettings settings_;
    std::unique_ptr<CURL, EasyCleanup> curl_;
    std::array<char, CURL_ERROR_SIZE> error_text_{};
};

HttpsClient::HttpsClient(HttpsSettings settings) {
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    SVD_CHECK(ready == CURLE_OK);
    connection_ = std::make_unique<Connection>(std::move(settings));
}

HttpsClient::~HttpsClient() = default;

Result<HttpsAnswer> HttpsClient::send(const HttpsQuestion& question) { return connection_->send(question); }

}  // namespace svd
