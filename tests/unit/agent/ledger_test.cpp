#include "agent/spool/ledger.h"

#include <doctest/doctest.h>

#include "tests/unit/agent/agent_fixture.h"

namespace svd::agent {
namespace {

using namespace test;

Digest digest(std::uint8_t seed) {
    Digest made{};
    made.fill(seed);
    return made;
}

FileEntry entry(std::uint8_t file, std::uint8_t part, std::vector<Digest> supersedes = {}) {
    FileEntry made;
    made.digest = digest(file);
    made.name = "a \"quoted\".csv";
    made.dataset = "street";
    made.at = "2026-11-20T09:30:00Z";
    made.records_read = 12;
    made.records_set_aside = 2;
    Part sealed;
    sealed.sha256 = digest(part);
    sealed.bytes = 100;
    sealed.rows = 10;
    sealed.period = {*Month::parse("2021-04"), *Month::parse("2021-04")};
    sealed.units = {10, 11};
    sealed.supply = 10;
    sealed.supersedes = std::move(supersedes);
    made.parts.push_back(sealed);
    return made;
}

ReceiptLine receipt(std::uint8_t file, std::uint8_t part) {
    return {digest(part), 7, "2026-11-20T09:30:01Z", 9, 1, digest(file)};
}

}  // namespace

TEST_CASE("ledger: what was written is there after opening again") {
    const TempFolder folder;
    PosixFileSystem disk;
    const auto file = folder.path() / "ledger.jsonl";
    {
        auto ledger = Ledger::open(disk, file);
        REQUIRE(ok(ledger));
        REQUIRE(ok(ledger->sealed(entry(1, 101))));
        REQUIRE(ok(ledger->receipt(receipt(1, 101))));
        REQUIRE(ok(ledger->stands({digest(1), FileState::kSent, "", "2026-11-20T09:31:00Z", "a.csv"})));
        REQUIRE(ok(ledger->stands({digest(2), FileState::kHeld, "why", "2026-11-20T09:32:00Z", "b.csv"})));
    }
    auto ledger = Ledger::open(disk, file);
    REQUIRE(ok(ledger));
    REQUIRE(ledger->files().size() == 2);
    const FileEntry& first = ledger->files()[0];
    CHECK(first.state == FileState::kSent);
    CHECK(first.name == "a \"quoted\".csv");
    CHECK(first.parts.at(0).acknowledged);
    CHECK(first.parts.at(0).units == std::vector<Code>{10, 11});
    CHECK(first.records_set_aside == 2);
    CHECK(ledger->files()[1].reason == "why");
    CHECK(ledger->receipts().at(0).refused == 1);
    CHECK(ledger->acknowledged(digest(101)));
    CHECK(ledger->waiting().empty());
}

TEST_CASE("ledger: a last line torn at any byte is as if it had not been written") {
    const TempFolder folder;
    PosixFileSystem disk;
    const auto file = folder.path() / "ledger.jsonl";
    {
        auto ledger = Ledger::open(disk, file);
        REQUIRE(ok(ledger->sealed(entry(1, 101))));
    }
    const std::string one_line = read_text(file);
    {
        auto ledger = Ledger::open(disk, file);
        REQUIRE(ok(ledger->receipt(receipt(1, 101))));
    }
    const std::string two_lines = read_text(file);
    for (std::size_t length = one_line.size(); length < two_lines.size(); ++length) {
        CAPTURE(length);
        write_text(file, two_lines.substr(0, length));
        auto ledger = Ledger::open(disk, file);
        REQUIRE(ok(ledger));
        REQUIRE_FALSE(ledger->acknowledged(digest(101)));
        REQUIRE(ok(ledger->receipt(receipt(1, 101))));
        REQUIRE(read_text(file) == two_lines);
    }
}

TEST_CASE("ledger: damage before the last line stops the agent and names the line") {
    const TempFolder folder;
    PosixFileSystem disk;
    const auto file = folder.path() / "ledger.jsonl";
    {
        auto ledger = Ledger::open(disk, file);
        REQUIRE(ok(ledger->sealed(entry(1, 101))));
        REQUIRE(ok(ledger->receipt(receipt(1, 101))));
    }
    std::string text = read_text(file);
    text[5] = '\x01';
    write_text(file, text);
    const auto ledger = Ledger::open(disk, file);
    REQUIRE_FALSE(ok(ledger));
    CHECK(ledger.error().code == Errc::kCorrupt);
    CHECK(ledger.error().detail.find("ledger.jsonl:1 ") != std::string::npos);
}

TEST_CASE("ledger: a line that could not be read again is not written") {
    const TempFolder folder;
    PosixFileSystem disk;
    const auto file = folder.path() / "ledger.jsonl";
    auto ledger = Ledger::open(disk, file);
    FileEntry unreadable = entry(1, 101);
    unreadable.parts[0].units = {200};  // no term, so that it has no name in the line
    CHECK(ledger->sealed(unreadable).error().code == Errc::kCorrupt);
    CHECK(ledger->files().empty());
    REQUIRE(ok(ledger->sealed(entry(2, 102))));
    CHECK(Ledger::open(disk, file)->files().size() == 1);
}

TEST_CASE("ledger: a name that is not UTF-8 does not stop the next start") {
    const TempFolder folder;
    PosixFileSystem disk;
    const auto file = folder.path() / "ledger.jsonl";
    FileEntry named = entry(1, 101);
    named.name = "caf\xE9.csv";
    REQUIRE(ok(Ledger::open(disk, file)->sealed(named)));
    const auto ledger = Ledger::open(disk, file);
    REQUIRE(ok(ledger));
    CHECK(ledger->files().at(0).name == named.name);
}

TEST_CASE("ledger: what is superseded is no longer supplied") {
    const TempFolder folder;
    PosixFileSystem disk;
    auto ledger = Ledger::open(disk, folder.path() / "ledger.jsonl");
    const Month april = *Month::parse("2021-04");
    REQUIRE(ok(ledger->sealed(entry(1, 101))));
    CHECK(ledger->supplied(april).empty());
    REQUIRE(ok(ledger->receipt(receipt(1, 101))));
    REQUIRE(ledger->supplied(april).size() == 1);
    REQUIRE(ok(ledger->sealed(entry(2, 102, {digest(101)}))));
    CHECK(ledger->supplied(april).at(0).part->sha256 == digest(101));
    REQUIRE(ok(ledger->receipt(receipt(2, 102))));
    REQUIRE(ledger->supplied(april).size() == 1);
    CHECK(ledger->supplied(april).at(0).part->sha256 == digest(102));
    CHECK(ledger->supplied(april + 1).empty());
}

}  // namespace svd::agent
