// Stopping: what is in hand is finished, what is idle is closed, what does not end is cut.
#include <doctest/doctest.h>

#include "tests/unit/hub_http/running_server.h"

namespace svd::test {
namespace {

TEST_CASE("stop: finishes a request in hand and then closes") {
    RunningServer running;
    TestClient client = running.client();
    client.send(put("/held", "x"));
    running.handler.wait_until_held();
    std::thread stopper([&] { running.server->stop_gracefully(); });
    running.handler.release();
    CHECK(client.receive().body == "held");
    CHECK(client.at_end());
    stopper.join();
    CHECK(running.counters().connections_open == 0);
}

TEST_CASE("stop: closes idle connections and accepts no new ones") {
    RunningServer running;
    TestClient client = running.client();
    CHECK(client.exchange(put("/echo", "a")).status == 200);
    running.server->stop_gracefully();
    CHECK(client.at_end());
    CHECK_THROWS(running.client());
}

TEST_CASE("stop: cuts a request that is never answered") {
    RunningServer running(
        true, [](http::ServerOptions& options) { options.deadlines.drain = std::chrono::milliseconds(100); });
    TestClient client = running.client();
    client.send(get("/never"));
    running.handler.wait_until_held();
    running.server->stop_gracefully();
    CHECK(client.receive().status == 0);
    running.handler.forget_all();  // answers 500 to nobody, after the server has gone
}

TEST_CASE("stop: cuts a client that stalls in its header or its body or its handshake") {
    RunningServer running(
        true, [](http::ServerOptions& options) { options.deadlines.drain = std::chrono::milliseconds(100); });
    TestClient header = running.client();
    header.send("GET /ec");
    TestClient body = running.client();
    body.send("PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 50\r\n\r\nslow");
    TestClient hello(running.port, running.kent, {0, true});
    running.server->stop_gracefully();
    CHECK(header.at_end());
    CHECK(body.at_end());
    CHECK(hello.at_end());
    CHECK(running.counters().connections_open == 0);
}

TEST_CASE("stop: twice or before a start does nothing") {
    RunningServer running;
    running.server->stop_gracefully();
    running.server->stop_gracefully();
    http::HttpsServer never(http::ServerOptions(), running.handler);
    never.stop_gracefully();
    CHECK(never.reload_credentials().has_error());
}

TEST_CASE("stop: under load every answered request was answered whole") {
    RunningServer running(true, [](http::ServerOptions& options) { options.threads = 2; });
    std::vector<std::thread> threads;
    std::atomic<int> answered{0};
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            TestClient client = running.client();
            while (client.exchange(put("/echo", "load")).body == "load") ++answered;
        });
    }
    while (answered < 100) std::this_thread::yield();
    running.server->stop_gracefully();
    for (std::thread& thread : threads) thread.join();
    CHECK(running.counters().requests_by_class[2] == static_cast<std::uint64_t>(answered.load()));
}

}  // namespace
}  // namespace svd::test
