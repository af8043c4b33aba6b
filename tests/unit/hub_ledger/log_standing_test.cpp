#include <doctest/doctest.h>

#include "tests/unit/hub_ledger/ledger_fixture.h"

namespace svd {
namespace {

using test::append_one;
using test::crime;
using test::Partnership;
using test::submission_of;

Submission april() { return submission_of({crime("E01900001", "2021-04")}); }

LogEntry entry(LogEvent event) {
    LogEntry made;
    made.event = event;
    made.actor = kHubActor;
    return made;
}

Cosigned cosigned(std::uint8_t seed) {
    const tlog::Cosigner cosigner("urn:svd:agency:test-" + std::to_string(seed), Ed25519PrivateKey::from_seed({seed}));
    return {{cosigner.verifier_key(), 1, cosigner.sign("checkpoint\n", UtcTime(std::chrono::seconds(1)))},
            entry(LogEvent::kWitnessRegistered)};
}

TEST_CASE("standing: a log that nobody watches yet begins at once") {
    MemoryStore store;
    const auto ledger = test::open_ledger(store).value();
    REQUIRE(ledger->begin({entry(LogEvent::kLogBegun), entry(LogEvent::kStarted)}, 1).has_value());
    CHECK(ledger->log().size() == 2);
    CHECK(ledger->standing().open());
}

TEST_CASE("standing: after a start nothing is added until as many witnesses as asked for have confirmed the log") {
    const Partnership partnership;
    MemoryStore store;
    {
        const auto ledger = test::open_ledger(store).value();
        REQUIRE(append_one(*ledger, cosigned(1)).ruling == Ruling::kAccepted);
        REQUIRE(append_one(*ledger, cosigned(2)).ruling == Ruling::kAccepted);
        CHECK(ledger->log().size() == 2);
    }
    const auto ledger = test::open_ledger(store).value();
    REQUIRE(ledger->begin({entry(LogEvent::kStarted)}, 2).has_value());
    CHECK(append_one(*ledger, partnership.proposal(april())).ruling == Ruling::kReadOnly);
    CHECK(append_one(*ledger, entry(LogEvent::kConsulted)).ruling == Ruling::kReadOnly);
    ledger->confirm("urn:svd:agency:test-1");
    ledger->confirm("urn:svd:agency:test-1");
    CHECK(append_one(*ledger, partnership.proposal(april())).ruling == Ruling::kReadOnly);
    CHECK(ledger->log().size() == 2);
    ledger->confirm("urn:svd:agency:test-2");
    CHECK(append_one(*ledger, partnership.proposal(april())).ruling == Ruling::kAccepted);
    REQUIRE(ledger->log().size() == 4);
    CHECK(wire::decode_log_entry(ledger->log().entry(2).value())->event == LogEvent::kStarted);
}

TEST_CASE("standing: no more confirmations are asked for than there are witnesses") {
    MemoryStore store;
    {
        const auto ledger = test::open_ledger(store).value();
        REQUIRE(append_one(*ledger, cosigned(1)).ruling == Ruling::kAccepted);
    }
    const auto ledger = test::open_ledger(store).value();
    REQUIRE(ledger->begin({}, 5).has_value());
    CHECK_FALSE(ledger->standing().open());
    ledger->confirm("urn:svd:agency:test-1");
    CHECK(ledger->standing().open());
}

TEST_CASE("standing: a contradiction ends all adding, also after a restart and whoever confirms") {
    const Partnership partnership;
    MemoryStore store;
    {
        const auto ledger = test::open_ledger(store).value();
        REQUIRE(ledger->begin({}, 0).has_value());
        append_one(*ledger, Contradicted{"a checkpoint"});
        CHECK(append_one(*ledger, partnership.proposal(april())).ruling == Ruling::kReadOnly);
    }
    const auto ledger = test::open_ledger(store).value();
    REQUIRE(ledger->begin({entry(LogEvent::kStarted)}, 0).has_value());
    ledger->confirm("urn:svd:agency:test-1");
    CHECK(ledger->standing().state() == LogStanding::State::kContradicted);
    CHECK(append_one(*ledger, partnership.proposal(april())).ruling == Ruling::kReadOnly);
    CHECK(ledger->log().size() == 0);
}

TEST_CASE("standing: a suspended agreement takes nothing, also after a restart, until it is resumed") {
    const Partnership partnership;
    MemoryStore store;
    LogEntry change = entry(LogEvent::kAgreementSuspended);
    change.party = "test-police";
    change.agreement = partnership.proposal(april()).agreement;
    {
        const auto ledger = test::open_ledger(store).value();
        REQUIRE(append_one(*ledger, change).ruling == Ruling::kAccepted);
        CHECK(append_one(*ledger, partnership.proposal(april())).ruling == Ruling::kRefused);
    }
    const auto ledger = test::open_ledger(store).value();
    const Outcome refused = append_one(*ledger, partnership.proposal(april()));
    REQUIRE(refused.ruling == Ruling::kRefused);
    CHECK(refused.verdict.file.front().code == FindingCode::kAgreementSuspended);
    change.event = LogEvent::kAgreementResumed;
    REQUIRE(append_one(*ledger, change).ruling == Ruling::kAccepted);
    CHECK(append_one(*ledger, partnership.proposal(april())).ruling == Ruling::kAccepted);
}

TEST_CASE("standing: what is suspended is not accepted by the same write") {
    const Partnership partnership;
    LogEntry change = entry(LogEvent::kAgreementSuspended);
    change.party = "test-police";
    change.agreement = partnership.proposal(april()).agreement;
    std::vector<Change> changes = {entry(LogEvent::kConsulted), change, partnership.proposal(april())};
    CHECK(Ledger::together(changes) == 1);
    changes.erase(changes.begin());
    CHECK(Ledger::together(changes) == 1);
}

TEST_CASE("standing: figures made before an agreement changed are not handed out after it") {
    MemoryStore store;
    const auto ledger = test::open_ledger(store).value();
    const std::uint64_t before = ledger->read([](const State&, const LogFacts& facts) { return facts.version; });
    CHECK(append_one(*ledger, Disclosure{entry(LogEvent::kDisclosed), before}).ruling == Ruling::kAccepted);
    REQUIRE(append_one(*ledger, entry(LogEvent::kAgreementSuspended)).ruling == Ruling::kAccepted);
    CHECK(append_one(*ledger, Disclosure{entry(LogEvent::kDisclosed), before}).ruling == Ruling::kOvertaken);
    CHECK(ledger->log().size() == 2);
    CHECK(append_one(*ledger, Disclosure{entry(LogEvent::kDisclosed), before + 1}).ruling == Ruling::kAccepted);
}

TEST_CASE("standing: an agency that has never cosigned confirms nothing") {
    MemoryStore store;
    {
        const auto ledger = test::open_ledger(store).value();
        REQUIRE(append_one(*ledger, cosigned(1)).ruling == Ruling::kAccepted);
    }
    const auto ledger = test::open_ledger(store).value();
    REQUIRE(ledger->begin({}, 1).has_value());
    ledger->confirm("urn:svd:agency:stranger");
    CHECK_FALSE(ledger->standing().open());
}

}  // namespace
}  // namespace svd
