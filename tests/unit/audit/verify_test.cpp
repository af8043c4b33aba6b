#include <doctest/doctest.h>
#include <fmt/ranges.h>

#include "tests/unit/audit/audited_hub.h"

namespace svd {
namespace {

namespace fs = std::filesystem;
using test::AuditedHub;
using test::codes_of;
using test::SmallHub;
using test::TempDir;
using test::verified;
using Codes = std::set<std::string>;

TEST_CASE("audit: a true copy verifies, and what was checked is counted") {
    const SmallHub hub;
    REQUIRE(hub.size() == 13);
    const TempDir folder;
    hub.write_copy(folder.path());
    const audit::Verified result = verified(folder.path());
    CHECK(codes_of(result.report) == Codes{});
    CHECK(result.checkpoint.says->size == 13);
    CHECK(result.checkpoint.cosigned.size() == 2);
    CHECK(result.counted.entries == 13);
    CHECK(result.counted.contents == 4);
    CHECK(result.counted.erased == 1);
    CHECK(result.bundles == 1);
    CHECK(result.tiles == 1);
}

TEST_CASE("audit: the empty log verifies") {
    const TempDir folder;
    test::write_copy_of({}, folder.path());
    CHECK(codes_of(verified(folder.path()).report) == Codes{});
}

TEST_CASE("audit: no copy is an error and not a finding") {
    const TempDir folder;
    const auto none = audit::verify_copy(audit::LogCopy(folder.path()), test::trust_in_test_log(), {});
    CHECK(none.error().code == Errc::kNotFound);
}

TEST_CASE("audit: a log of many tiles verifies at every size around their edges") {
    LogEntry entry;
    entry.at = "2021-06-18T07:06:40Z";
    entry.actor = kHubActor;
    std::vector<std::string> entries;
    for (const std::size_t size : {255U, 256U, 257U, 512U, 600U, 65'536U, 65'793U}) {
        while (entries.size() < size) {
            entry.event = entries.empty() ? LogEvent::kLogBegun : LogEvent::kConsulted;
            entry.subject = std::to_string(entries.size());
            entries.push_back(wire::encode_log_entry(entry));
        }
        const TempDir folder;
        test::write_copy_of(entries, folder.path());
        const audit::Verified result = verified(folder.path());
        CAPTURE(size);
        CHECK(codes_of(result.report) == Codes{});
        CHECK(result.tiles == tlog::tiles_of(size).size());
        CHECK(result.counted.entries == size);
    }
}

TEST_CASE("audit: files of a shorter log must be the beginning of what is there") {
    AuditedHub hub;
    const TempDir folder;
    hub.write_copy(folder.path());
    hub.submit(test::submission_of({test::crime("E01900001", "2021-04")}));
    hub.write_copy(folder.path());
    const audit::Verified result = verified(folder.path());
    CHECK(codes_of(result.report) == Codes{});
    CHECK(result.older_files == 2);
    for (const std::string file : {"tile/0/000.p/3", "tile/entries/000.p/3"}) {
        std::string bytes = test::read_all(folder.path() / file);
        bytes[bytes.size() / 2] ^= 1;
        test::write_all(folder.path() / file, bytes);
    }
    CHECK(verified(folder.path()).report.times(audit::Code::kOlderFileWrong) == 2);
}

struct ChangeCase {
    const char* name;
    std::function<void(const fs::path&)> change;
    Codes codes;
};

std::vector<ChangeCase> change_cases() {
    const auto remove = [](const char* file) { return [file](const fs::path& in) { fs::remove(in / file); }; };
    const auto write = [](const char* file, std::string bytes) {
        return [file, bytes](const fs::path& in) { test::write_all(in / file, bytes); };
    };
    return {
        {"no bundle", remove("tile/entries/000.p/13"), {"A201"}},
        {"no tile", remove("tile/0/000.p/13"), {"A203"}},
        {"no content", remove("contents/3"), {"A401"}},
        {"no contents at all", [](const fs::path& in) { fs::remove_all(in / "contents"); }, {"A401"}},
        {"no key", remove("key"), {}},
        {"no partnerships", [](const fs::path& in) { fs::remove_all(in / "partnerships"); }, {"A502"}},
        {"empty checkpoint", write("checkpoint", ""), {"A101"}},
        {"another text is signed",
         write("checkpoint", tlog::format_note({"hello\n", {test::test_signer().sign("hello\n")}})),
         {"A101"}},
        {"another key",
         write("key", tlog::format_verifier_key(
                          tlog::NoteSigner("hub.test/log", Ed25519PrivateKey::from_seed({9})).verifier_key())),
         {"A104"}},
        {"another partnership",
         [](const fs::path& in) { test::write_all(*fs::directory_iterator(in / "partnerships"), "{}"); },
         {"A501"}},
        {"a partnership that no entry names",
         write("partnerships/44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a.json", "{}"),
         {"A207"}},
        {"a partnership by another name", write("partnerships/newest.json", "{}"), {"A207"}},
        {"an alarm", write("alarm/checkpoint-12", "x"), {"A604"}},
        {"content of an entry that has none", write("contents/0", "x"), {"A407"}},
        {"content that was erased", write("contents/4", "x"), {"A402", "A408"}},
        {"nothing is left of what was erased", remove("left/4"), {"A413"}},
        {"a left-over that is none", write("left/4", "x"), {"A409"}},
        {"a left-over of another entry",
         [](const fs::path& in) { fs::copy(in / "left/4", in / "left/3"); },
         {"A411", "A412"}},
        {"a left-over of an entry that has no content", write("left/0", "x"), {"A412"}},
        {"a left-over beyond the log", write("left/13", "x"), {"A207"}},
        {"something else among the left-overs", write("left/04", "x"), {"A207"}},
        {"content that is none", write("contents/3", "x"), {"A402"}},
        {"content that is too large", write("contents/3", std::string(9U << 20U, 'x')), {"A402"}},
        {"content beyond the log", write("contents/13", "x"), {"A207"}},
        {"a bundle beyond the log", write("tile/entries/000.p/14", "x"), {"A207"}},
        {"a tile beyond the log", write("tile/1/000.p/1", "x"), {"A207"}},
        {"something else", write("contents/notes.txt", "x"), {"A207"}},
        {"a link", [](const fs::path& in) { fs::create_symlink("checkpoint", in / "checkpoint.old"); }, {"A207"}},
        {"a folder for the bundle",
         [](const fs::path& in) {
             fs::remove(in / "tile/entries/000.p/13");
             fs::create_directories(in / "tile/entries/000.p/13");
         },
         {"A202"}},
        {"neither bundle nor tile",
         [](const fs::path& in) {
             fs::remove(in / "tile/entries/000.p/13");
             fs::remove(in / "tile/0/000.p/13");
         },
         {"A201", "A205"}},
    };
}

TEST_CASE("audit: each thing that is wrong with a copy has its code") {
    const SmallHub hub;
    for (const ChangeCase& each : change_cases()) {
        SUBCASE(each.name) {
            const TempDir folder;
            hub.write_copy(folder.path());
            each.change(folder.path());
            const Codes found = codes_of(verified(folder.path()).report);
            CAPTURE(fmt::format("{}", fmt::join(found, " ")));
            CHECK(found == each.codes);
        }
    }
}

TEST_CASE("audit: without contents only what is there of the log is checked") {
    const SmallHub hub;
    const TempDir folder;
    hub.write_copy(folder.path());
    fs::remove_all(folder.path() / "contents");
    const audit::Verified result = verified(folder.path(), {.with_contents = false});
    CHECK(codes_of(result.report) == Codes{});
    CHECK(result.counted.no_content_looked_for == 5);
}

TEST_CASE("audit: who signed is what the caller trusts") {
    const SmallHub hub;
    const TempDir folder;
    hub.write_copy(folder.path());
    const auto codes = [&](const audit::Trust& trust) {
        return codes_of(audit::verify_copy(audit::LogCopy(folder.path()), trust, {})->report);
    };
    audit::Trust trust = test::trust_in_test_log();
    trust.policy->witnesses.push_back({"w13", test::witness(13).verifier_key(), ""});
    trust.policy->groups[0] = {"both", 3, {"w11", "w12", "w13"}};
    CHECK(codes(trust) == Codes{"A103"});
    trust.policy->groups[0].threshold = 2;
    CHECK(codes(trust) == Codes{});
    trust.policy.reset();
    CHECK(codes(trust) == Codes{});
    trust.log = tlog::NoteSigner("hub.test/log", Ed25519PrivateKey::from_seed({9})).verifier_key();
    CHECK(codes(trust) == Codes{"A102", "A104"});
}

struct EntryCase {
    const char* name;
    std::function<void(std::vector<LogEntry>&)> change;
    Codes codes;
};

std::vector<EntryCase> entry_cases() {
    using Entries = std::vector<LogEntry>;
    return {
        {"nothing", [](Entries&) {}, {}},
        {"not begun", [](Entries& all) { all[0].event = LogEvent::kStarted; }, {"A302"}},
        {"begun twice", [](Entries& all) { all[2].event = LogEvent::kLogBegun; }, {"A303"}},
        {"replaces another",
         [](Entries& all) {
             all[2].event = LogEvent::kLogBegun;
             all[2].snapshot = 99;
             all[2].question = "replaces hub.test/lost";
         },
         {"A310"}},
        {"goes on with another key",
         [](Entries& all) {
             all[2].event = LogEvent::kLogKeyRotated;
             all[2].question = "replaces hub.test/exposed";
         },
         {"A310"}},
        {"another key for no other log", [](Entries& all) { all[2].event = LogEvent::kLogKeyRotated; }, {"A303"}},
        {"begins with another key", [](Entries& all) { all[0].event = LogEvent::kLogKeyRotated; }, {"A302"}},
        {"refers to itself", [](Entries& all) { all[2].refers_to = {2}; }, {"A304"}},
        {"refers ahead", [](Entries& all) { all[1].refers_to = {0, 3}; }, {"A304"}},
        {"no time", [](Entries& all) { all[1].at = "yesterday"; }, {"A305"}},
        {"the 31st of June", [](Entries& all) { all[1].at = "2021-06-31T00:00:00Z"; }, {"A305"}},
        {"five minutes back", [](Entries& all) { all[2].at = "2021-06-18T07:01:40Z"; }, {}},
        {"more than five minutes back", [](Entries& all) { all[2].at = "2021-06-18T07:01:39Z"; }, {"A306"}},
        {"figures of the future", [](Entries& all) { all[2].snapshot = 3; }, {"A307"}},
        {"figures of all before", [](Entries& all) { all[2].snapshot = 2; }, {}},
        {"disclosed what", [](Entries& all) { all[2].event = LogEvent::kDisclosed; }, {"A308"}},
        {"accepted from whom", [](Entries& all) { all[2].event = LogEvent::kSubmissionAccepted; }, {"A308", "A401"}},
        {"erased what", [](Entries& all) { all[2].event = LogEvent::kErased; }, {"A308", "A415"}},
    };
}

TEST_CASE("audit: what a hub has signed is not therefore in order") {
    for (const EntryCase& each : entry_cases()) {
        SUBCASE(each.name) {
            std::vector<LogEntry> entries(4);
            for (LogEntry& entry : entries) {
                entry.at = "2021-06-18T07:06:40Z";
                entry.actor = kHubActor;
            }
            entries[0].event = LogEvent::kLogBegun;
            each.change(entries);
            std::vector<std::string> bytes;
            for (const LogEntry& entry : entries) bytes.push_back(wire::encode_log_entry(entry));
            const TempDir folder;
            test::write_copy_of(bytes, folder.path());
            CHECK(codes_of(verified(folder.path()).report) == each.codes);
        }
    }
}

TEST_CASE("audit: an entry in another form, and one that is none") {
    AuditedHub hub;
    std::vector<std::string> entries = hub.entries();
    entries[1] += entries[1];  // every field twice: the first is passed over
    entries[2] = "garbage";
    const TempDir folder;
    test::write_copy_of(entries, folder.path());
    const audit::Verified result = verified(folder.path());
    CHECK(codes_of(result.report) == Codes{"A309", "A301"});
}

TEST_CASE("audit: what is wrong everywhere is counted and told a few times") {
    const SmallHub hub;
    std::vector<std::string> entries = hub.entries();
    entries.resize(500, "garbage");
    const TempDir folder;
    test::write_copy_of(entries, folder.path());
    const audit::Report report = verified(folder.path()).report;
    CHECK(report.times(audit::Code::kEntryUnreadable) == 487);
    CHECK(report.findings().size() < 40);
    CHECK(report.not_told() == report.failures() + report.warnings() - report.findings().size());
}

TEST_CASE("audit: a checkpoint of far more than there is does not keep us") {
    const TempDir folder;
    test::write_all(folder.path() / "checkpoint",
                    test::cosigned(tlog::sign_checkpoint(std::uint64_t{1} << 60U, Digest{1}, test::test_signer())));
    CHECK(codes_of(verified(folder.path()).report) == Codes{"A201", "A209"});
}

}  // namespace
}  // namespace svd
