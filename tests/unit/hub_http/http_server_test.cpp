// HTTP over TLS as the agents speak it: what is answered, in which order, and what is refused.
#include <doctest/doctest.h>

#include "tests/unit/hub_http/running_server.h"

namespace svd::test {
namespace {

TEST_CASE("http: answers with the headers every response carries") {
    RunningServer running;
    TestClient client = running.client();
    const Reply reply = client.exchange(put("/echo", "hello"));
    CHECK(reply.status == 200);
    CHECK(reply.body == "hello");
    CHECK(reply.has_header("\r\nX-Request-Id: "));
    CHECK(reply.has_header("\r\nDate: "));
    CHECK(reply.has_header("\r\nCache-Control: private, no-cache\r\n"));
    CHECK(reply.has_header("\r\nX-Content-Type-Options: nosniff\r\n"));
    CHECK(reply.has_header("\r\nStrict-Transport-Security: max-age="));
    CHECK_FALSE(reply.has_header("Connection: close"));
}

TEST_CASE("http: the trace id of a valid traceparent becomes the request id") {
    RunningServer running;
    TestClient client = running.client();
    const std::string trace = "0af7651916cd43dd8448eb211c80319c";
    const Reply reply = client.exchange(get("/nothing", "traceparent: 00-" + trace + "-b7ad6b7169203331-01\r\n"));
    CHECK(reply.status == 404);
    CHECK(reply.has_header("X-Request-Id: " + trace + "\r\n"));
    CHECK(reply.body.find("\"trace_id\":\"" + trace + '"') != std::string::npos);
}

TEST_CASE("http: a connection serves many requests") {
    RunningServer running;
    TestClient client = running.client();
    for (int i = 0; i < 50; ++i) {
        const std::string body = "body " + std::to_string(i);
        const Reply reply = client.exchange(put(i % 2 == 0 ? "/echo" : "/thread", body));
        REQUIRE(reply.status == 200);
        REQUIRE(reply.body == body);
    }
    CHECK(running.counters().connections_accepted == 1);
    CHECK(running.final_counters().requests_by_class[2] == 50);
}

TEST_CASE("http: pipelined requests are answered in order") {
    RunningServer running;
    TestClient client = running.client();
    std::string all;
    for (int i = 0; i < 20; ++i) {
        all += put(i % 3 == 0 ? "/thread" : "/echo",
                   std::to_string(i) + std::string(static_cast<std::size_t>(i) * 700, 'x'));
    }
    REQUIRE(client.send(all));
    for (int i = 0; i < 20; ++i) {
        const Reply reply = client.receive();
        REQUIRE(reply.status == 200);
        CHECK(reply.body == std::to_string(i) + std::string(static_cast<std::size_t>(i) * 700, 'x'));
    }
}

TEST_CASE("http: a body of the largest size goes through whole") {
    RunningServer running;
    TestClient client = running.client();
    std::string body(limits::kSubmissionBytesMax, '\0');
    for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>(i * 31 + (i >> 12U));
    const Reply reply = client.exchange(put("/echo", body));
    CHECK(reply.status == 200);
    CHECK(reply.body == body);
}

TEST_CASE("http: a body over the limit is refused before it is sent") {
    RunningServer running;
    TestClient client = running.client();
    client.send("PUT /small HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\n\r\n");
    const Reply reply = client.receive();
    CHECK(reply.status == 413);
    CHECK(reply.has_code("body-too-large"));
    CHECK(reply.has_header("Connection: close\r\n"));
    CHECK(client.at_end());
    CHECK(running.handler.handled() == 0);
    CHECK(running.counters().request_body_bytes == 0);
}

TEST_CASE("http: a client that sends its whole refused body still reads the refusal") {
    RunningServer running;
    TestClient client = running.client();
    client.send(put("/small", std::string(300'000, 'x')));
    CHECK(client.receive().status == 413);
}

TEST_CASE("http: a refusal whose body has arrived keeps the connection") {
    RunningServer running;
    TestClient client = running.client();
    CHECK(client.exchange(put("/denied", "twelve bytes")).status == 403);
    CHECK(client.exchange(put("/echo", "still here")).body == "still here");
}

TEST_CASE("http: refuses framings and says why") {
    struct Case {
        const char* name;
        std::string text;
        unsigned status;
        const char* code;
    };
    const Case cases[] = {
        {"chunked", "PUT /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 400,
         "transfer-encoding"},
        {"HTTP/1.0", "GET /echo HTTP/1.0\r\nHost: h\r\n\r\n", 505, "http-version"},
        {"no length", "PUT /echo HTTP/1.1\r\nHost: h\r\n\r\n", 411, "length-required"},
        {"long target", get("/" + std::string(3000, 'a')), 414, "target-too-long"},
        {"large header", get("/echo", "X: " + std::string(9000, 'a') + "\r\n"), 431, "header-too-large"},
        {"noise", "hello\r\n\r\n", 400, "malformed-request"},
    };
    RunningServer running;
    for (const Case& each : cases) {
        CAPTURE(each.name);
        TestClient client = running.client();
        const Reply reply = client.exchange(each.text);
        CHECK(reply.status == each.status);
        CHECK(reply.has_code(each.code));
        CHECK(reply.has_header("Content-Type: application/problem+json\r\n"));
        CHECK(reply.has_header("Connection: close\r\n"));
        CHECK(client.at_end());
    }
    CHECK(running.handler.handled() == 0);
}

TEST_CASE("http: Expect 100-continue is invited") {
    RunningServer running;
    TestClient client = running.client();
    client.send("PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    CHECK(client.receive().status == 100);
    CHECK(client.exchange("hello").body == "hello");
}

TEST_CASE("http: Expect 100-continue is refused without inviting the body") {
    RunningServer running;
    TestClient client = running.client();
    client.send("PUT /small HTTP/1.1\r\nHost: h\r\nContent-Length: 50\r\nExpect: 100-continue\r\n\r\n");
    CHECK(client.receive().status == 413);
}

TEST_CASE("http: a truncated body never reaches the handler") {
    RunningServer running;
    {
        TestClient client = running.client();
        client.send("PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 50\r\nExpect: 100-continue\r\n\r\n");
        REQUIRE(client.receive().status == 100);  // so that the server is surely waiting for the body
        client.send("only this");
    }
    CHECK(running.final_counters().requests_broken_off == 1);
    CHECK(running.handler.handled() == 0);
}

TEST_CASE("http: HEAD and 204 carry no body") {
    RunningServer running;
    TestClient client = running.client();
    client.send("HEAD /whoami HTTP/1.1\r\nHost: h\r\n\r\n");
    const Reply head = client.receive(true);
    CHECK(head.has_header("Content-Length: 26\r\n"));
    const Reply empty = client.exchange(get("/empty"));
    CHECK(empty.status == 204);
    CHECK_FALSE(empty.has_header("Content-Length"));
    CHECK(client.exchange(put("/echo", "next")).body == "next");
}

TEST_CASE("http: Connection close is honoured") {
    RunningServer running;
    TestClient client = running.client();
    const Reply reply = client.exchange(get("/whoami", "Connection: close\r\n"));
    CHECK(reply.has_header("Connection: close\r\n"));
    CHECK(client.at_end());
}

TEST_CASE("http: a handler that forgets its answer or writes a broken header gives 500") {
    RunningServer running;
    TestClient client = running.client();
    CHECK(client.exchange(get("/dropped")).status == 500);
    const Reply hostile = client.exchange(get("/hostile"));
    CHECK(hostile.status == 500);
    CHECK_FALSE(hostile.has_header("Set-Cookie"));
}

TEST_CASE("http: an answer that does not come in time is 503 and the late one is dropped") {
    RunningServer running(
        true, [](http::ServerOptions& options) { options.deadlines.answer = std::chrono::milliseconds(50); });
    TestClient client = running.client();
    const Reply reply = client.exchange(get("/held"));
    CHECK(reply.status == 503);
    CHECK(reply.has_code("no-answer-in-time"));
    running.handler.release();
    CHECK(client.exchange(put("/echo", "mine")).body == "mine");
    CHECK(running.counters().answers_late == 1);
}

TEST_CASE("http: a header that comes too slowly is cut") {
    RunningServer running(
        true, [](http::ServerOptions& options) { options.deadlines.header = std::chrono::milliseconds(200); });
    TestClient client = running.client();
    client.send("GET /echo HTTP/1.1\r\nHost:");
    CHECK(client.at_end());
    CHECK(running.final_counters().requests_broken_off == 1);
    CHECK(running.handler.handled() == 0);
}

TEST_CASE("http: a body that comes too slowly is cut") {
    RunningServer running(
        true, [](http::ServerOptions& options) { options.deadlines.body = std::chrono::milliseconds(200); });
    TestClient client = running.client();
    client.send("PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 50\r\n\r\nslow");
    CHECK(client.at_end());
    CHECK(running.final_counters().requests_broken_off == 1);
}

TEST_CASE("http: an idle connection is closed") {
    RunningServer running(
        true, [](http::ServerOptions& options) { options.deadlines.idle = std::chrono::milliseconds(200); });
    TestClient client = running.client();
    CHECK(client.exchange(put("/echo", "a")).status == 200);
    CHECK(client.at_end());
    CHECK(running.final_counters().requests_broken_off == 0);
}

TEST_CASE("http: connections over the limit wait their turn") {
    RunningServer running(false, [](http::ServerOptions& options) { options.connections_max = 1; });
    auto first = std::make_unique<TestClient>(running.port, running.kent, TestClient::Options{0, true});
    CHECK(first->exchange(put("/echo", "first")).body == "first");
    TestClient second = running.client();
    second.send(put("/echo", "second"));
    CHECK(first->exchange(put("/echo", "again")).body == "again");
    CHECK(running.counters().connections_open == 1);
    first.reset();
    CHECK(second.receive().body == "second");
}

TEST_CASE("http: several network threads serve side by side") {
    RunningServer running(true, [](http::ServerOptions& options) { options.threads = 3; });
    std::vector<std::thread> threads;
    std::atomic<int> good{0};
    for (int i = 0; i < 6; ++i) {
        threads.emplace_back([&running, &good, i] {
            TestClient client = running.client();
            for (int n = 0; n < 20; ++n) {
                const std::string body = std::to_string(i * 1000 + n);
                if (client.exchange(put(n % 2 == 0 ? "/echo" : "/thread", body)).body == body) ++good;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(good == 120);
}

TEST_CASE("http: plain is for loopback only") {
    RunningServer running(false);
    TestClient client = running.client();
    const Reply reply = client.exchange(get("/whoami"));
    CHECK(reply.body == "nobody");
    CHECK_FALSE(reply.has_header("Strict-Transport-Security"));

    http::ServerOptions options;
    options.address = "0.0.0.0";
    http::HttpsServer open(options, running.handler);
    CHECK(open.start().has_error());
}

TEST_CASE("http: a port in use or an address that is none is an error") {
    RunningServer running(false);
    for (const char* address : {"127.0.0.1", "localhost:80", "203.0.113.9"}) {
        CAPTURE(address);
        http::ServerOptions options;
        options.address = address;
        options.port = running.port;
        http::HttpsServer second(options, running.handler);
        CHECK(second.start().has_error());
    }
}

}  // namespace
}  // namespace svd::test
