#include "agent/spool/spool.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "agent/app/exit_codes.h"
#include "agent/spool/part_builder.h"
#include "core/base/limits.h"
#include "core/crypto/digest.h"
#include "tests/unit/agent/spool_fixture.h"

namespace svd::agent {

using namespace test;

TEST_CASE("spool: a file is sent once and everything is filed") {
    TestAgent agent;
    agent.drop("a.csv", sample_file());
    CHECK(agent.run() == exit_code::kSomeSetAside);
    check_finished(agent, 2, 12);
    CHECK(read_text(agent.state() / "sent/2026/11/a.csv") == sample_file());
    const auto quarantine = list_folder(agent.state() / "quarantine");
    REQUIRE(quarantine.size() == 1);
    CHECK(list_folder(agent.state() / "receipts").size() == 4);
    CHECK(agent.run() == exit_code::kDone);
    agent.drop("again.csv", sample_file());
    const std::size_t asked = agent.hub.asked;
    CHECK(agent.run() == exit_code::kDone);
    CHECK(agent.hub.asked == asked);
    check_finished(agent, 2, 12);
}

TEST_CASE("spool: ledger and reasons and receipts hold no cell of a record") {
    TestAgent agent;
    agent.drop("a.csv", sample_file());
    agent.drop("b.csv", street_file({{.crime_type = "Piracy", .lsoa = "E01777777"}}));
    (void)agent.run();
    int files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(agent.state())) {
        if (!entry.is_regular_file() || entry.path().extension() == ".csv") continue;
        ++files;
        const std::string text = read_text(entry.path());
        CAPTURE(entry.path());
        CHECK(text.find("Piracy") == std::string::npos);
        CHECK(text.find("E01777777") == std::string::npos);
        CHECK(text.find("High Street") == std::string::npos);
    }
    CHECK(files > 4);
}

TEST_CASE("spool: any call to the disk may fail and nothing is lost or sent twice") {
    TestAgent clean;
    clean.drop("a.csv", sample_file());
    REQUIRE(clean.run() == exit_code::kSomeSetAside);
    for (const bool crash : {true, false}) {
        int broken_call = 1;
        int failures = 0;
        for (bool broke = true; broke; ++broken_call) {
            CAPTURE(crash);
            CAPTURE(broken_call);
            TestAgent agent;
            agent.drop("a.csv", sample_file());
            FaultyDisk faulty(broken_call, crash);
            const int first = agent.run(faulty);
            broke = faulty.broke();
            failures += first == exit_code::kUnexpected ? 1 : 0;
            const int second = agent.run();
            REQUIRE((second == exit_code::kDone || second == exit_code::kSomeSetAside));
            REQUIRE(agent.hub.accepted == clean.hub.accepted);
            check_finished(agent, 2, 12);
            REQUIRE(list_folder(agent.state() / "sent/2026/11") == std::vector<std::string>{"a.csv"});
            REQUIRE(list_folder(agent.state() / "receipts") == list_folder(clean.state() / "receipts"));
            REQUIRE(agent.run() == exit_code::kDone);
        }
        CHECK(failures > 40);
    }
}

TEST_CASE("spool: any call to the disk may fail while a refusal is filed and the file does not wait for ever") {
    for (const bool crash : {true, false}) {
        int broken_call = 1;
        for (bool broke = true; broke; ++broken_call) {
            CAPTURE(crash);
            CAPTURE(broken_call);
            TestAgent agent;
            agent.hub.always = problem(422, R"({"title":"Not one row.","code":"E115"})");
            agent.drop("a.csv", sample_file());
            FaultyDisk faulty(broken_call, crash);
            (void)agent.run(faulty);
            broke = faulty.broke();
            const int second = agent.run();
            REQUIRE((second == exit_code::kDone || second == exit_code::kFileRejected));
            REQUIRE(agent.run() == exit_code::kDone);
            REQUIRE(list_folder(agent.state() / "work").empty());
            REQUIRE(list_folder(agent.state() / "outbox").empty());
            REQUIRE(fs::exists(agent.state() / "rejected/a.csv"));
            REQUIRE(read_text(agent.state() / "rejected/a.csv") == sample_file());
            agent.hub.always.reset();
            agent.drop("a.csv", sample_file());
            REQUIRE(agent.run() == exit_code::kSomeSetAside);
            REQUIRE(agent.hub.rows_in_force() == 12);
        }
        CHECK(broken_call > 40);
    }
}

TEST_CASE("spool: any call to the disk may fail while a file is held") {
    for (const bool crash : {true, false}) {
        int broken_call = 1;
        for (bool broke = true; broke; ++broken_call) {
            CAPTURE(crash);
            CAPTURE(broken_call);
            TestAgent agent;
            agent.drop("a.csv", "something,else\n1,2\n");
            FaultyDisk faulty(broken_call, crash);
            (void)agent.run(faulty);
            broke = faulty.broke();
            const int second = agent.run();
            REQUIRE((second == exit_code::kDone || second == exit_code::kFileRejected));
            REQUIRE(list_folder(agent.state() / "work").empty());
            REQUIRE(list_folder(agent.state() / "rejected").size() == 2);
        }
        CHECK(broken_call > 10);
    }
}

TEST_CASE("spool: one personal value in a mapped column stops the whole file, by its place and never by what it says") {
    const std::pair<const char*, const char*> kCells[] = {{"943 476 5919", "an NHS number"},
                                                          {"TN9 1AB", "a full postcode"},
                                                          {"Mrs Synthetic", "a person's name"},
                                                          {"51.144331", "a point on the ground"},
                                                          {"3 March 1987", "a full date"}};
    for (const auto& [cell, kind] : kCells) {
        CAPTURE(cell);
        TestAgent agent;
        std::vector<StreetRow> rows(200);
        rows[41].outcome = cell;
        agent.drop("a.csv", street_file(rows));
        CHECK(agent.run() == exit_code::kFileRejected);
        CHECK(agent.hub.accepted.empty());
        CHECK(list_folder(agent.state() / "quarantine").empty());
        std::string reasons;
        for (const std::string& name : list_folder(agent.state() / "rejected")) {
            if (!name.ends_with(".csv")) reasons += read_text(agent.state() / "rejected" / name);
        }
        CHECK(reasons.find(fmt::format("line 43, column Last outcome category: like {}", kind)) != reasons.npos);
        CHECK(reasons.find(cell) == reasons.npos);
    }
}

TEST_CASE("spool: what waits in the outbox is sent as it was sealed") {
    TestAgent agent;
    agent.hub.unreachable = Error{Errc::kUnreachable, "no route"};
    agent.drop("a.csv", sample_file());
    CHECK(agent.run() == exit_code::kTryLater);
    std::map<std::string, std::string> sealed;
    for (const std::string& name : list_folder(agent.state() / "outbox")) {
        sealed[name] = read_text(agent.state() / "outbox" / name);
    }
    REQUIRE(sealed.size() == 2);
    agent.clock.set(test_time() + std::chrono::hours(24 * 90));
    CHECK(agent.run() == exit_code::kTryLater);
    agent.hub.unreachable.reset();
    (void)agent.run();
    check_finished(agent, 2, 12);
    for (const auto& [digest, bytes] : agent.hub.bytes_of) CHECK(sealed.at(to_hex(digest) + ".pb") == bytes);
}

TEST_CASE("spool: bytes of the outbox that changed on disk are never sent") {
    TestAgent agent;
    agent.hub.unreachable = Error{Errc::kUnreachable, "no route"};
    agent.drop("a.csv", sample_file());
    (void)agent.run();
    agent.hub.unreachable.reset();
    for (const std::string& name : list_folder(agent.state() / "outbox")) {
        std::string bytes = read_text(agent.state() / "outbox" / name);
        bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
        write_text(agent.state() / "outbox" / name, bytes);
    }
    const std::size_t asked = agent.hub.asked;
    CHECK(agent.run() == exit_code::kFileRejected);
    CHECK(agent.hub.asked == asked);
    CHECK(agent.run() == exit_code::kDone);
    agent.drop("a.csv", sample_file());
    CHECK(agent.run() == exit_code::kSomeSetAside);
    check_finished(agent, 2, 12);
}

TEST_CASE("spool: a submission that is gone from the outbox holds its file only") {
    TestAgent agent;
    agent.hub.unreachable = Error{Errc::kUnreachable, "no route"};
    agent.drop("a.csv", month_file("2021-04", 5));
    (void)agent.run();
    fs::remove(agent.state() / "outbox" / list_folder(agent.state() / "outbox").at(0));
    agent.hub.unreachable.reset();
    agent.drop("b.csv", month_file("2021-05", 3));
    CHECK(agent.run() == exit_code::kFileRejected);
    check_finished(agent, 1, 3);
    const auto rejected = list_folder(agent.state() / "rejected");
    REQUIRE(rejected.size() == 2);
    CHECK(read_text(agent.state() / "rejected" / rejected[1]).find("into the inbox again") != std::string::npos);
}

TEST_CASE("spool: a later export of the same months replaces the earlier") {
    TestAgent agent;
    agent.drop("a.csv", month_file("2021-04", 5));
    REQUIRE(agent.run() == exit_code::kDone);
    agent.drop("b.csv", month_file("2021-04", 7));
    CHECK(agent.run() == exit_code::kDone);
    check_finished(agent, 2, 7);
    CHECK(agent.hub.submission(1).supply == static_cast<Code>(SupplyKind::kReplacement));
    REQUIRE(agent.hub.submission(1).supersedes.size() == 1);
    CHECK(*agent.hub.submission(1).supersedes[0] == agent.hub.accepted[0]);
    agent.drop("c.csv", month_file("2021-05", 3));
    CHECK(agent.run() == exit_code::kDone);
    CHECK(agent.hub.submission(2).supply == static_cast<Code>(SupplyKind::kFirst));
    CHECK(agent.hub.rows_in_force() == 10);
}

TEST_CASE("spool: an earlier export put back sends every part anew") {
    TestAgent agent;
    const std::string first = month_file("2021-04", limits::kPartRowsMax * 2 + 3);
    agent.drop("a.csv", first);
    REQUIRE(agent.run() == exit_code::kDone);
    CHECK(agent.hub.rows_in_force() == limits::kPartRowsMax * 2 + 3);  // two parts of alike rows are two
    agent.drop("b.csv", month_file("2021-04", limits::kPartRowsMax * 2));
    REQUIRE(agent.run() == exit_code::kDone);
    agent.drop("a2.csv", first + "\r\n");
    CHECK(agent.run() == exit_code::kDone);
    check_finished(agent, 8, limits::kPartRowsMax * 2 + 3);
    CHECK(agent.hub.submission(6).part_of == agent.hub.accepted[5]);
    CHECK(agent.hub.submission(5).part_of == std::nullopt);
}

TEST_CASE("spool: a file that was replaced may be sent again and replaces what replaced it") {
    TestAgent agent;
    agent.drop("a.csv", month_file("2021-04", 5));
    REQUIRE(agent.run() == exit_code::kDone);
    for (const std::size_t rows : {6U, 5U, 6U, 5U}) {
        agent.drop("again.csv", month_file("2021-04", rows));
        CHECK(agent.run() == exit_code::kDone);
        CHECK(agent.hub.rows_in_force() == rows);
    }
    check_finished(agent, 5, 5);
    agent.drop("again.csv", month_file("2021-04", 5));
    CHECK(agent.run() == exit_code::kDone);
    check_finished(agent, 5, 5);
}

TEST_CASE("spool: with after = leave a replaced file that lies there is not sent again until it is written anew") {
    TestAgent agent;
    agent.move = false;
    agent.clock.set(SystemClock().now() + std::chrono::seconds(5));
    agent.drop("a.csv", month_file("2021-04", 5));
    REQUIRE(agent.run() == exit_code::kDone);
    agent.drop("b.csv", month_file("2021-04", 6));
    REQUIRE(agent.run() == exit_code::kDone);
    CHECK(agent.run() == exit_code::kDone);
    CHECK(agent.hub.rows_in_force() == 6);
    fs::last_write_time(agent.state() / "inbox/a.csv", fs::file_time_type::clock::now() + std::chrono::seconds(60));
    CHECK(agent.run() == exit_code::kDone);
    CHECK(agent.hub.rows_in_force() == 5);
}

TEST_CASE("spool: a file that would make a month much smaller is held until a person lets it through") {
    TestAgent agent;
    agent.drop("a.csv", month_file("2021-04", 10));
    REQUIRE(agent.run() == exit_code::kDone);
    agent.drop("late.csv", month_file("2021-04", 7));
    CHECK(agent.run() == exit_code::kFileRejected);
    CHECK(agent.hub.rows_in_force() == 10);
    const auto rejected = list_folder(agent.state() / "rejected");
    REQUIRE(rejected.size() == 2);
    const std::string reasons = read_text(agent.state() / "rejected" / rejected[1]);
    CHECK(reasons.find("replaces 10 records of 2021-04, sent on 20 November 2026 from a.csv") != std::string::npos);
    CHECK(reasons.find("--allow-shrinking") != std::string::npos);
    agent.allow_shrinking = true;
    agent.drop("late.csv", month_file("2021-04", 7));
    CHECK(agent.run() == exit_code::kDone);
    CHECK(agent.hub.rows_in_force() == 7);
    agent.allow_shrinking = false;
    agent.drop("enough.csv", month_file("2021-04", 6));
    CHECK(agent.run() == exit_code::kDone);
    CHECK(agent.hub.rows_in_force() == 6);
}

TEST_CASE("spool: an export that covers only some of the earlier months is held for a person") {
    TestAgent agent;
    agent.drop("a.csv", sample_file());
    REQUIRE(agent.run() == exit_code::kSomeSetAside);
    agent.drop("b.csv", month_file("2021-05", 7));
    CHECK(agent.run() == exit_code::kFileRejected);
    CHECK(agent.hub.rows_in_force() == 12);
    const auto rejected = list_folder(agent.state() / "rejected");
    REQUIRE(rejected.size() == 2);
    CHECK(rejected[0] == "b.csv");
    CHECK(read_text(agent.state() / "rejected" / rejected[1]).find("which also supplied 2021-04") != std::string::npos);
    CHECK(list_folder(agent.state() / "outbox").empty());
}

TEST_CASE("spool: a replacement waits until the earlier file has been acknowledged") {
    TestAgent agent;
    agent.hub.unreachable = Error{Errc::kUnreachable, "no route"};
    agent.drop("a.csv", month_file("2021-04", 5));
    CHECK(agent.run() == exit_code::kTryLater);
    agent.drop("b.csv", month_file("2021-04", 7));
    CHECK(agent.run() == exit_code::kTryLater);
    agent.hub.unreachable.reset();
    CHECK(agent.run() == exit_code::kDone);
    check_finished(agent, 2, 7);
}

TEST_CASE("spool: a refusal by the hub is filed with its reasons and stops only its file") {
    TestAgent agent;
    agent.hub.always = problem(422, R"({"title":"Not one row.","code":"E115",
        "errors":[{"rows":"incidents","row":1,"code":"E301","field":"place.area"}]})");
    agent.drop("a.csv", month_file("2021-04", 5));
    CHECK(agent.run() == exit_code::kFileRejected);
    const auto rejected = list_folder(agent.state() / "rejected");
    REQUIRE(rejected.size() == 3);
    std::string reasons;
    for (const std::string& name : rejected) {
        if (name.ends_with(".reasons.txt")) reasons = read_text(agent.state() / "rejected" / name);
    }
    CHECK(reasons.find("1,3,E301,place.area") != std::string::npos);  // row 1 stood in line 3
    agent.hub.always.reset();
    agent.drop("b.csv", month_file("2021-05", 5));
    CHECK(agent.run() == exit_code::kDone);
    CHECK(agent.hub.accepted.size() == 1);
}

TEST_CASE("spool: a refused certificate holds everything where it is") {
    TestAgent agent;
    agent.hub.always = problem(403, R"({"title":"Not you."})");
    agent.drop("a.csv", month_file("2021-04", 5));
    CHECK(agent.run() == exit_code::kNotAccepted);
    CHECK(list_folder(agent.state() / "outbox").size() == 1);
    CHECK(list_folder(agent.state() / "work") == std::vector<std::string>{"a.csv"});
    agent.hub.always.reset();
    CHECK(agent.run() == exit_code::kDone);
    check_finished(agent, 1, 5);
}

TEST_CASE("spool: with after = leave the source is not touched and still sent once") {
    TestAgent agent;
    agent.move = false;
    agent.drop("a.csv", month_file("2021-04", 5));
    CHECK(agent.run() == exit_code::kDone);
    const std::size_t asked = agent.hub.asked;
    CHECK(agent.run() == exit_code::kDone);
    CHECK(agent.hub.asked == asked);
    CHECK(list_folder(agent.state() / "inbox") == std::vector<std::string>{"a.csv"});
}

TEST_CASE("spool: a file is ready when it has settled or is said to be done") {
    const TempFolder folder;
    PosixFileSystem disk;
    Spool spool(disk, {folder.path(), folder.path() / "inbox", "*.csv", std::chrono::seconds(60), true});
    REQUIRE(ok(spool.prepare()));
    write_text(folder.path() / "inbox/a.csv", "x");
    write_text(folder.path() / "inbox/b.csv", "x");
    write_text(folder.path() / "inbox/b.csv.done", "");
    write_text(folder.path() / "inbox/c.txt", "x");
    const UtcTime now = SystemClock().now();
    REQUIRE(spool.ready(now)->size() == 1);
    CHECK(spool.ready(now)->at(0).filename() == "b.csv");
    CHECK(spool.ready(now + std::chrono::seconds(61))->size() == 2);
}

TEST_CASE("spool: two agents do not share a spool") {
    const TempFolder folder;
    PosixFileSystem disk;
    Spool first(disk, {folder.path(), folder.path() / "inbox", "*", std::chrono::seconds(0), true});
    Spool second(disk, {folder.path(), folder.path() / "inbox", "*", std::chrono::seconds(0), true});
    REQUIRE(ok(first.prepare()));
    REQUIRE(ok(first.lock()));
    REQUIRE_FALSE(ok(second.lock()));
    CHECK(second.lock().error().code == Errc::kBusy);
}

TEST_CASE("part_builder: parts are cut at their limit and told apart by unit") {
    std::vector<SealedPart> parts;
    PartBuilder builder(
        {"m", 1, "a"}, [](const Period&) { return PeriodPlan{}; },
        [&](SealedPart part) -> Result<void> {
            parts.push_back(std::move(part));
            return {};
        });
    Incident incident;
    incident.month = *Month::parse("2021-04");
    incident.month_number = incident.month.number();
    incident[Field::kCountUnit] = static_cast<Code>(CountUnit::kIncidentReport);
    std::uint64_t line = 1;
    for (std::size_t i = 0; i < limits::kPartRowsMax + 5; ++i) REQUIRE(ok(builder.add(incident, ++line)));
    incident[Field::kCountUnit] = static_cast<Code>(CountUnit::kRecordedCrime);
    for (int i = 0; i < 7; ++i) REQUIRE(ok(builder.add(incident, ++line)));
    builder.add_set_aside();
    REQUIRE(ok(builder.finish()));
    REQUIRE(parts.size() == 3);
    CHECK(parts[0].part.rows == limits::kPartRowsMax);
    CHECK(parts[0].part.supply == static_cast<Code>(SupplyKind::kFirst));
    CHECK(parts[1].part.rows == 7);  // crimes: nothing of them was held
    CHECK(parts[1].part.supply == static_cast<Code>(SupplyKind::kFirst));
    CHECK(parts[2].part.rows == 5);
    CHECK(parts[2].part.supply == static_cast<Code>(SupplyKind::kAddition));
    CHECK(parts[2].lines.front() == limits::kPartRowsMax + 2);
}

TEST_CASE("part_builder: many open months do not wait for ever") {
    std::size_t rows = 0;
    std::size_t sealed_early = 0;
    PartBuilder builder(
        {"m", 1, "a"}, [](const Period&) { return PeriodPlan{}; },
        [&](SealedPart part) -> Result<void> {
            rows += part.part.rows;
            ++sealed_early;
            return {};
        });
    Incident incident;
    incident[Field::kCountUnit] = static_cast<Code>(CountUnit::kRecordedCrime);
    for (std::uint64_t i = 0; i < 50'000; ++i) {
        incident.month = *Month::parse("2015-01") + static_cast<int>(i % 60);
        incident.month_number = incident.month.number();
        REQUIRE(ok(builder.add(incident, i)));
    }
    CHECK(sealed_early > 0);
    REQUIRE(ok(builder.finish()));
    CHECK(rows == 50'000);
}

}  // namespace svd::agent
