#include <doctest/doctest.h>

#include "audit/copy/entry_tables.h"
#include "audit/reports/entry_filter.h"
#include "audit/reports/pack.h"
#include "audit/reports/scorecard_report.h"
#include "audit/reports/who_read.h"
#include "core/domain/entry_time.h"
#include "tests/support/golden.h"
#include "tests/unit/audit/command.h"

namespace svd {
namespace {

namespace fs = std::filesystem;
using test::has;
using test::svd_audit;
using test::TempDir;

TEST_CASE("verify: exit codes and what is said") {
    const test::SmallHub hub;
    const TempDir folder;
    hub.write_copy(folder.path());
    const auto good = svd_audit({"verify", folder.path(), "--key", hub.key()});
    CHECK(good.status == 0);
    CHECK(has(good.out, "verified: everything holds"));
    CHECK(good.err == "");
    const auto loud = svd_audit({"verify", folder.path()});
    CHECK(loud.status == 0);
    CHECK(has(loud.err, "WARNING: no --key was given"));
    CHECK(has(loud.out, "nobody has shown"));
    const auto json = svd_audit({"verify", folder.path(), "--key", hub.key(), "--json"});
    CHECK(has(json.out, "\"ok\":true"));
    CHECK(has(json.out, "\"entries\":13"));
    CHECK(svd_audit({"verify", folder.path() / "none", "--key", hub.key()}).status == 66);
    CHECK(svd_audit({"verify", folder.path(), "--key", "a+b+c"}).status == 2);
    CHECK(svd_audit({"verify"}).status == 2);
    CHECK(svd_audit({}).status == 2);
    CHECK(svd_audit({"verify", "--help"}).status == 0);
    fs::remove(folder.path() / "tile/0/000.p/13");
    const auto bad = svd_audit({"verify", folder.path(), "--key", hub.key()});
    CHECK(bad.status == 65);
    CHECK(has(bad.out, "FAILED   A203"));
    fs::remove(folder.path() / "key");
    CHECK(svd_audit({"verify", folder.path()}).status == 2);
}

TEST_CASE("explain: every code says what it means and what to do") {
    const std::string page = test::read_all(fs::path(SVD_SOURCE_DIR) / "docs/reference/audit.md");
    for (const audit::CodeText& text : audit::all_codes()) {
        const std::string severity = text.warning ? "warning" : "failure";
        CHECK(has(page, "| " + audit::code_text(text.code) + " | " + severity + " | " + std::string(text.title)));
        CHECK_FALSE(text.title.empty());
        CHECK_FALSE(text.why.empty());
        CHECK_FALSE(text.next.empty());
        CHECK(audit::find_code(audit::code_text(text.code)) == text.code);
    }
    CHECK(has(svd_audit({"explain", "A204"}).out, "hashes"));
    CHECK(has(svd_audit({"explain"}).out, "A801"));
    CHECK(svd_audit({"explain", "A999"}).status == 2);
}

TEST_CASE("list: filters and pages") {
    const test::SmallHub hub;
    const TempDir folder;
    hub.write_copy(folder.path());
    const audit::LogCopy copy(folder.path());
    const auto count = [&](const audit::EntryFilter& filter) {
        return audit::list_entries(copy, hub.size(), filter, 0, 100)->entries.size();
    };
    using Filter = audit::EntryFilter;
    CHECK(count({}) == 13);
    CHECK(count(Filter{.event = LogEvent::kSubmissionAccepted}) == 4);
    CHECK(count(Filter{.party = "test-police"}) == 9);
    CHECK(count(Filter{.actor = "urn:svd:auditor:hmicfrs"}) == 1);
    CHECK(count(Filter{.area = "E07000901"}) == 1);
    CHECK(count(Filter{.purpose = "identify_kinds"}) == 1);
    CHECK(count(Filter{.code = "E113"}) == 1);
    CHECK(count(Filter{.event = LogEvent::kSubmissionAccepted, .from = test::month("2021-04")}) == 4);
    CHECK(count(Filter{.event = LogEvent::kSubmissionAccepted, .to = test::month("2021-04")}) == 2);
    CHECK(count(Filter{.since = "2021-06-18", .until = "2021-06"}) == 13);
    CHECK(count(Filter{.since = "2021-07"}) == 0);
    CHECK(count(Filter{.until = "2021-06-17"}) == 0);
    const auto page = svd_audit({"list", folder.path(), "--limit", "5", "--json"});
    CHECK(page.status == 0);
    CHECK(has(page.out, "\"next\":5"));
    CHECK(has(svd_audit({"list", folder.path(), "--start", "10", "--json"}).out, "\"next\":null"));
    CHECK(has(svd_audit({"list", folder.path(), "--event", "erased"}).out, "refers to 4"));
    CHECK(svd_audit({"list", folder.path(), "--event", "exploded"}).status == 2);
    CHECK(svd_audit({"list", folder.path(), "--from", "June"}).status == 2);
    CHECK(svd_audit({"list", folder.path(), "--since", "June"}).status == 2);
    fs::remove(folder.path() / "tile/entries/000.p/13");
    CHECK(svd_audit({"list", folder.path()}).status == 66);
}

TEST_CASE("who-read: readings of a party's own, and figures that count it") {
    LogEntry entry;
    entry.counts = {{"party:test-police", 3}, {"entries", 2}};
    CHECK(audit::is_about(entry, "test-police"));
    CHECK(audit::counted_of(entry, "test-police") == 3);
    CHECK_FALSE(audit::is_about(entry, "police"));
    CHECK_FALSE(audit::is_about(entry, "entries"));
    entry.party = "test-ed";
    CHECK(audit::is_about(entry, "test-ed"));

    const test::SmallHub hub;
    const TempDir folder;
    hub.write_copy(folder.path());
    const auto told = svd_audit({"who-read", folder.path(), "--party", "test-police"});
    CHECK(told.status == 0);
    CHECK(has(told.out, "urn:svd:auditor:hmicfrs read receipt, no purpose stated"));
    CHECK(has(told.out,
              "urn:svd:analyst:vru was given profile E07000901 2021-04..2021-05, for identify_kinds, "
              "1 of its records"));
    CHECK(has(told.out, "2 readings of data of test-police"));
    CHECK(has(svd_audit({"who-read", folder.path(), "--party", "nobody"}).out, "0 readings"));
}

TEST_CASE("export: a pack verifies by itself and its tables are checked") {
    const test::SmallHub hub;
    const TempDir folder, out;
    hub.write_copy(folder.path());
    const auto made = svd_audit({"export", folder.path(), out.path() / "pack"});
    CHECK(made.status == 0);
    const fs::path pack = out.path() / "pack";
    for (const std::string& file : test::files_below(folder.path())) {
        CHECK(test::read_all(pack / file) == test::read_all(folder.path() / file));
    }
    CHECK(test::codes_of(test::verified(pack).report) == std::set<std::string>{});
    CHECK(test::read_all(pack / "entries.jsonl").starts_with("{\"index\":0,\"event\":\"log_begun\""));
    CHECK(test::read_all(pack / "entries.csv").starts_with(audit::csv_header()));
    CHECK(has(test::read_all(pack / "README.txt"), "svd-audit verify"));
    CHECK(svd_audit({"export", folder.path(), pack}).status == 2);  // nothing is written over
    for (const char* table : {"entries.jsonl", "entries.csv"}) {
        const std::string bytes = test::read_all(pack / table);
        for (std::size_t at = 0; at < bytes.size(); at += 7) {
            std::string changed = bytes;
            changed[at] ^= 1;
            test::write_all(pack / table, changed);
            CHECK(test::codes_of(test::verified(pack).report) == std::set<std::string>{"A208"});
        }
        test::write_all(pack / table, bytes + "x");
        CHECK(test::codes_of(test::verified(pack).report) == std::set<std::string>{"A208"});
        test::write_all(pack / table, bytes);
    }
}

TEST_CASE("export: a cell that a spreadsheet would take for a formula, and one with everything") {
    CHECK(audit::csv_cell("=1+1") == "'=1+1");
    CHECK(audit::csv_cell("a,\"b\"\n") == "\"a,\"\"b\"\"\n\"");
    CHECK(audit::csv_cell("plain text") == "plain text");
}

Submission of(std::vector<std::string> months) {
    std::vector<Incident> rows;
    for (const std::string& each : months) rows.push_back(test::crime("E01900001", each.c_str()));
    return test::submission_of(std::move(rows));
}

TEST_CASE("scorecard: months due, received, late and the rest") {
    test::AuditedHub hub;
    hub.at("2021-02-10T09:00:00Z");
    const Submission january = of({"2021-01"});
    hub.submit(january);                                   // in time
    hub.at("2021-05-02T09:00:00Z");
    hub.submit(of({"2021-02", "2021-03"}));                // 2021-02 late, 2021-03 late by two days
    hub.submit(test::submission_of({test::crime("E01900003", "2021-01")}));  // refused: is held
    Submission nil = test::submission_of({});
    nil.months = {202104};
    nil.nil_returns = {{202104, static_cast<Code>(CountUnit::kRecordedCrime)}};
    hub.submit(nil);  // in time
    auto replacement = of({"2021-01"});
    replacement.incidents.push_back(test::crime("E01900003", "2021-01", "drugs"));
    replacement.supply = static_cast<Code>(SupplyKind::kReplacement);
    replacement.supersedes = {test::digest_of(january)};
    hub.submit(replacement);
    Submission none = test::submission_of({});
    none.months = {202101};
    none.agreement = "H-1";
    none.not_available = {{202101, static_cast<Code>(CountUnit::kAttendance), 10}};
    hub.submit(none, "test-ed");
    LogEntry suspended;
    suspended.event = LogEvent::kAgreementSuspended;
    suspended.party = "test-ed";
    suspended.agreement = "H-1";
    hub.log(suspended);
    const TempDir folder;
    hub.write_copy(folder.path());
    REQUIRE(test::verified(folder.path()).report.failures() == 0);
    const ScorecardQuestion question{{test::month("2021-01"), test::month("2021-05")}, 30};
    const auto scores = audit::make_scorecard(audit::LogCopy(folder.path()), hub.size(), question).value();
    std::string text = audit::scorecard_text(scores, question);
    text.pop_back();
    CHECK(text == test::golden("scorecard.txt", text));
    const auto csv = svd_audit({"scorecard", folder.path(), "--due-from", "2021-01", "--due-to", "2021-05", "--csv"});
    CHECK(csv.status == 0);
    CHECK(has(csv.out, "test-police,Test Police,2021-01,2021-05,5,3,1,0,1,2,1,1,0,A-0 A-1\r\n"));
    const auto json = svd_audit({"scorecard", folder.path(), "--due-from", "2021-01", "--due-to", "2021-05", "--json"});
    CHECK(has(json.out, "\"suspended\":[\"H-1\"]"));
    CHECK(svd_audit({"scorecard", folder.path(), "--due-from", "2021-05", "--due-to", "2021-01"}).status == 2);
    fs::remove_all(folder.path() / "partnerships");
    CHECK(has(svd_audit({"scorecard", folder.path(), "--due-from", "2021-01", "--due-to", "2021-05"}).out,
              "test-police"));
}

TEST_CASE("times are read in one form only") {
    CHECK(parse_time("2021-06-18T07:06:40Z") == UtcTime(std::chrono::seconds(1'624'000'000)));
    CHECK(parse_time("2024-02-29T23:59:59Z").has_value());
    for (const char* wrong : {"", "2021-06-18", "2021-06-18T07:06:40", "2021-06-18T07:06:40z", "2021-06-18T24:00:00Z",
                              "2021-02-29T00:00:00Z", "2021-06-18T07:06:60Z", "2021-6-18T07:06:40Z ",
                              "-021-06-18T07:06:40Z", "2021-06-18T-7:06:40Z"}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_time(wrong).has_value());
    }
}

}  // namespace
}  // namespace svd
