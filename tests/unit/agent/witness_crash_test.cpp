// Whatever call to the disk fails, and wherever the process dies: what is stored was verified, an alarm that stood
// still stands, and nothing is sent past one.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "agent/app/exit_codes.h"
#include "agent/witness/witness_store.h"
#include "core/tlog/checkpoint.h"
#include "tests/unit/agent/spool_fixture.h"

namespace svd::agent {
namespace {

using namespace test;
using svd::test::ProvingLog;

void fill(ProvingLog& log, int count, std::string_view what) {
    for (int i = 0; i < count; ++i) log.add(fmt::format("{} {}", what, i));
}

void check_stored_was_verified(const TestAgent& agent) {
    const fs::path file = agent.state() / "witness/checkpoint";
    if (!fs::exists(file)) return;
    const auto& log = agent.hub.log;
    const auto checkpoint = tlog::open_checkpoint(read_text(file), log.verifier());
    REQUIRE(ok(checkpoint));
    REQUIRE(checkpoint->size <= log.size());
    REQUIRE(log.root(checkpoint->size) == checkpoint->root);
}

// Runs `first` with every call broken in turn, and `then` after it; gives how many calls there were.
void break_every_call(const std::function<void(TestAgent&, FaultyDisk&)>& first,
                      const std::function<void(TestAgent&)>& then, int calls_at_least) {
    for (const bool crash : {true, false}) {
        int broken_call = 1;
        for (bool broke = true; broke; ++broken_call) {
            CAPTURE(crash);
            CAPTURE(broken_call);
            TestAgent agent;
            fill(agent.hub.log, 5, "entry");
            FaultyDisk faulty(broken_call, crash);
            first(agent, faulty);
            broke = faulty.broke();
            check_stored_was_verified(agent);
            then(agent);
        }
        CHECK(broken_call > calls_at_least);
    }
}

bool alarm_stands(const TestAgent& agent) {
    PosixFileSystem disk;
    return WitnessStore(disk, agent.state() / "witness").standing().has_value();
}

}  // namespace

TEST_CASE("witness: any call to the disk may fail while a log is followed") {
    break_every_call(
        [](TestAgent& agent, FaultyDisk& faulty) {
            agent.drop("a.csv", sample_file());
            (void)agent.run(faulty);
        },
        [](TestAgent& agent) {
            const int second = agent.run();
            REQUIRE((second == exit_code::kDone || second == exit_code::kSomeSetAside));
            check_finished(agent, 2, 12);
            check_stored_was_verified(agent);
            REQUIRE_FALSE(alarm_stands(agent));
            REQUIRE(read_text(agent.state() / "witness/receipts-shown") == "2\n");
            REQUIRE(agent.hub.cosigned.back().find(tlog::parse_note(agent.hub.log.checkpoint())->text) !=
                    std::string::npos);
        },
        60);
}

TEST_CASE("witness: any call to the disk may fail while an alarm is raised, and it is never lost") {
    int lost_for_now = 0;
    ProvingLog fork;
    fill(fork, 8, "another");
    break_every_call(
        [&](TestAgent& agent, FaultyDisk& faulty) {
            REQUIRE(agent.run() == exit_code::kDone);
            agent.drop("a.csv", sample_file());
            agent.hub.instead = [&](std::string_view) {
                return page(tlog::format_add_checkpoint({5, fork.consistency(5), fork.checkpoint()}));
            };
            (void)agent.run(faulty);
            REQUIRE(agent.hub.asked == 0);
        },
        [&](TestAgent& agent) {
            if (alarm_stands(agent)) {
                agent.hub.instead = nullptr;  // a hub that thought better of it
            } else {
                ++lost_for_now;
            }
            REQUIRE(agent.run() == exit_code::kAlarm);
            REQUIRE(agent.hub.asked == 0);
            REQUIRE(alarm_stands(agent));
        },
        12);
    CHECK(lost_for_now > 0);
}

TEST_CASE("witness: any call to the disk may fail while a log is set aside, and nothing is lost") {
    ProvingLog stranger(8);
    break_every_call(
        [&](TestAgent& agent, FaultyDisk& faulty) {
            REQUIRE(agent.run() == exit_code::kDone);
            const std::string before = read_text(agent.state() / "witness/checkpoint");
            agent.hub.shown = &stranger;
            REQUIRE(agent.run() == exit_code::kAlarm);
            agent.hub.shown = &agent.hub.log;
            WitnessStore store(faulty, agent.state() / "witness");
            const auto aside = store.set_aside("a reason", 0, test_time());
            REQUIRE((ok(aside) || alarm_stands(agent) || faulty.broke()));
            bool kept = false;
            for (const auto& entry : fs::recursive_directory_iterator(agent.state() / "witness")) {
                kept = kept || (entry.is_regular_file() && read_text(entry.path()) == before);
            }
            REQUIRE(kept);
        },
        [](TestAgent& agent) {
            PosixFileSystem disk;
            WitnessStore store(disk, agent.state() / "witness");
            if (alarm_stands(agent)) REQUIRE(ok(store.set_aside("a reason", 0, test_time())));
            REQUIRE(agent.run() == exit_code::kDone);
            REQUIRE(store.earlier_log_keys().size() == 1);
        },
        12);
}

}  // namespace svd::agent
