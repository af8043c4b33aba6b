// Who gets in: certificates, their revocation while connected, and what TLS offers.
#include <doctest/doctest.h>
#include <openssl/ssl.h>

#include <filesystem>

#include "tests/unit/hub_http/running_server.h"

namespace svd::test {
namespace {

std::uint64_t failed(RunningServer& running, HandshakeFailure why) {
    return running.final_counters().handshakes_failed[static_cast<std::size_t>(why)];
}

TEST_CASE("tls: a good certificate is the identity its name says") {
    RunningServer running;
    CHECK(running.client().exchange(get("/whoami")).body == "urn:svd:agency:kent-police");
    CHECK(running.client(running.pki.issue_client("urn:svd:analyst:vru")).exchange(get("/whoami")).body ==
          "urn:svd:analyst:vru");
}

TEST_CASE("tls: no certificate is refused with an alert that says so") {
    RunningServer running;
    TestClient client = running.client(CredentialFiles{{}, {}, running.pki.authorities()});
    CHECK(client.exchange(get("/whoami")).status == 0);
    CHECK(client.trouble().find("certificate required") != std::string::npos);
    CHECK(failed(running, HandshakeFailure::kNoCertificate) == 1);
    CHECK(running.handler.handled() == 0);
}

TEST_CASE("tls: a certificate of another authority of the same name is refused") {
    RunningServer running;
    TestPki::Leaf leaf;
    leaf.uris = {"urn:svd:agency:kent-police"};
    leaf.by_stranger = true;
    TestClient client = running.client(running.pki.issue("stranger", leaf));
    CHECK(client.exchange(get("/whoami")).status == 0);
    CHECK(failed(running, HandshakeFailure::kUntrusted) == 1);
}

TEST_CASE("tls: an expired certificate is refused and so is one that is not valid yet") {
    RunningServer running;
    TestPki::Leaf leaf;
    leaf.uris = {"urn:svd:agency:kent-police"};
    leaf.valid_from = -std::chrono::hours(3);
    leaf.valid_to = -std::chrono::hours(1);
    TestClient late = running.client(running.pki.issue("late", leaf));
    CHECK(late.exchange(get("/whoami")).status == 0);
    CHECK(late.trouble().find("certificate expired") != std::string::npos);
    leaf.valid_from = std::chrono::hours(1);
    leaf.valid_to = std::chrono::hours(3);
    TestClient early = running.client(running.pki.issue("early", leaf));
    CHECK(early.exchange(get("/whoami")).status == 0);
    CHECK(failed(running, HandshakeFailure::kExpired) == 2);
}

TEST_CASE("tls: a server's certificate is no client's") {
    RunningServer running;
    TestClient client = running.client(running.pki.issue_server());
    CHECK(client.exchange(get("/whoami")).status == 0);
    CHECK(failed(running, HandshakeFailure::kUntrusted) == 1);
}

TEST_CASE("tls: a certificate that names nobody or two is answered 403 and closed") {
    RunningServer running;
    const std::vector<std::string> names[] = {
        {}, {"urn:svd:agency:kent-police", "urn:svd:agency:medway"}, {"https://kent.example"}};
    for (const auto& uris : names) {
        TestPki::Leaf leaf;
        leaf.uris = uris;
        TestClient client = running.client(running.pki.issue("wrong", leaf));
        const Reply reply = client.exchange(get("/whoami"));
        CHECK(reply.status == 403);
        CHECK(reply.has_code("certificate-identity"));
        CHECK(client.at_end());
    }
    CHECK(running.handler.handled() == 0);
    CHECK(running.final_counters().certificates_refused == 3);
}

TEST_CASE("tls: a denied certificate loses its open connection at the next request") {
    RunningServer running;
    TestClient client = running.client();
    CHECK(client.exchange(get("/whoami")).status == 200);
    running.pki.deny(running.kent);
    running.reload_revocation();
    const Reply reply = client.exchange(get("/whoami"));
    CHECK(reply.status == 403);
    CHECK(reply.has_code("certificate-revoked"));
    CHECK(reply.has_header("Connection: close\r\n"));
    CHECK(client.at_end());
    CHECK(running.handler.handled() == 1);
}

TEST_CASE("tls: a revoked certificate is told so on its first request") {
    RunningServer running;
    running.pki.revoke(running.kent);
    running.reload_revocation();
    TestClient client = running.client();
    const Reply reply = client.exchange(put("/echo", "data"));
    CHECK(reply.status == 403);
    CHECK(reply.has_code("certificate-revoked"));
    CHECK(running.handler.handled() == 0);
}

TEST_CASE("tls: without a current revocation list nobody is served") {
    RunningServer running;
    TestClient client = running.client();
    running.clock.set(running.clock.now() + std::chrono::hours(24 * 30));
    running.pki.publish(std::chrono::hours(48));
    running.reload_revocation();
    const auto expired = client.exchange(get("/whoami"));
    CHECK(expired.status == 403);  // by then the certificate itself has run out
    CHECK(expired.has_code("certificate-expired"));
    running.clock.set(running.clock.now() - std::chrono::hours(24 * 30));
    running.pki.publish(-std::chrono::seconds(5));
    running.reload_revocation();
    const Reply old = running.client().exchange(get("/whoami"));
    CHECK(old.status == 503);
    CHECK(old.has_code("revocation-list-expired"));
    running.without_revocation();
    const Reply missing = running.client().exchange(get("/whoami"));
    CHECK(missing.status == 503);
    CHECK(missing.has_code("revocation-list-missing"));
    CHECK(running.handler.handled() == 0);
}

TEST_CASE("tls: version 1.2 is refused") {
    RunningServer running;
    TestClient client(running.port, running.kent, {TLS1_2_VERSION, false});
    CHECK_FALSE(client.connected());
    CHECK(client.trouble().find("protocol version") != std::string::npos);
    CHECK(failed(running, HandshakeFailure::kProtocol) == 1);
}

TEST_CASE("tls: plain HTTP on the TLS port is refused") {
    RunningServer running;
    TestClient client(running.port, running.kent, {0, true});
    client.exchange(get("/whoami"));
    CHECK(client.at_end());
    CHECK(failed(running, HandshakeFailure::kProtocol) == 1);
}

TEST_CASE("tls: no session tickets are issued") {
    RunningServer running;
    TestClient client = running.client();
    CHECK(client.exchange(get("/whoami")).status == 200);
    CHECK(client.exchange(get("/whoami")).status == 200);
    CHECK(client.tickets_seen() == 0);
}

TEST_CASE("tls: a client that never says hello is cut") {
    RunningServer running(true, [](http::ServerOptions& options) {
        options.deadlines.handshake = std::chrono::milliseconds(200);
        options.handshakes_max = 1;
    });
    TestClient silent(running.port, running.kent, {0, true});
    CHECK(silent.at_end());
    CHECK(running.client().exchange(get("/whoami")).status == 200);
    CHECK(failed(running, HandshakeFailure::kTimedOut) == 1);
}

TEST_CASE("tls: reloaded credentials are for new connections and a bad file changes nothing") {
    RunningServer running;
    TestClient old = running.client();
    CHECK(old.exchange(get("/whoami")).status == 200);
    const CredentialFiles fresh = running.pki.issue_server();
    const CredentialFiles used = running.server_files;
    std::filesystem::copy_file(fresh.certificate, used.certificate, std::filesystem::copy_options::overwrite_existing);
    CHECK(running.server->reload_credentials().has_error());  // the key is still the old one's
    CHECK(running.client().exchange(get("/whoami")).status == 200);
    std::filesystem::copy_file(fresh.key, used.key, std::filesystem::copy_options::overwrite_existing);
    CHECK(running.server->reload_credentials().has_value());
    CHECK(running.client().exchange(get("/whoami")).status == 200);
    CHECK(old.exchange(get("/whoami")).status == 200);
}

TEST_CASE("tls: a server without a revocation source does not start") {
    RunningServer running;
    http::ServerOptions options;
    options.tls = running.pki.issue_server();
    http::HttpsServer server(options, running.handler);
    CHECK(server.start().has_error());
}

}  // namespace
}  // namespace svd::test
