// A small blocking HTTP client over TLS or plain TCP that can also misbehave: it sends any bytes it is told to,
// and reports what came back, down to the TLS alert.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/crypto/handles.h"
#include "core/crypto/tls_settings.h"

namespace svd::test {

struct Reply {
    unsigned status = 0;  // 0: no response, see TestClient::trouble
    std::string head;
    std::string body;

    bool has_header(std::string_view line) const { return head.find(line) != std::string::npos; }
    bool has_code(std::string_view code) const {
        return body.find("\"code\":\"" + std::string(code) + '"') != std::string::npos;
    }
};

class TestClient {
public:
    struct Options {
        int tls_version_max = 0;  // 0: as the settings have it; TLS1_2_VERSION breaks them on purpose
        bool plain = false;
    };

    TestClient(std::uint16_t port, const CredentialFiles& files, Options options);
    TestClient(std::uint16_t port, const CredentialFiles& files) : TestClient(port, files, Options()) {}
    ~TestClient();
    TestClient(const TestClient&) = delete;
    TestClient& operator=(const TestClient&) = delete;

    bool connected() const { return trouble_.empty(); }  // TLS 1.3 tells a refused client on its first read
    bool send(std::string_view bytes);
    Reply receive(bool to_head = false);  // the next response, in order; to a HEAD request it has no body
    Reply exchange(std::string_view bytes);
    bool at_end();                        // the server closed: nothing more comes
    const std::string& trouble() const { return trouble_; }
    int tickets_seen() const { return tickets_; }

private:
    bool fill();

    int socket_ = -1;
    bool plain_ = false;
    SslContextPtr context_;
    SslPtr ssl_;
    std::string buffer_;
    std::string trouble_;
    int tickets_ = 0;
};

std::string get(std::string_view target, std::string_view more = {});
std::string put(std::string_view target, std::string_view body, std::string_view more = {});

}  // namespace svd::test
