// A hub that was put back to an older copy gets again what it lost, and nothing twice.
#include "agent/sync/resend.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

#include "agent/app/exit_codes.h"
#include "core/crypto/digest.h"
#include "tests/unit/agent/spool_fixture.h"

namespace svd::agent {
namespace {

using namespace test;

Ledger ledger_of(const TestAgent& agent) {
    PosixFileSystem disk;
    auto ledger = Ledger::open(disk, agent.state() / "ledger/ledger.jsonl");
    REQUIRE(ok(ledger));
    return *std::move(ledger);
}

void send(TestAgent& agent, const std::string& name, const std::string& text) {
    agent.drop(name, text);
    const int status = agent.run();
    REQUIRE((status == exit_code::kDone || status == exit_code::kSomeSetAside));
}

// Its name sorts before that of its source.
void send_mended(TestAgent& agent) {
    std::string mended;
    for (const std::string& name : list_folder(agent.state() / "quarantine")) {
        mended = read_text(agent.state() / "quarantine" / name);
    }
    mended.replace(mended.find("Piracy"), 6, "Robbery");
    send(agent, "0-mended.csv", mended);
}

void send_nil(TestAgent& agent, const char* month) {
    REQUIRE(ok(agent.seal_nil({*Month::parse(month), {static_cast<Code>(CountUnit::kRecordedCrime)}})));
    REQUIRE(agent.run() == exit_code::kDone);
}

struct History {
    const char* name;
    std::function<void(TestAgent&)> happens;
};

const std::vector<History>& histories() {
    static const std::vector<History> all = {
        {"one file of two months", [](TestAgent& agent) { send(agent, "a.csv", sample_file()); }},
        {"a file that replaces another",
         [](TestAgent& agent) {
             send(agent, "a.csv", month_file("2021-04", 5));
             send(agent, "b.csv", month_file("2021-04", 6));
         }},
        {"the first file again after the second",
         [](TestAgent& agent) {
             send(agent, "a.csv", month_file("2021-04", 5));
             send(agent, "b.csv", month_file("2021-04", 6));
             send(agent, "a.csv", month_file("2021-04", 5));
         }},
        {"two files of one name",
         [](TestAgent& agent) {
             send(agent, "export.csv", month_file("2021-04", 5));
             send(agent, "export.csv", month_file("2021-05", 6));
         }},
        {"mended records that add to their source",
         [](TestAgent& agent) {
             send(agent, "a.csv", sample_file());
             send_mended(agent);
         }},
        {"mended records that a whole file replaces",
         [](TestAgent& agent) {
             send(agent, "a.csv", sample_file());
             send_mended(agent);
             std::string whole = sample_file();
             whole.replace(whole.find("Piracy"), 6, "Burglary");
             send(agent, "whole.csv", whole);
         }},
        {"a nil return and then records of its month",
         [](TestAgent& agent) {
             send_nil(agent, "2021-06");
             send_nil(agent, "2021-07");
             send(agent, "a.csv", month_file("2021-07", 3));
         }},
        {"a file of three parts",
         [](TestAgent& agent) { send(agent, "a.csv", month_file("2021-04", limits::kPartRowsMax * 2 + 3)); }},
    };
    return all;
}

// Sources come again one after the other where one adds to another.
void run_until_done(TestAgent& agent) {
    for (int round = 0; round < 3; ++round) (void)agent.run();
}

// The hub holds what the ledger says is acknowledged, and nothing else counts.
void check_agreed(TestAgent& agent) {
    const Ledger ledger = ledger_of(agent);
    for (const FileEntry& file : ledger.files()) {
        CHECK(file.state == FileState::kSent);
        for (const Part& part : file.parts) {
            if (part.acknowledged) CHECK(agent.hub.bytes_of.contains(part.sha256));
        }
    }
    CHECK(list_folder(agent.state() / "work").empty());
    CHECK(list_folder(agent.state() / "outbox").empty());
    CHECK(list_folder(agent.state() / "rejected").empty());
}

HubAnswer as_it_is(int status, const char* type, const char* body) {
    HubAnswer answer;
    answer.status = status;
    answer.content_type = type;
    answer.body = body;
    return answer;
}

}  // namespace

TEST_CASE("resend: whatever the hub has kept of a history it counts the same again") {
    for (const History& history : histories()) {
        CAPTURE(history.name);
        std::size_t sent = 1;
        for (std::size_t kept = 0; kept < sent; ++kept) {
            CAPTURE(kept);
            TestAgent agent;
            history.happens(agent);
            sent = agent.hub.accepted.size();
            const std::size_t rows = agent.hub.rows_in_force();
            const auto before = agent.hub.bytes_of;
            agent.hub.keep_only(kept);
            CHECK(agent.resend() == exit_code::kDone);
            run_until_done(agent);
            CHECK(agent.hub.rows_in_force() == rows);
            check_agreed(agent);
            // What stands alone for its months is the same bytes as before.
            if (history.name == histories()[0].name || history.name == histories()[4].name) {
                for (const auto& [digest, bytes] : agent.hub.bytes_of) {
                    if (kept == 0) CHECK(before.contains(digest));
                }
            }
            CHECK(agent.resend() == exit_code::kDone);
            CHECK(agent.hub.rows_in_force() == rows);
            CHECK(list_folder(agent.state() / "work").empty());
        }
    }
}

TEST_CASE("resend: the same bytes are sent again and get a receipt beside the lost one") {
    TestAgent agent;
    send(agent, "a.csv", month_file("2021-04", 5));
    const Digest part = agent.hub.accepted.at(0);
    const std::string lost = read_text(agent.state() / "receipts" / (to_hex(part) + ".tlog-proof"));
    agent.hub.keep_only(0);
    REQUIRE(agent.resend() == exit_code::kDone);
    CHECK_FALSE(ledger_of(agent).acknowledged(part));
    CHECK(list_folder(agent.state() / "receipts") == std::vector<std::string>{"lost"});
    CHECK(list_folder(agent.state() / "work") == std::vector<std::string>{"a.csv"});
    REQUIRE(agent.run() == exit_code::kDone);
    check_finished(agent, 1, 5);
    CHECK(agent.hub.accepted.at(0) == part);
    const Ledger ledger = ledger_of(agent);
    REQUIRE(ledger.receipts().size() == 2);
    CHECK(ledger.receipts()[0].lost == 1);
    CHECK(ledger.receipts()[1].lost == 0);
    CHECK(ledger.receipt_of(part) == &ledger.receipts()[1]);
    CHECK(read_text(agent.state() / "receipts/lost" / (to_hex(part) + "-1.tlog-proof")) == lost);
    CHECK(fs::exists(agent.state() / "receipts" / (to_hex(part) + ".tlog-proof")));

    agent.hub.keep_only(0);  // and once more
    REQUIRE(agent.resend() == exit_code::kDone);
    REQUIRE(agent.run() == exit_code::kDone);
    check_finished(agent, 1, 5);
    CHECK(fs::exists(agent.state() / "receipts/lost" / (to_hex(part) + "-2.tlog-proof")));
}

TEST_CASE("resend: what a dry run says it does not do") {
    TestAgent agent;
    send(agent, "a.csv", month_file("2021-04", 5));
    agent.hub.keep_only(0);
    const std::string ledger = read_text(agent.state() / "ledger/ledger.jsonl");
    CHECK(agent.resend(true) == exit_code::kDone);
    CHECK(read_text(agent.state() / "ledger/ledger.jsonl") == ledger);
    CHECK(list_folder(agent.state() / "work").empty());
    CHECK(agent.run() == exit_code::kDone);
    CHECK(agent.hub.accepted.empty());
}

TEST_CASE("resend: what was erased on purpose is left") {
    TestAgent agent;
    send(agent, "a.csv", month_file("2021-04", 5));
    agent.hub.erased.insert(agent.hub.accepted.at(0));
    CHECK(agent.resend() == exit_code::kDone);
    CHECK(ledger_of(agent).acknowledged(agent.hub.accepted.at(0)));
    CHECK(list_folder(agent.state() / "work").empty());
}

TEST_CASE("resend: nothing is taken for lost that the hub has not called so") {
    const std::string problem_type = "application/problem+json";
    struct Case {
        const char* name;
        Result<HubAnswer> answer;
        int status;
    };
    const Case cases[] = {
        {"a page of a proxy", as_it_is(404, "text/html", "<html>Not here</html>"), exit_code::kTryLater},
        {"another path", problem(404, R"({"title":"T","code":"no-such-path"})"), exit_code::kTryLater},
        {"no code", problem(404, R"({"title":"T"})"), exit_code::kTryLater},
        {"gone from a proxy", as_it_is(410, "text/html", "<html>Gone</html>"), exit_code::kTryLater},
        {"no receipt", as_it_is(200, "text/plain", "hello"), exit_code::kTryLater},
        {"busy", problem(503, R"({"title":"T","code":"busy"})"), exit_code::kTryLater},
        {"not allowed", problem(403, R"({"title":"T","code":"role"})"), exit_code::kNotAccepted},
        {"not reached", Error{Errc::kUnreachable, "no route"}, exit_code::kTryLater},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        TestAgent agent;
        send(agent, "a.csv", month_file("2021-04", 5));
        send(agent, "b.csv", month_file("2021-05", 5));
        const Digest last = agent.hub.accepted.at(1);
        agent.hub.keep_only(1);
        if (c.answer) {
            agent.hub.about = [&](const Digest& asked) {
                return asked == last ? std::optional(*c.answer) : std::nullopt;
            };
        } else {
            agent.hub.unreachable = c.answer.error();
        }
        CHECK(agent.resend() == c.status);
        CHECK(ledger_of(agent).acknowledged(last));
        CHECK(list_folder(agent.state() / "work").empty());
    }
}

TEST_CASE("resend: a hub whose log is not in order is not asked") {
    TestAgent agent;
    send(agent, "a.csv", month_file("2021-04", 5));
    svd::test::ProvingLog other;
    agent.hub.shown = &other;
    agent.hub.keep_only(0);
    CHECK(agent.resend() == exit_code::kAlarm);
    CHECK(ledger_of(agent).acknowledged(sha256("nothing")) == false);
    CHECK(ledger_of(agent).receipts().at(0).lost == 0);
    CHECK(agent.resend(true) == exit_code::kAlarm);
}

TEST_CASE("resend: a source that is gone is for a person and later data is not replaced by older") {
    TestAgent agent;
    send(agent, "a.csv", month_file("2021-04", 5));
    agent.hub.keep_only(0);
    fs::remove(agent.state() / "sent/2026/11/a.csv");
    CHECK(agent.resend() == exit_code::kFileRejected);
    CHECK(agent.resend() == exit_code::kFileRejected);  // as long as nothing else stands for its month
    send(agent, "b.csv", month_file("2021-04", 2));      // fewer than were lost: nothing shrinks
    CHECK(agent.hub.rows_in_force() == 2);
    write_text(agent.state() / "sent/2026/11/a.csv", month_file("2021-04", 5));
    CHECK(agent.resend() == exit_code::kFileRejected);
    CHECK(list_folder(agent.state() / "work").empty());
    CHECK(agent.resend() == exit_code::kDone);
    CHECK(agent.run() == exit_code::kDone);
    CHECK(agent.hub.rows_in_force() == 2);
}

TEST_CASE("resend: with after = leave the source is read again where it lies") {
    TestAgent agent;
    agent.move = false;
    send(agent, "a.csv", month_file("2021-04", 5));
    agent.hub.keep_only(0);
    REQUIRE(agent.resend() == exit_code::kDone);
    REQUIRE(agent.run() == exit_code::kDone);
    CHECK(agent.hub.rows_in_force() == 5);
    CHECK(list_folder(agent.state() / "inbox") == std::vector<std::string>{"a.csv"});
}

TEST_CASE("resend: of a file that still waits what was sent is lost and all of it is sent") {
    TestAgent agent;
    agent.drop("a.csv", sample_file());
    agent.stop = [&] { return !agent.hub.accepted.empty(); };
    (void)agent.run();
    agent.stop = {};
    REQUIRE(agent.hub.accepted.size() == 1);
    REQUIRE(list_folder(agent.state() / "outbox").size() == 1);
    agent.hub.keep_only(0);
    REQUIRE(agent.resend() == exit_code::kDone);
    REQUIRE(agent.run() == exit_code::kSomeSetAside);
    check_finished(agent, 2, 12);
}

TEST_CASE("resend: any call to the disk may fail and the command given again finishes it") {
    for (const bool crash : {true, false}) {
        int broken_call = 1;
        for (bool broke = true; broke; ++broken_call) {
            CAPTURE(crash);
            CAPTURE(broken_call);
            TestAgent agent;
            send(agent, "a.csv", month_file("2021-06", 5));
            send(agent, "b.csv", month_file("2021-06", 6));
            send_nil(agent, "2021-07");
            agent.hub.keep_only(0);
            FaultyDisk faulty(broken_call, crash);
            (void)agent.resend(faulty);
            broke = faulty.broke();
            if (crash) (void)agent.run();
            REQUIRE(agent.resend() == exit_code::kDone);
            run_until_done(agent);
            REQUIRE(agent.hub.rows_in_force() == 6 + 1);
            check_agreed(agent);
            REQUIRE(list_folder(agent.state() / "receipts/lost").size() == 2 * 3);
            REQUIRE(agent.resend() == exit_code::kDone);
            REQUIRE(list_folder(agent.state() / "receipts/lost").size() == 2 * 3);
        }
        CHECK(broken_call > 40);
    }
}

}  // namespace svd::agent
