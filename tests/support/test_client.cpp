#include "tests/support/test_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <csignal>
#include <stdexcept>

#include "core/crypto/openssl_error.h"

namespace svd::test {
namespace {

constexpr int kPatienceSeconds = 20;  // a hang becomes a failure

int count_ticket(SSL* ssl, SSL_SESSION*) {
    ++*static_cast<int*>(SSL_get_app_data(ssl));
    return 0;
}

int connect_to(std::uint16_t port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience{kPatienceSeconds, 0};
    const int on = 1;
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(socket);
        throw std::runtime_error("cannot connect");
    }
    return socket;
}

std::size_t content_length(std::string_view head) {
    static constexpr std::string_view kName = "\r\nContent-Length: ";
    const std::size_t at = head.find(kName);
    std::size_t length = 0;
    if (at == std::string_view::npos) return 0;
    std::from_chars(head.data() + at + kName.size(), head.data() + head.size(), length);
    return length;
}

}  // namespace

TestClient::TestClient(std::uint16_t port, const CredentialFiles& files, Options options) : plain_(options.plain) {
    std::signal(SIGPIPE, SIG_IGN);
    socket_ = connect_to(port);
    if (plain_) return;
    context_.reset(SSL_CTX_new(TLS_client_method()));
    apply_client_settings(context_.get(), files).value();
    SSL_CTX_clear_options(context_.get(), SSL_OP_NO_TICKET);  // so that a ticket would be seen
    SSL_CTX_set_session_cache_mode(context_.get(), SSL_SESS_CACHE_CLIENT);
    SSL_CTX_sess_set_new_cb(context_.get(), count_ticket);
    if (options.tls_version_max != 0) {
        SSL_CTX_set_min_proto_version(context_.get(), 0);
        SSL_CTX_set_max_proto_version(context_.get(), options.tls_version_max);
    }
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_app_data(ssl_.get(), &tickets_);
    SSL_set_fd(ssl_.get(), socket_);
    SSL_set1_host(ssl_.get(), "localhost");
    SSL_set_tlsext_host_name(ssl_.get(), "localhost");
    if (SSL_connect(ssl_.get()) != 1) trouble_ = openssl_error("connect").detail;
}

TestClient::~TestClient() {
    if (ssl_ && trouble_.empty()) SSL_shutdown(ssl_.get());
    ::close(socket_);
    forget_openssl_errors();
}

bool TestClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = plain_ ? ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL)
                                 : SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()));
        if (sent <= 0) {
            if (trouble_.empty()) trouble_ = openssl_error("write").detail;
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool TestClient::fill() {
    std::array<char, 16384> part{};
    const auto count = plain_ ? ::recv(socket_, part.data(), part.size(), 0)
                              : SSL_read(ssl_.get(), part.data(), static_cast<int>(part.size()));
    if (count <= 0) {
        if (trouble_.empty()) trouble_ = openssl_error("read").detail;
        return false;
    }
    buffer_.append(part.data(), static_cast<std::size_t>(count));
    return true;
}

Reply TestClient::receive(bool to_head) {
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
        if (!fill()) return {};
    }
    Reply reply;
    reply.head = buffer_.substr(0, end + 4);
    std::from_chars(reply.head.data() + 9, reply.head.data() + 12, reply.status);
    const std::size_t length = to_head ? 0 : content_length(reply.head);
    while (buffer_.size() < end + 4 + length) {
        if (!fill()) return {};
    }
    reply.body = buffer_.substr(end + 4, length);
    buffer_.erase(0, end + 4 + length);
    return reply;
}

Reply TestClient::exchange(std::string_view bytes) {
    send(bytes);
    return receive();
}

bool TestClient::at_end() { return buffer_.empty() && !fill(); }

std::string get(std::string_view target, std::string_view more) {
    return std::string("GET ").append(target).append(" HTTP/1.1\r\nHost: localhost\r\n").append(more).append("\r\n");
}

std::string put(std::string_view target, std::string_view body, std::string_view more) {
    return std::string("PUT ")
        .append(target)
        .append(" HTTP/1.1\r\nHost: localhost\r\nContent-Length: ")
        .append(std::to_string(body.size()))
        .append("\r\n")
        .append(more)
        .append("\r\n")
        .append(body);
}

}  // namespace svd::test
