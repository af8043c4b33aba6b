#include "tests/bench/tls_client.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <stdexcept>

namespace svd::bench {
namespace {

constexpr int kPatienceMs = 15'000;

[[noreturn]] void fail(const std::string& what) {
    char text[256] = "";
    if (const unsigned long code = ERR_peek_last_error(); code != 0) ERR_error_string_n(code, text, sizeof text);
    throw std::runtime_error(what + (*text != '\0' ? std::string(": ") + text : std::string()));
}

void wait_for(int socket, short events) {
    pollfd waiting{socket, events, 0};
    if (::poll(&waiting, 1, kPatienceMs) <= 0) fail("the hub is silent");
}

int connect_to(const Target& target) {
    addrinfo hints{};
    hints.ai_family = AF_INET;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo(target.host.c_str(), target.port.c_str(), &hints, &found) != 0) fail("no such address");
    const int socket = ::socket(found->ai_family, found->ai_socktype | SOCK_CLOEXEC, 0);
    const int connected = ::connect(socket, found->ai_addr, found->ai_addrlen);
    ::freeaddrinfo(found);
    if (connected != 0) fail("cannot connect to " + target.host + ":" + target.port);
    const int yes = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    return socket;
}

// The value of a header field, by its lower-case or usual spelling.
std::string_view field(std::string_view head, std::string_view name) {
    std::size_t at = head.find(name);
    if (at == std::string_view::npos) return {};
    at += name.size();
    return head.substr(at, head.find("\r\n", at) - at);
}

}  // namespace

ContextPtr make_context(const Target& target) {
    ContextPtr context(SSL_CTX_new(TLS_client_method()));
    const bool made = context && SSL_CTX_set_min_proto_version(context.get(), TLS1_3_VERSION) == 1 &&
                      SSL_CTX_load_verify_locations(context.get(), target.ca.c_str(), nullptr) == 1 &&
                      SSL_CTX_use_certificate_chain_file(context.get(), target.certificate.c_str()) == 1 &&
                      SSL_CTX_use_PrivateKey_file(context.get(), target.key.c_str(), SSL_FILETYPE_PEM) == 1;
    if (!made) fail("the certificates cannot be used");
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    return context;
}

TlsClient::TlsClient(const Target& target, SSL_CTX* context) : socket_(connect_to(target)), ssl_(SSL_new(context)) {
    SSL_set_fd(ssl_.get(), socket_);
    SSL_set1_host(ssl_.get(), "localhost");  // a name in the hub's certificate, whatever address it is at
    if (SSL_connect(ssl_.get()) != 1) fail("no TLS with the hub");
    ::fcntl(socket_, F_SETFL, ::fcntl(socket_, F_GETFL) | O_NONBLOCK);
    in_.reserve(16 * 1024);
}

TlsClient::~TlsClient() {
    if (ssl_) SSL_shutdown(ssl_.get());
    if (socket_ >= 0) ::close(socket_);
}

void TlsClient::send(std::string_view request) {
    in_.clear();
    // Partial writes are off: the whole of it goes, or the call is repeated with the same bytes.
    while (true) {
        const int written = SSL_write(ssl_.get(), request.data(), static_cast<int>(request.size()));
        if (written > 0) return;
        const int why = SSL_get_error(ssl_.get(), written);
        if (why != SSL_ERROR_WANT_WRITE && why != SSL_ERROR_WANT_READ) fail("the hub hung up while we wrote");
        wait_for(socket_, why == SSL_ERROR_WANT_WRITE ? POLLOUT : POLLIN);
    }
}

bool TlsClient::receive(Answer& answer) {
    char block[16 * 1024];
    while (true) {
        const int count = SSL_read(ssl_.get(), block, sizeof block);
        if (count > 0) {
            in_.append(block, static_cast<std::size_t>(count));
            if (whole(answer)) return true;
            continue;
        }
        if (SSL_get_error(ssl_.get(), count) == SSL_ERROR_WANT_READ) return false;
        fail("the hub hung up while we read");
    }
}

bool TlsClient::whole(Answer& answer) const {
    const std::string_view bytes = in_;
    const std::size_t end = bytes.find("\r\n\r\n");
    if (end == std::string_view::npos) return false;
    const std::string_view head = bytes.substr(0, end + 2);
    std::string_view length_text = field(head, "\r\nContent-Length: ");
    if (length_text.empty()) length_text = field(head, "\r\ncontent-length: ");
    std::size_t length = 0;
    std::from_chars(length_text.data(), length_text.data() + length_text.size(), length);
    if (bytes.size() < end + 4 + length) return false;
    const std::string_view status = head.substr(head.find(' ') + 1, 3);
    std::from_chars(status.data(), status.data() + status.size(), answer.status);
    answer.body = bytes.substr(end + 4, length);
    return true;
}

}  // namespace svd::bench
