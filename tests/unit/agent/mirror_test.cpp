#include "agent/app/mirror.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "agent/app/commands.h"
#include "agent/app/exit_codes.h"
#include "agent/app/ledger_view.h"
#include "agent/witness/receipt_check.h"
#include "agent/witness/witness_store.h"
#include "tests/unit/agent/spool_fixture.h"

namespace svd::agent {
namespace {

using namespace test;
using svd::test::ProvingLog;

// An agent with two receipts, and what a command sees of it.
struct Sent {
    Sent() {
        agent.drop("a.csv", sample_file());
        REQUIRE(agent.run() == exit_code::kSomeSetAside);
    }
    AgentConfig config() const { return shipped_bench().config; }
    std::string receipt(std::size_t i) const {
        return read_text(agent.state() / "receipts" / (to_hex(agent.hub.accepted[i]) + ".tlog-proof"));
    }
    void write_receipt(std::size_t i, std::string_view text) const {
        write_text(agent.state() / "receipts" / (to_hex(agent.hub.accepted[i]) + ".tlog-proof"), text);
    }
    TestAgent agent;
    Console console{{.json = false, .quiet = true}};
};

// What the hub's log says of what this agent sent, as core/wire prints it.
std::string item_of(const Sent& sent, std::size_t i, std::uint64_t index) {
    const auto evidence = evidence_of(sent.receipt(i));
    return wire::log_entry_json(index, *wire::decode_log_entry(evidence->entry_bytes));
}

std::string page_of(const std::vector<std::string>& items, std::string_view next) {
    return fmt::format(R"({{"size":40,"items":[{}],"next":{}}})", fmt::join(items, ","), next);
}

}  // namespace

TEST_CASE("receipts verify: each receipt has to prove itself") {
    struct Case {
        std::string_view name;
        std::function<void(Sent&)> turn;
        int status;
    };
    const Case cases[] = {
        {"as they came", [](Sent&) {}, exit_code::kDone},
        {"one is gone",
         [](Sent& s) { fs::remove(s.agent.state() / "receipts" / (to_hex(s.agent.hub.accepted[0]) + ".tlog-proof")); },
         exit_code::kFileRejected},
        {"one is torn", [](Sent& s) { s.write_receipt(1, s.receipt(1).substr(0, 200)); }, exit_code::kFileRejected},
        {"one is the other's", [](Sent& s) { s.write_receipt(1, s.receipt(0)); }, exit_code::kFileRejected},
        {"its index is another",
         [](Sent& s) {
             std::string text = s.receipt(1);
             text.replace(text.find("index 1"), 7, "index 0");
             s.write_receipt(1, text);
         },
         exit_code::kFileRejected},
        {"what was sent is here",
         [](Sent& s) {
             const Digest& digest = s.agent.hub.accepted[0];
             write_text(s.agent.state() / "rejected" / (to_hex(digest) + ".pb"), s.agent.hub.bytes_of[digest]);
         },
         exit_code::kDone},
        {"what was sent is here, and is something else",
         [](Sent& s) {
             const Digest& digest = s.agent.hub.accepted[0];
             write_text(s.agent.state() / "rejected" / (to_hex(digest) + ".pb"), "something else");
         },
         exit_code::kFileRejected},
        {"no key", [](Sent& s) { fs::remove_all(s.agent.state() / "witness"); }, exit_code::kFileRejected},
        {"the key of a log that was set aside",
         [](Sent& s) {
             PosixFileSystem disk;
             REQUIRE(ok(WitnessStore(disk, s.agent.state() / "witness").set_aside("moved", 2, test_time())));
         },
         exit_code::kDone},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        Sent sent;
        c.turn(sent);
        CHECK(verify_receipts(sent.config(), sent.console) == c.status);
    }
}

TEST_CASE("mirror: what the log says, with our own names beside it") {
    Sent sent;
    FakeHub& hub = sent.agent.hub;
    hub.pages = {page_of({item_of(sent, 0, 7), R"({"index":9,"event":"submission_refused","at":"2026-11-20T09:31:00Z",
                 "actor":"urn:svd:agency:kent-police","party":"kent-police","codes":["E113"]})"},
                         R"("1")"),
                 page_of({R"({"index":12,"event":"submission_accepted","at":"2026-11-21T09:31:00Z","refers_to":[7],
                     "commitment":"00"})",
                          R"({"index":20,"event":"disclosed","at":"2026-11-22T10:00:00Z","actor":"urn:svd:analyst:vru",
                     "purpose":"prepare_strategy","area":"E23000032","from":"2021-04","to":"2021-06"})",
                          R"({"index":21,"event":"erased","at":"2027-01-01T00:00:00Z","refers_to":[12]})",
                          R"({"index":22,"event":"something_new","at":"2027-01-01T00:00:00Z"})"},
                         "null")};
    ReadOnlyDisk disk;
    const AgentConfig config = sent.config();
    const auto ledger = view_ledger(config, disk);
    const auto mirror = read_mirror(hub, names_by_commitment(Spool(disk, config.spool), *ledger));
    REQUIRE(ok(mirror));
    CHECK(mirror->size == 40);
    REQUIRE(mirror->sent.size() == 3);
    CHECK(mirror->sent[0].file == "a.csv");
    CHECK(mirror->sent[0].superseded_by == std::vector<std::uint64_t>{12});
    CHECK(mirror->sent[1].file.empty());
    CHECK(mirror->sent[2].file.empty());
    CHECK(mirror->sent[2].erased_by == std::vector<std::uint64_t>{21});
    REQUIRE(mirror->read.size() == 1);
    CHECK(mirror->read[0].index == 20);
    CHECK(mirror->other.size() == 2);
    CHECK(show_mirror(config, hub, sent.console) == exit_code::kDone);
}

TEST_CASE("mirror: what is no page of the log is not shown") {
    Sent sent;
    const std::string good = R"({"size":1,"items":[],"next":null})";
    for (const std::string_view bad :
         {"", "[]", "{}", R"({"size":1,"items":{},"next":null})", R"({"size":1,"items":[7],"next":null})",
          R"({"size":-1,"items":[],"next":null})", R"({"size":1,"items":[{"index":1}],"next":null})",
          R"({"size":1,"items":[],"next":"a b"})", R"({"size":1,"items":[],"next":7})",
          R"({"size":1,"items":[],"next":"0"})"}) {  // the last leads in a circle
        CAPTURE(bad);
        sent.agent.hub.pages = {std::string(bad)};
        CHECK(show_mirror(sent.config(), sent.agent.hub, sent.console) == exit_code::kTryLater);
    }
    sent.agent.hub.pages = {good};
    CHECK(show_mirror(sent.config(), sent.agent.hub, sent.console) == exit_code::kDone);
    sent.agent.hub.always = problem(403, R"({"title":"No."})");
    CHECK(show_mirror(sent.config(), sent.agent.hub, sent.console) == exit_code::kNotAccepted);
    sent.agent.hub.unreachable = Error{Errc::kInvalid, "hub.ca"};
    CHECK(show_mirror(sent.config(), sent.agent.hub, sent.console) == exit_code::kConfiguration);
}

TEST_CASE("witness commands: an alarm is shown, and ends by a person's reason only") {
    Sent sent;
    AgentConfig config = sent.config();
    CHECK(show_witness(config, sent.console) == exit_code::kDone);
    CHECK(accept_new_log(config, "a reason", sent.agent.clock, sent.console) == exit_code::kUsage);
    ProvingLog stranger(8);
    sent.agent.hub.shown = &stranger;
    REQUIRE(sent.agent.run() == exit_code::kAlarm);
    config = sent.config();
    CHECK(alarm_text(config)->starts_with("the hub's log has another key than until now."));
    CHECK(show_status(config, sent.console) == exit_code::kAlarm);
    CHECK(show_witness(config, sent.console) == exit_code::kAlarm);
    for (const std::string& bad : {std::string{}, std::string("two\nlines"), std::string(1'001, 'x')}) {
        CHECK(accept_new_log(config, bad, sent.agent.clock, sent.console) == exit_code::kUsage);
        CHECK(show_status(config, sent.console) == exit_code::kAlarm);
    }
    PosixFileSystem disk;
    Spool busy(disk, config.spool);
    REQUIRE(ok(busy.lock()));
    CHECK(accept_new_log(config, "a reason", sent.agent.clock, sent.console) == exit_code::kTryLater);
    CHECK(show_status(config, sent.console) == exit_code::kAlarm);
}

TEST_CASE("witness commands: after a new log was accepted the agent goes on") {
    Sent sent;
    ProvingLog stranger(8);
    sent.agent.hub.shown = sent.agent.hub.receipts_from = &stranger;
    REQUIRE(sent.agent.run() == exit_code::kAlarm);
    CHECK(accept_new_log(sent.config(), "told by the operator", sent.agent.clock, sent.console) == exit_code::kDone);
    CHECK(show_status(sent.config(), sent.console) == exit_code::kDone);
    sent.agent.drop("b.csv", month_file("2021-06", 3));
    CHECK(sent.agent.run() == exit_code::kDone);
    CHECK(verify_receipts(sent.config(), sent.console) == exit_code::kDone);
}

}  // namespace svd::agent
