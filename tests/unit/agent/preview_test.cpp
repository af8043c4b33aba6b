#include <doctest/doctest.h>
#include <fmt/format.h>

#include "agent/app/commands.h"
#include "agent/app/exit_codes.h"
#include "core/crypto/digest.h"
#include "tests/unit/agent/spool_fixture.h"

namespace svd::agent {

using namespace test;

TEST_CASE("preview: run sends exactly the bytes that preview kept, and names them by the same digest") {
    for (const int smallest_group : {1, 5}) {
        CAPTURE(smallest_group);
        TestAgent agent;
        agent.smallest_group = smallest_group;
        TempFolder kept;
        const fs::path file = kept.path() / "a.csv";
        write_text(file, sample_file());
        CHECK(agent.preview(file, {kept.path() / "leaves.txt", kept.path() / "bytes"}) == exit_code::kSomeSetAside);
        CHECK(agent.hub.asked == 0);
        agent.drop("a.csv", sample_file());
        REQUIRE(agent.run() == exit_code::kSomeSetAside);
        const auto names = list_folder(kept.path() / "bytes");
        REQUIRE(names.size() == agent.hub.accepted.size());
        const std::string text = read_text(kept.path() / "leaves.txt");
        for (const Digest& sent : agent.hub.accepted) {
            const std::string name = to_hex(sent);
            CHECK(read_text(kept.path() / "bytes" / (name + ".binpb")) == agent.hub.bytes_of.at(sent));
            CHECK(sha256(agent.hub.bytes_of.at(sent)) == sent);
            CHECK(text.find(name) != std::string::npos);
        }
    }
}

TEST_CASE("preview: evidence that cannot be written is said") {
    TestAgent agent;
    TempFolder kept;
    write_text(kept.path() / "a.csv", sample_file());
    write_text(kept.path() / "taken", "a file where a folder should be");
    CHECK(agent.preview(kept.path() / "a.csv", {std::nullopt, kept.path() / "taken"}) == exit_code::kUnexpected);
    CHECK(agent.preview(kept.path() / "a.csv", {kept.path() / "no/such/folder.txt", std::nullopt}) ==
          exit_code::kUnexpected);
}

}  // namespace svd::agent
