#include <doctest/doctest.h>

#include "agent/app/exit_codes.h"
#include "agent/spool/nil_return.h"
#include "tests/unit/agent/spool_fixture.h"

namespace svd::agent {
namespace {

using namespace test;

fs::perms mode_of(const fs::path& file) { return fs::status(file).permissions(); }

}  // namespace

TEST_CASE("upkeep: nobody else may look into the spool or read a file that was taken") {
    TestAgent agent;
    agent.drop("a.csv", street_file({{}, {}}));
    fs::permissions(agent.state() / "inbox/a.csv", fs::perms(0644));
    REQUIRE(agent.run() == exit_code::kDone);
    CHECK(mode_of(agent.state() / "sent/2026/11/a.csv") == fs::perms(0600));
    for (const char* folder : {"work", "sent", "sent/2026", "rejected", "quarantine", "outbox", "receipts", "ledger"}) {
        CAPTURE(folder);
        CHECK(mode_of(agent.state() / folder) == fs::perms(0700));
    }
}

TEST_CASE("upkeep: the done marker goes with its file") {
    TestAgent agent;
    agent.drop("a.csv", street_file({{}, {}}));
    agent.drop("a.csv.done", "");
    REQUIRE(agent.run() == exit_code::kDone);
    CHECK(list_folder(agent.state() / "inbox").empty());
}

TEST_CASE("upkeep: why something waits is noted until it has been sent") {
    TestAgent agent;
    agent.hub.unreachable = Error{Errc::kInvalid, "hub.ca: wrong"};
    agent.drop("a.csv", street_file({{}, {}}));
    CHECK(agent.run() == exit_code::kConfiguration);
    CHECK(read_text(agent.state() / "ledger/waiting.txt") == "hub.ca: wrong");
    agent.hub.unreachable.reset();
    CHECK(agent.run() == exit_code::kDone);
    CHECK_FALSE(fs::exists(agent.state() / "ledger/waiting.txt"));
}

TEST_CASE("upkeep: a quarantine file is wanted under the name that it was given") {
    PosixFileSystem disk;
    const Spool spool(disk, {"s", "s/inbox", "*-street.csv", std::chrono::seconds(0), true});
    CHECK(spool.wanted("2021-04-street.csv"));
    CHECK(spool.wanted("2021-04-street.0123456789ab.rejected.csv"));
    CHECK_FALSE(spool.wanted("2021-04-outcomes.0123456789ab.rejected.csv"));
    CHECK_FALSE(spool.wanted(".rejected.csv"));
}

TEST_CASE("upkeep: a spreadsheet is refused in one sentence") {
    TestAgent agent;
    agent.drop("a.csv", std::string("PK\x03\x04") + "rest");
    CHECK(agent.run() == exit_code::kFileRejected);
    const auto rejected = list_folder(agent.state() / "rejected");
    REQUIRE(rejected.size() == 2);
    CHECK(read_text(agent.state() / "rejected" / rejected[1]).find("save it as CSV") != std::string::npos);
}

TEST_CASE("upkeep: a nil return is sealed once and not for a month that has records") {
    TestAgent agent;
    agent.drop("a.csv", street_file({{}, {}}));
    REQUIRE(agent.run() == exit_code::kDone);
    PosixFileSystem disk;
    Spool spool(disk, {agent.state(), agent.state() / "inbox", "*", std::chrono::seconds(0), true});
    Outbox outbox(disk, spool);
    auto ledger = Ledger::open(disk, spool.ledger_file());
    REQUIRE(ok(ledger));
    const Mapping& mapping = shipped_bench().mapping;
    const auto seal = [&](const char* month) {
        return seal_nil_return({*Month::parse(month), {10}}, mapping, {"street", "x"}, *ledger, outbox, agent.clock);
    };
    CHECK(seal("2021-04").error().code == Errc::kConflict);
    REQUIRE(ok(seal("2021-05")));
    CHECK(seal("2021-05").error().code == Errc::kConflict);
    REQUIRE(ledger->waiting().size() == 1);
    CHECK(list_folder(agent.state() / "outbox").size() == 1);
}

}  // namespace svd::agent
