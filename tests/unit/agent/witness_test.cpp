#include "agent/witness/witness.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "agent/app/exit_codes.h"
#include "agent/spool/outbox.h"
#include "core/tlog/text.h"
#include "tests/unit/agent/spool_fixture.h"

namespace svd::agent {
namespace {

using namespace test;
using svd::test::ProvingLog;

void fill(ProvingLog& log, int from, int to, std::string_view what = "entry") {
    for (int i = from; i < to; ++i) log.add(fmt::format("{} {}", what, i));
}

std::string stored(const TestAgent& agent) { return read_text(agent.state() / "witness/checkpoint"); }

std::string growth(std::uint64_t old_size, const tlog::Proof& proof, const std::string& checkpoint) {
    return tlog::format_add_checkpoint({old_size, proof, checkpoint});
}

// An agent that has seen a log of five entries, with a file that is ready.
struct Seen {
    Seen() {
        fill(agent.hub.log, 0, 5);
        REQUIRE(agent.run() == exit_code::kDone);
        REQUIRE(stored(agent) == agent.hub.log.checkpoint());
        fill(other, 0, 4);
        agent.drop("a.csv", sample_file());
    }
    TestAgent agent;
    FakeHub& hub = agent.hub;
    ProvingLog other;  // signed by the same key

    void lie(std::uint64_t old_size, const tlog::Proof& proof, const std::string& checkpoint) {
        hub.instead = [body = growth(old_size, proof, checkpoint)](std::string_view) { return page(body); };
    }
};

struct Case {
    std::string_view name;
    std::function<void(Seen&)> turn;
    int status;
    std::string_view alarm;  // empty: none
};

constexpr int kSent = exit_code::kSomeSetAside;
constexpr int kAlarm = exit_code::kAlarm;
constexpr int kLater = exit_code::kTryLater;

const std::vector<Case> kCases = {
    {"as before", [](Seen&) {}, kSent, ""},
    {"grown", [](Seen& s) { fill(s.hub.log, 5, 300); }, kSent, ""},
    {"grows all the time", [](Seen& s) { s.hub.grows = true; }, kSent, ""},
    {"rolled back, and says so", [](Seen& s) { s.hub.shown = &s.other; }, kAlarm, "log-contradicted"},
    {"rolled back, and does not say so", [](Seen& s) { s.lie(4, {}, s.other.checkpoint()); }, kAlarm, "log-shrunk"},
    {"rolled back to nothing", [](Seen& s) { s.lie(5, {}, ProvingLog().checkpoint()); }, kAlarm, "log-shrunk"},
    {"forked, of the same size",
     [](Seen& s) {
         s.other.add("another");
         s.lie(5, {}, s.other.checkpoint());
     },
     kAlarm, "two-histories"},
    {"forked, larger, with the other tree's proof",
     [](Seen& s) {
         fill(s.other, 0, 9, "another");
         s.lie(5, s.other.consistency(5), s.other.checkpoint());
     },
     kAlarm, "proof-fails"},
    {"grown, without a proof",
     [](Seen& s) {
         fill(s.hub.log, 5, 9);
         s.lie(5, {}, s.hub.log.checkpoint());
     },
     kAlarm, "proof-fails"},
    {"grown, with a proof from elsewhere",
     [](Seen& s) {
         fill(s.hub.log, 5, 9);
         s.lie(4, s.hub.log.consistency(4), s.hub.log.checkpoint());
     },
     kAlarm, "proof-fails"},
    {"grown, as if for the first time",
     [](Seen& s) {
         fill(s.hub.log, 5, 9);
         s.lie(0, {}, s.hub.log.checkpoint());
     },
     kAlarm, "proof-fails"},
    {"the same, with a proof of nothing", [](Seen& s) { s.lie(5, {Digest{}}, s.hub.log.checkpoint()); }, kAlarm,
     "proof-fails"},
    {"not signed",
     [](Seen& s) {
         fill(s.hub.log, 5, 9);
         auto note = *tlog::parse_note(s.hub.log.checkpoint());
         note.signatures[0].bytes[7] = static_cast<char>(note.signatures[0].bytes[7] ^ 1);
         s.lie(5, s.hub.log.consistency(5), tlog::format_note(note));
     },
     kAlarm, "not-signed"},
    {"another key, and an honest 400",
     [](Seen& s) {
         static ProvingLog stranger(8);
         s.hub.shown = &stranger;
     },
     kAlarm, "key-changed"},
    {"another key, and a good proof",
     [](Seen& s) {
         static ProvingLog stranger(9);
         fill(stranger, static_cast<int>(stranger.size()), 7);
         s.hub.shown = &stranger;
         s.lie(5, stranger.consistency(5), stranger.checkpoint());
     },
     kAlarm, "key-changed"},
    {"another key in the configuration", [](Seen& s) { s.agent.log_key = ProvingLog(8).verifier(); }, kAlarm,
     "key-changed"},
    {"the same key in the configuration", [](Seen& s) { s.agent.log_key = s.hub.log.verifier(); }, kSent, ""},
    {"its own record is damaged",
     [](Seen& s) { write_text(s.agent.state() / "witness/checkpoint", "hub.test/log\n5\n"); }, kAlarm,
     "record-damaged"},
    {"its own key of the log is gone", [](Seen& s) { fs::remove(s.agent.state() / "witness/log.vkey"); }, kAlarm,
     "record-damaged"},
    {"restored, and waits for witnesses",
     [](Seen& s) {
         s.hub.instead = [](std::string_view) {
             return problem(503, R"({"title":"Restored.","code":"log-unconfirmed"})");
         };
     },
     kLater, ""},
    {"an older hub",
     [](Seen& s) { s.hub.instead = [](std::string_view) { return problem(404, R"({"title":"No such page."})"); }; },
     kLater, ""},
    {"another 409",
     [](Seen& s) { s.hub.instead = [](std::string_view) { return problem(409, R"({"title":"No.","code":"busy"})"); }; },
     kLater, ""},
    {"a 409 of a proxy",
     [](Seen& s) {
         s.hub.instead = [](std::string_view) {
             HubAnswer answer = page(R"({"code":"log-contradicted"})", "text/html");
             answer.status = 409;
             return answer;
         };
     },
     kLater, ""},
    {"a page of a proxy", [](Seen& s) { s.hub.instead = [](std::string_view) { return page("<html>", "text/html"); }; },
     kLater, ""},
    {"malformed, it says, with the same key",
     [](Seen& s) {
         s.hub.instead = [](std::string_view) {
             return problem(400, R"({"title":"What is this?","code":"checkpoint-malformed"})");
         };
     },
     kLater, ""},
    {"not for this agency",
     [](Seen& s) { s.hub.instead = [](std::string_view) { return problem(403, R"({"title":"No."})"); }; },
     exit_code::kNotAccepted, ""},
    {"away", [](Seen& s) { s.hub.unreachable = Error{Errc::kUnreachable, "no route"}; }, kLater, ""},
    {"refuses the cosignature",
     [](Seen& s) {
         s.hub.cosignature_answer = problem(409, R"({"title":"Another key.","code":"witness-key-changed"})");
     },
     kSent, ""},
    {"a receipt that another key signed",
     [](Seen& s) {
         static ProvingLog stranger(8);
         s.hub.receipts_from = &stranger;
     },
     kAlarm, "false-receipt"},
    {"receipts from a fork, smaller",
     [](Seen& s) {
         static ProvingLog small;
         s.hub.receipts_from = &small;
     },
     kAlarm, "log-contradicted"},
    {"receipts from a fork, of one size with what was seen", [](Seen& s) { s.hub.receipts_from = &s.other; }, kAlarm,
     "two-histories"},
    {"receipts from a fork, larger",
     [](Seen& s) {
         fill(s.other, 4, 9, "another");
         s.hub.receipts_from = &s.other;
     },
     kAlarm, "log-contradicted"},
    {"receipts from a fork, and two faces",
     [](Seen& s) {
         fill(s.other, 4, 9, "another");
         s.hub.receipts_from = &s.other;
         s.hub.two_faced = true;
     },
     kAlarm, "proof-fails"},
    {"receipts from a fork that ends with the same size, and two faces",
     [](Seen& s) {
         s.other.add("another");
         s.hub.receipts_from = &s.other;
         s.hub.two_faced = true;
         fill(s.hub.log, 5, 7);
     },
     kAlarm, "two-histories"},
};

std::string read_alarm(const TestAgent& agent) {
    return read_text(agent.state() / "witness/alarm-1/what-happened.txt");
}

}  // namespace

TEST_CASE("witness: what the hub shows, and what becomes of it") {
    int alarms = 0;
    for (const Case& c : kCases) {
        CAPTURE(c.name);
        Seen seen;
        TestAgent& agent = seen.agent;
        const std::string before = stored(agent);
        c.turn(seen);
        CHECK(agent.run() == c.status);
        if (c.alarm.empty()) {
            agent.hub.instead = nullptr;
            agent.hub.unreachable.reset();
            const int then = agent.run();
            CHECK((then == exit_code::kDone || then == exit_code::kSomeSetAside));
            CHECK_FALSE(fs::exists(agent.state() / "witness/alarm-1"));
            CHECK(stored(agent) == agent.hub.shown->checkpoint());
            continue;
        }
        ++alarms;
        CHECK(read_alarm(agent).find(fmt::format("Kind: {}.", c.alarm)) != std::string::npos);
        const bool by_receipt = c.name.starts_with("receipts") || c.name.starts_with("a receipt");
        if (!by_receipt) CHECK(agent.hub.asked == 0);
        if (!by_receipt && c.alarm != "record-damaged") CHECK(stored(agent) == before);
        // Nothing that the hub says ends it: it is not even asked.
        FakeHub& hub = agent.hub;
        hub.instead = nullptr;
        hub.shown = hub.receipts_from = &hub.log;
        agent.log_key.reset();
        const std::size_t asked = hub.log_asked + hub.asked;
        CHECK(agent.run() == exit_code::kAlarm);
        CHECK(hub.log_asked + hub.asked == asked);
        CHECK_FALSE(fs::exists(agent.state() / "witness/alarm-2"));
    }
    CHECK(alarms > 15);
}

TEST_CASE("witness: the evidence proves the fork to somebody else") {
    Seen seen;
    fill(seen.other, 0, 9, "another");
    seen.lie(5, seen.other.consistency(5), seen.other.checkpoint());
    CHECK(seen.agent.run() == exit_code::kAlarm);
    const fs::path folder = seen.agent.state() / "witness/alarm-1";
    CHECK(list_folder(folder) ==
          std::vector<std::string>{"answer", "log.vkey", "seen-before", "shown-now", "what-happened.txt"});
    const auto& key = seen.hub.log.verifier();
    CHECK(tlog::open_checkpoint(read_text(folder / "seen-before"), key)->size == 5);
    CHECK(tlog::open_checkpoint(read_text(folder / "shown-now"), key)->size == 13);
    CHECK(tlog::parse_add_checkpoint(read_text(folder / "answer"))->proof == seen.other.consistency(5));
    CHECK(read_text(folder / "log.vkey") == tlog::format_verifier_key(key) + "\n");
    CHECK(read_alarm(seen.agent).find("2026-11-18T11:06:40Z") != std::string::npos);
}

TEST_CASE("witness: it cosigns what it has kept, with one key") {
    Seen seen;
    REQUIRE(seen.agent.run() == exit_code::kSomeSetAside);
    REQUIRE(seen.hub.cosigned.size() == 3);  // at first, before the file and after it
    std::string vkey;
    for (std::string_view body : seen.hub.cosigned) {
        const auto line = tlog::take_line_of("vkey", body);
        REQUIRE(line);
        if (vkey.empty()) vkey = *line;
        CHECK(vkey == *line);
        const auto key = tlog::parse_verifier_key(*line);
        REQUIRE(ok(key));
        CHECK(key->name == "urn:svd:agency:kent-police");
        const auto note = tlog::parse_note(body);
        REQUIRE(ok(note));
        REQUIRE(note->signatures.size() == 1);
        CHECK(*tlog::verify_cosignature(*key, note->text, note->signatures[0]) == test_time());
    }
    CHECK(seen.hub.cosigned.back().find(tlog::parse_note(stored(seen.agent))->text) != std::string::npos);
}

TEST_CASE("witness: the first contact") {
    TestAgent empty;  // a log of nothing is a log
    CHECK(empty.run() == exit_code::kDone);
    CHECK(stored(empty) == empty.hub.log.checkpoint());
    fill(empty.hub.log, 0, 3);
    CHECK(empty.run() == exit_code::kDone);
    CHECK(stored(empty) == empty.hub.log.checkpoint());

    TestAgent configured;
    configured.log_key = ProvingLog(8).verifier();
    CHECK(configured.run() == exit_code::kAlarm);
    CHECK_FALSE(fs::exists(configured.state() / "witness/checkpoint"));

    TestAgent of_a_witness;  // a key of the wrong kind is not followed
    of_a_witness.hub.unreachable = Error{Errc::kUnreachable, "no route"};
    CHECK(of_a_witness.run() == exit_code::kDone);
    CHECK_FALSE(fs::exists(of_a_witness.state() / "witness/log.vkey"));
}

TEST_CASE("witness: with nothing to send it looks now and then") {
    Seen seen;
    REQUIRE(seen.agent.run() == exit_code::kSomeSetAside);
    seen.hub.shown = &seen.other;
    CHECK(seen.agent.run() == exit_code::kAlarm);
}

TEST_CASE("witness: a crash between a receipt and its check does not let a fork through") {
    Seen seen;
    fill(seen.other, 4, 9, "another");
    seen.hub.receipts_from = &seen.other;
    int questions = 0;
    seen.hub.instead = [&](std::string_view) -> std::optional<HubAnswer> {
        if (++questions > 1) return problem(503, R"({"title":"Busy."})");
        return std::nullopt;
    };
    CHECK(seen.agent.run() == exit_code::kSomeSetAside);
    CHECK(seen.hub.accepted.size() == 2);
    seen.hub.instead = nullptr;
    CHECK(seen.agent.run() == exit_code::kAlarm);
}

TEST_CASE("witness: a person lets the agent follow a new log, and everything is kept") {
    Seen seen;
    TestAgent& agent = seen.agent;
    REQUIRE(agent.run() == exit_code::kSomeSetAside);
    const std::string old_checkpoint = stored(agent);
    static ProvingLog renewed(8);
    seen.hub.shown = seen.hub.receipts_from = &renewed;
    REQUIRE(agent.run() == exit_code::kAlarm);
    PosixFileSystem disk;
    WitnessStore store(disk, agent.state() / "witness");
    const auto aside = store.set_aside("told by the operator", 2, test_time());
    REQUIRE(ok(aside));
    CHECK(read_text(*aside / "checkpoint") == old_checkpoint);
    CHECK(fs::exists(*aside / "alarm-1/what-happened.txt"));
    CHECK(read_text(*aside / "reason.txt").starts_with("told by the operator\n"));
    CHECK(store.earlier_log_keys() == std::vector{seen.hub.log.verifier()});
    agent.drop("b.csv", month_file("2021-06", 3));
    CHECK(agent.run() == exit_code::kDone);
    CHECK(*store.log_key() == renewed.verifier());
    CHECK(agent.run() == exit_code::kDone);
}

}  // namespace svd::agent
