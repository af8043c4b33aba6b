#include "hub/app/local_handler.h"

#include <doctest/doctest.h>

#include "hub/store/memory_store.h"
#include "tests/support/test_pki.h"

namespace svd::test {
namespace {

struct Local {
    MemoryStore store;
    std::unique_ptr<Ledger> ledger = Ledger::open(store, {"hub.test/log", Ed25519PrivateKey::from_seed({1})}).value();
    Writer writer{*ledger};
    Metrics metrics{"test"};
    SystemClock clock;
    TestPki pki;
    std::shared_ptr<const RevocationList> lists = pki.revocation_list();
    http::ServerCounters counters;
    bool reload_failed = false;
    LocalHandler handler{{*ledger, writer, metrics, clock, [this] { return lists; },
                          [this]() -> const http::ServerCounters& { return counters; },
                          [this] { return reload_failed; }}};

    ~Local() { writer.stop(); }
    http::Response get(const char* path) {
        http::Request request;
        request.path = path;
        http::Response answer;
        handler.handle(std::move(request), http::ResponseSink([&](http::Response got) { answer = std::move(got); }));
        return answer;
    }
};

TEST_CASE("readiness: revocation lists that could not be read again are no longer well") {
    Local local;
    CHECK(local.get("/readyz").status == 200);
    CHECK(local.get("/metrics").body.find("svdhub_revocation_reload_failed 0") != std::string::npos);
    local.reload_failed = true;
    const http::Response answer = local.get("/readyz");
    CHECK(answer.status == 503);
    CHECK(answer.body.find(R"("revocation_lists":"failed")") != std::string::npos);
    CHECK(local.get("/metrics").body.find("svdhub_revocation_reload_failed 1") != std::string::npos);
    CHECK(local.get("/livez").status == 200);
}

TEST_CASE("readiness: a revocation list that has run out is not well") {
    Local local;
    local.pki.publish(-std::chrono::seconds(1));
    local.lists = local.pki.revocation_list();
    CHECK(local.get("/readyz").status == 503);
}

}  // namespace
}  // namespace svd::test
