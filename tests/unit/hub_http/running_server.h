// A server on a port of its own with a handler that tests can steer by path.
//
//   /echo    answers with the body, at once          /thread  the same, from another thread, after a moment
//   /held    answers when release() is called        /never   keeps the sink and does not answer
//   /whoami  answers with the identity's URI         /dropped lets the sink go
//   /small   bears 10 bytes of body                  /denied  is refused by the plan
//   /empty   204                                     /hostile a header with a line end
//   anything else is 404 by the plan
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "hub/http/https_server.h"
#include "tests/support/test_client.h"
#include "tests/support/test_pki.h"

namespace svd::test {

class SteeredHandler final : public http::Handler {
public:
    ~SteeredHandler() override;
    http::BodyPlan plan(const http::RequestHead& head) override;
    void handle(http::Request&& request, http::ResponseSink done) override;

    void wait_until_held();
    void release();
    void forget_all();  // lets go of the sinks of /never
    int handled() const;

private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<http::ResponseSink> held_;
    std::vector<http::ResponseSink> never_;
    std::vector<std::thread> threads_;
    int handled_ = 0;
};

// Set by the test while the network threads read it.
class SharedClock final : public Clock {
public:
    UtcTime now() const override { return now_; }
    void set(UtcTime now) { now_ = now; }

private:
    std::atomic<UtcTime> now_{SystemClock().now()};
};

// The deadlines are generous enough for a loaded machine, and short where a test waits for one to pass.
class RunningServer {
public:
    explicit RunningServer(bool tls = true, void (*adjust)(http::ServerOptions&) = nullptr);
    ~RunningServer();

    TestPki pki;
    CredentialFiles kent = pki.issue_client("urn:svd:agency:kent-police");
    CredentialFiles server_files = pki.issue_server();
    SharedClock clock;
    SteeredHandler handler;
    std::unique_ptr<http::HttpsServer> server;
    std::uint16_t port = 0;

    TestClient client() const { return TestClient(port, kent, {0, !tls_}); }
    TestClient client(const CredentialFiles& files) const { return TestClient(port, files); }
    void reload_revocation();
    void without_revocation();
    const http::ServerCounters& counters() const { return server->counters(); }
    const http::ServerCounters& final_counters();  // stops the server: a client may see an end before it is counted

private:
    std::shared_ptr<const RevocationList> revocation() const;

    bool tls_;
    mutable std::mutex mutex_;
    std::shared_ptr<const RevocationList> list_;
};

}  // namespace svd::test
