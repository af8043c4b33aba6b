#include "agent/app/quarantine_command.h"

#include <doctest/doctest.h>

#include <chrono>

#include "agent/app/exit_codes.h"
#include "tests/unit/agent/spool_fixture.h"

namespace svd::agent {

using namespace test;

namespace {

struct Kept {
    Kept() {
        agent.drop("a.csv", sample_file());
        REQUIRE(agent.run() == exit_code::kSomeSetAside);
        const auto names = list_folder(agent.state() / "quarantine");
        REQUIRE(names.size() == 1);
        name = names.front();
        config = shipped_bench().config;
        config.mapping = std::filesystem::path(SVD_SOURCE_DIR) / "deploy/mappings/data-police-uk-street/mapping.toml";
        const auto changed = fs::last_write_time(agent.state() / "quarantine" / name);
        written = std::chrono::floor<std::chrono::seconds>(std::chrono::file_clock::to_sys(changed));
    }
    std::size_t left() const { return list_folder(agent.state() / "quarantine").size(); }

    TestAgent agent;
    std::string name;
    AgentConfig config;
    UtcTime written;
    Console console{{.json = false, .quiet = true}};
};

}  // namespace

TEST_CASE("quarantine command: old files are purged at their day and not before, others only by name") {
    Kept kept;
    ManualClock clock{kept.written + std::chrono::hours(24 * 30 - 1)};
    CHECK(purge_quarantine(kept.config, "", 30, clock, kept.console) == exit_code::kDone);
    CHECK(kept.left() == 1);
    clock.set(kept.written + std::chrono::hours(24 * 30));
    CHECK(list_quarantine(kept.config, clock, kept.console) == exit_code::kDone);
    CHECK(purge_quarantine(kept.config, "", 30, clock, kept.console) == exit_code::kDone);
    CHECK(kept.left() == 0);
}

TEST_CASE("quarantine command: a file is named by its name or the front of its digest, and nothing else is touched") {
    Kept kept;
    const ManualClock clock{kept.written};
    const std::string digest = Spool::source_of_quarantined(kept.name);
    CHECK(show_quarantine(kept.config, digest.substr(0, 8), kept.console) == exit_code::kDone);
    CHECK(show_quarantine(kept.config, kept.name, kept.console) == exit_code::kDone);
    for (const char* wrong : {"b.csv", "0", "", "../ledger/ledger.jsonl"}) {
        CAPTURE(wrong);
        CHECK(show_quarantine(kept.config, wrong, kept.console) == exit_code::kUsage);
        CHECK(retry_quarantine(kept.config, wrong, kept.console) == exit_code::kUsage);
    }
    CHECK(purge_quarantine(kept.config, "b.csv", 0, clock, kept.console) == exit_code::kUsage);
    CHECK(kept.left() == 1);
    CHECK(purge_quarantine(kept.config, kept.name, 30, clock, kept.console) == exit_code::kDone);
    CHECK(kept.left() == 0);
}

TEST_CASE("quarantine command: a file that is retried lies in the inbox, and never takes another's place") {
    Kept kept;
    write_text(kept.agent.state() / "inbox" / kept.name, "another");
    CHECK(retry_quarantine(kept.config, kept.name, kept.console) == exit_code::kUsage);
    CHECK(kept.left() == 1);
    fs::remove(kept.agent.state() / "inbox" / kept.name);
    CHECK(retry_quarantine(kept.config, kept.name, kept.console) == exit_code::kDone);
    CHECK(kept.left() == 0);
    CHECK(list_folder(kept.agent.state() / "inbox") == std::vector<std::string>{kept.name});
}

}  // namespace svd::agent
