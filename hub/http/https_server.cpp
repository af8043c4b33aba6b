#include "hub/http/https_server.h"

#include "core/base/check.h"
#include "core/base/log.h"
#include "hub/http/listener.h"

namespace svd::http {
namespace {

Result<std::shared_ptr<asio::ssl::context>> load_credentials(const CredentialFiles& files) {
    // Asio's own choice for tls_server goes down to TLS 1.0: our settings narrow it to 1.3.
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    if (auto done = apply_server_settings(context->native_handle(), files); !done) return done.error();
    return context;
}

}  // namespace

struct HttpsServer::Impl {
    Impl(ServerOptions given, Handler& handler_given) : options(std::move(given)), handler(handler_given) {}

    ServerOptions options;
    Handler& handler;
    SystemClock system_clock;
    ServerCounters counters;
    std::unique_ptr<Listener> listener;  // while running
};

HttpsServer::HttpsServer(ServerOptions options, Handler& handler)
    : impl_(std::make_unique<Impl>(std::move(options), handler)) {}

// What is thrown while stopping is a bug, and ends the program.
HttpsServer::~HttpsServer() { stop_gracefully(); }  // NOLINT(bugprone-exception-escape)

Result<std::uint16_t> HttpsServer::start() {
    SVD_CHECK(impl_->listener == nullptr);
    const ServerOptions& options = impl_->options;
    if (options.tls && !options.revocation) return invalid("a server with TLS needs a revocation list");
    const Clock& clock = options.clock != nullptr ? *options.clock : impl_->system_clock;
    auto listener = std::make_unique<Listener>(options, clock, impl_->handler, impl_->counters);
    if (options.tls) {
        auto credentials = load_credentials(*options.tls);
        if (!credentials) return credentials.error();
        listener->use_credentials(*std::move(credentials));
    }
    const auto port = listener->open();
    if (!port) return port.error();
    listener->run();
    impl_->listener = std::move(listener);
    return *port;
}

Result<void> HttpsServer::reload_credentials() {
    if (!impl_->listener || !impl_->options.tls) return invalid("there are no credentials in use");
    auto credentials = load_credentials(*impl_->options.tls);
    if (!credentials) return credentials.error();
    impl_->listener->use_credentials(*std::move(credentials));
    return {};
}

void HttpsServer::stop_gracefully() {
    if (!impl_->listener) return;
    impl_->listener->stop();
    impl_->listener.reset();
}

const ServerCounters& HttpsServer::counters() const { return impl_->counters; }

}  // namespace svd::http
