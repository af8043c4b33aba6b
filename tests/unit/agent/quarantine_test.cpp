#include "agent/spool/quarantine.h"

#include <doctest/doctest.h>

#include "agent/app/exit_codes.h"
#include "core/crypto/digest.h"
#include "tests/unit/agent/spool_fixture.h"

namespace svd::agent {

using namespace test;

TEST_CASE("quarantine: the quarantine holds the record unchanged and its reasons and nobody else may read it") {
    TestAgent agent;
    const std::string bad = street_line({.crime_type = "Piracy", .month = "x"});
    std::string text_sent = street_header() + "\r\n" + street_line({}) + "\r\n" + bad + "\r\na,b\"c\r\na,b\r\n";
    for (int i = 0; i < 20; ++i) text_sent += street_line({}) + "\r\n";
    agent.drop("a.csv", text_sent);
    CHECK(agent.run() == exit_code::kSomeSetAside);
    const auto file = agent.state() / "quarantine" / list_folder(agent.state() / "quarantine").at(0);
    const std::string text = read_text(file);
    const std::string source = short_digest(sha256(text_sent));
    CHECK(text.find("\n" + bad + "," + source + ":3,\"Crime type; Month\",\"E503; E504\",\"") != std::string::npos);
    CHECK(text.find("\na,b,,,,,,,,,,," + source + ":5,\"\",\"E505\",\"") != std::string::npos);
    CHECK(text.find("\n\"a,b\"\"c\",,,,,,,,,,,," + source + ":4,\"\",\"E505\",\"") != std::string::npos);
    CHECK((fs::status(file).permissions() & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none);
}

TEST_CASE("quarantine: a mended quarantine file adds to its months") {
    TestAgent agent;
    agent.drop("a.csv", sample_file());
    REQUIRE(agent.run() == exit_code::kSomeSetAside);
    const auto file = agent.state() / "quarantine" / list_folder(agent.state() / "quarantine").at(0);
    std::string mended = read_text(file);
    mended.replace(mended.find("Piracy"), 6, "Robbery");
    agent.drop("mended.csv", mended);
    CHECK(agent.run() == exit_code::kDone);
    check_finished(agent, 3, 13);
    CHECK(agent.hub.submission(2).supply == static_cast<Code>(SupplyKind::kAddition));
}

TEST_CASE("quarantine: a mended quarantine file without its own columns does not replace the month") {
    TestAgent agent;
    agent.drop("a.csv", sample_file());
    REQUIRE(agent.run() == exit_code::kSomeSetAside);
    agent.drop("mended.csv", street_file({{}, {.month = "2021-05"}}));
    CHECK(agent.run() == exit_code::kFileRejected);
    CHECK(agent.hub.rows_in_force() == 12);
}

TEST_CASE("quarantine: a file that is held leaves no quarantine file to be added to nothing") {
    TestAgent agent;
    const std::string text = street_file({{}, {.crime_type = "Piracy"}, {}});
    agent.drop("a.csv", text);
    CHECK(agent.run() == exit_code::kFileRejected);
    CHECK(list_folder(agent.state() / "quarantine").empty());
    // What an earlier version left there.
    const std::string row = street_line({}) + "," + short_digest(sha256(text)) + ":3,a,b,c\n";
    agent.drop("mended.csv", street_header() + ",_row,_column,_code,_message\n" + row);
    CHECK(agent.run() == exit_code::kFileRejected);
    CHECK(agent.hub.asked == 0);
}

TEST_CASE("quarantine: a mended quarantine file is not added once a later file has replaced its source") {
    TestAgent agent;
    agent.drop("a.csv", sample_file());
    REQUIRE(agent.run() == exit_code::kSomeSetAside);
    const auto file = agent.state() / "quarantine" / list_folder(agent.state() / "quarantine").at(0);
    std::string corrected = sample_file();
    corrected.replace(corrected.find("Piracy"), 6, "Robbery");
    agent.drop("whole.csv", corrected);
    REQUIRE(agent.run() == exit_code::kDone);
    REQUIRE(agent.hub.rows_in_force() == 13);
    std::string mended = read_text(file);
    mended.replace(mended.find("Piracy"), 6, "Robbery");
    agent.drop("mended.csv", mended);
    CHECK(agent.run() == exit_code::kFileRejected);
    CHECK(agent.hub.rows_in_force() == 13);
}

TEST_CASE("quarantine: a mended quarantine file is not added to a month that another file has supplied since") {
    TestAgent agent;
    std::vector<StreetRow> rows(6, StreetRow{});
    rows.push_back({.crime_type = "Piracy", .month = "2021-05"});
    agent.drop("a.csv", street_file(rows));
    REQUIRE(agent.run() == exit_code::kSomeSetAside);
    const auto file = agent.state() / "quarantine" / list_folder(agent.state() / "quarantine").at(0);
    agent.drop("may.csv", month_file("2021-05", 2));
    REQUIRE(agent.run() == exit_code::kDone);
    std::string mended = read_text(file);
    mended.replace(mended.find("Piracy"), 6, "Robbery");
    agent.drop("mended.csv", mended);
    CHECK(agent.run() == exit_code::kFileRejected);
    CHECK(agent.hub.rows_in_force() == 8);
}

TEST_CASE("quarantine: a quarantine file may come back in halves") {
    TestAgent agent;
    std::vector<StreetRow> rows(20, StreetRow{});
    rows.push_back({.crime_type = "Piracy", .month = "2021-05"});
    rows.push_back({.crime_type = "Plunder", .month = "2021-05"});
    agent.drop("a.csv", street_file(rows));
    REQUIRE(agent.run() == exit_code::kSomeSetAside);
    const auto quarantine = agent.state() / "quarantine";
    const std::string both = read_text(quarantine / list_folder(quarantine).at(0));
    const std::size_t row_1 = both.find('\n') + 1;
    const std::size_t row_2 = both.rfind('\n', both.size() - 2) + 1;
    std::string first = both.substr(0, row_2);
    first.replace(first.find("Piracy"), 6, "Robbery");
    agent.drop("first.csv", first);
    CHECK(agent.run() == exit_code::kDone);
    std::string second = both.substr(0, row_1) + both.substr(row_2);
    second.replace(second.find("Plunder"), 7, "Burglary");
    agent.drop("second.csv", second);
    CHECK(agent.run() == exit_code::kDone);
    CHECK(agent.hub.rows_in_force() == 22);
}

TEST_CASE("quarantine: records that no file was set aside from do not come in as mended ones") {
    TestAgent agent;
    agent.drop("a.csv", sample_file());
    REQUIRE(agent.run() == exit_code::kSomeSetAside);
    for (const char* row : {"14", "", "0123456789ab:14", ":14"}) {
        CAPTURE(row);
        agent.drop("mended.csv", street_header() + ",_row,_column,_code,_message\n" + street_line({}) + "," + row +
                                     ",Month,E504,x\n");
        CHECK(agent.run() == exit_code::kFileRejected);
        CHECK(agent.hub.rows_in_force() == 12);
    }
}

TEST_CASE("quarantine: a quarantine file comes back whatever the mapping says of encoding and header") {
    Mapping& mapping = shipped_bench().mapping;
    const CsvOptions usual = mapping.csv;
    TestAgent agent;
    mapping.csv.header_row = 3;
    mapping.csv.encoding = TextEncoding::kWindows1252;
    std::vector<StreetRow> rows(20, StreetRow{});
    rows.push_back({.crime_type = "Caf\xE9"});
    agent.drop("a.csv", "Title\n\n" + street_file(rows));
    CHECK(agent.run() == exit_code::kSomeSetAside);
    const auto quarantine = agent.state() / "quarantine";
    std::string mended = read_text(quarantine / list_folder(quarantine).at(0));
    const std::size_t cell = mended.find("Caf\xC3\xA9");
    mapping.csv.encoding = TextEncoding::kUtf16;
    CHECK(cell != std::string::npos);
    if (cell != std::string::npos) mended.replace(cell, 5, "Burglary");
    agent.drop("mended.csv", mended);
    CHECK(agent.run() == exit_code::kDone);
    CHECK(agent.hub.rows_in_force() == 21);
    mapping.csv = usual;
}

TEST_CASE("quarantine: a half-written quarantine file is thrown away at the next start") {
    TestAgent agent;
    agent.drop("a.csv", sample_file());
    REQUIRE(agent.run() == exit_code::kSomeSetAside);
    write_text(agent.state() / "quarantine/b.0123456789ab.rejected.csv.tmp", "personal");
    CHECK(agent.run() == exit_code::kDone);
    CHECK(list_folder(agent.state() / "quarantine").size() == 1);
}

TEST_CASE("quarantine: late records that are known already are held and neither lost nor counted twice") {
    TestAgent agent;
    agent.drop("a.csv", sample_file());
    REQUIRE(agent.run() == exit_code::kSomeSetAside);
    const auto file = agent.state() / "quarantine" / list_folder(agent.state() / "quarantine").at(0);
    std::string mended = read_text(file);
    mended.replace(mended.find("Piracy"), 6, "Robbery");
    agent.drop("mended.csv", mended);
    REQUIRE(agent.run() == exit_code::kDone);
    CHECK(agent.hub.submission(2).part_of == agent.hub.accepted[0]);
    agent.drop("mended2.csv", mended + "\n");
    CHECK(agent.run() == exit_code::kFileRejected);
    check_finished(agent, 3, 13);
}

TEST_CASE("quarantine: too many records set aside hold the file") {
    TestAgent agent;
    agent.drop("a.csv", street_file({{}, {}, {}, {.crime_type = "Piracy"}}));
    CHECK(agent.run() == exit_code::kFileRejected);
    CHECK(agent.hub.asked == 0);
    agent.drop("b.csv", street_header() + "\n");
    CHECK(agent.run() == exit_code::kFileRejected);
    agent.drop("c.csv", "something,else\n1,2\n");
    CHECK(agent.run() == exit_code::kFileRejected);
    CHECK(list_folder(agent.state() / "rejected").size() == 6);
    CHECK(list_folder(agent.state() / "outbox").empty());
}

}  // namespace svd::agent
