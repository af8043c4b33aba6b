#include <doctest/doctest.h>
#include <sys/stat.h>

#include "agent/app/exit_codes.h"
#include "agent/source/file_facts.h"
#include "agent/spool/nil_return.h"
#include "agent/spool/words.h"
#include "core/crypto/digest.h"
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

TEST_CASE("upkeep: a name that is not UTF-8 is complained of and the other files are sent") {
    TestAgent agent;
    agent.drop("caf\xE9.csv", street_file({{}, {}}));
    agent.drop("d.csv", street_file({{}, {}, {}}));
    CHECK(agent.run() == exit_code::kFileRejected);
    CHECK(agent.hub.rows_in_force() == 3);
    CHECK(agent.run() == exit_code::kFileRejected);
    CHECK(list_folder(agent.state() / "inbox") == std::vector<std::string>{"caf\xE9.csv"});
}

TEST_CASE("upkeep: a file that cannot be taken in does not stop the others") {
    TestAgent agent;
    const std::string awkward = street_file({{}, {}, {}, {}, {}, {}, {.crime_type = "Piracy"}});
    const std::string set_aside_in = "a." + short_digest(sha256(awkward)) + ".rejected.csv";
    fs::create_directories(agent.state() / "quarantine" / set_aside_in);  // where a file has to go
    agent.drop("a.csv", awkward);
    agent.drop("b.csv", street_file({{.month = "2021-06"}}));
    CHECK(agent.run() == exit_code::kUnexpected);
    CHECK(agent.hub.rows_in_force() == 1);
    agent.drop("c.csv", street_file({{.month = "2021-07"}}));
    CHECK(agent.run() == exit_code::kUnexpected);
    CHECK(agent.hub.rows_in_force() == 2);
    fs::remove(agent.state() / "quarantine" / set_aside_in);
    CHECK(agent.run() == exit_code::kSomeSetAside);
    CHECK(agent.hub.rows_in_force() == 8);
}

TEST_CASE("upkeep: a name as long as a file system bears is taken like any other") {
    TestAgent agent;
    const std::string name = std::string(251, 'a') + ".csv";
    agent.drop(name, street_file({{}, {}, {}, {}, {}, {}, {.crime_type = "Piracy"}}));
    CHECK(agent.run() == exit_code::kSomeSetAside);
    CHECK(fs::exists(agent.state() / "sent/2026/11" / name));
    CHECK(list_folder(agent.state() / "quarantine").size() == 1);
    agent.drop(name, "something,else\n1,2\n");
    CHECK(agent.run() == exit_code::kFileRejected);
    agent.drop(name, "something,other\n1,2\n");
    CHECK(agent.run() == exit_code::kFileRejected);
    CHECK(list_folder(agent.state() / "rejected").size() == 4);
}

TEST_CASE("upkeep: a derived name keeps both ends and whole letters") {
    CHECK(derived_name("short", ".x") == "short.x");
    std::string stem;
    for (int i = 0; i < 120; ++i) stem += "\xC3\xA9";
    const std::string cut = derived_name("kent-" + stem + "-street", ".0123456789ab.rejected.csv");
    CHECK(cut.size() <= 251);
    CHECK(is_utf8(cut));
    CHECK(cut.starts_with("kent-"));
    CHECK(cut.ends_with("-street.0123456789ab.rejected.csv"));
}

TEST_CASE("upkeep: a month that begins while the agent runs is not in the future") {
    TestAgent agent;
    agent.drop("a.csv", street_file({{.month = "2026-12"}, {.month = "2026-12"}}));
    CHECK(agent.run() == exit_code::kFileRejected);
    agent.clock.set(test_time() + std::chrono::hours(24 * 30));
    agent.drop("b.csv", street_file({{.month = "2026-12"}, {.month = "2026-12"}}));
    CHECK(agent.run() == exit_code::kDone);
}

TEST_CASE("upkeep: what was taken with after = move is filed though the setting is leave now") {
    TestAgent agent;
    agent.hub.unreachable = Error{Errc::kUnreachable, "no route"};
    agent.drop("a.csv", street_file({{}, {}}));
    agent.drop("b.csv", street_file({{}, {}, {}}));
    CHECK(agent.run() == exit_code::kTryLater);
    REQUIRE(list_folder(agent.state() / "work").size() == 2);
    agent.move = false;
    agent.drop("a.csv", street_file({{.month = "2021-06"}}));  // another file of a name that is still in work/
    CHECK(agent.run() == exit_code::kTryLater);
    agent.hub.unreachable.reset();
    CHECK(agent.run() == exit_code::kDone);
    CHECK(list_folder(agent.state() / "work").empty());
    CHECK(list_folder(agent.state() / "sent/2026/11").size() == 2);
    CHECK(list_folder(agent.state() / "inbox") == std::vector<std::string>{"a.csv"});
    CHECK(agent.hub.rows_in_force() == 4);
}

TEST_CASE("upkeep: an agent that is told to stop does so between files and between submissions") {
    TestAgent agent;
    agent.drop("a.csv", street_file({{}, {.month = "2021-05"}, {.month = "2021-06"}}));
    agent.drop("b.csv", street_file({{.month = "2021-07"}}));
    agent.stop = [&] { return !agent.hub.accepted.empty(); };
    CHECK(agent.run() == exit_code::kDone);
    CHECK(agent.hub.accepted.size() == 1);
    CHECK(list_folder(agent.state() / "inbox") == std::vector<std::string>{"b.csv"});
    agent.stop = {};
    CHECK(agent.run() == exit_code::kDone);
    CHECK(agent.hub.rows_in_force() == 4);
}

TEST_CASE("upkeep: an inbox on another file system is found before a file comes") {
    const TempFolder folder;
    const fs::path elsewhere = "/dev/shm";
    struct stat here{};
    struct stat there{};
    REQUIRE(::stat(folder.path().c_str(), &here) == 0);
    SpoolSettings settings{folder.path() / "not/yet", folder.path() / "inbox", "*", std::chrono::seconds(0), true};
    CHECK(ok(can_move(settings)));
    if (::stat(elsewhere.c_str(), &there) != 0 || here.st_dev == there.st_dev) return;  // nothing to tell apart
    settings.inbox = elsewhere / "svd-agent-inbox";
    REQUIRE_FALSE(ok(can_move(settings)));
    CHECK(can_move(settings).error().detail.find("after = \"leave\"") != std::string::npos);
    settings.move = false;
    CHECK(ok(can_move(settings)));
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
