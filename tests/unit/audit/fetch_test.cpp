#include "audit/fetch/fetch.h"

#include <doctest/doctest.h>

#include "core/base/limits.h"
#include "tests/unit/audit/command.h"
#include "tests/unit/audit/folder_source.h"

namespace svd {
namespace {

namespace fs = std::filesystem;
using test::codes_of;
using test::contents_of;
using test::fetched;
using test::FolderSource;
using test::TempDir;
using Codes = std::set<std::string>;

// From entry `other_from` on another log than without.
std::vector<std::string> readings(std::size_t count, std::size_t other_from = SIZE_MAX) {
    LogEntry entry;
    entry.at = "2021-06-18T07:06:40Z";
    entry.actor = kHubActor;
    std::vector<std::string> entries;
    for (std::size_t i = 0; i < count; ++i) {
        entry.event = i == 0 ? LogEvent::kLogBegun : LogEvent::kConsulted;
        entry.subject = (i < other_from ? "" : "other ") + std::to_string(i);
        entries.push_back(wire::encode_log_entry(entry));
    }
    return entries;
}

TEST_CASE("fetch: a new copy is byte for byte what the hub holds, and verifies") {
    const test::SmallHub hub;
    const TempDir at_hub, parent;
    const fs::path copy = parent.path() / "new/copy";
    hub.write_copy(at_hub.path());
    FolderSource source(at_hub.path());
    const auto done = fetched(source, copy);
    REQUIRE(done.has_value());
    CHECK(codes_of(done->report) == Codes{});
    CHECK(done->now->size == 13);
    CHECK_FALSE(done->before.has_value());
    CHECK(done->beside.contents == 4);
    CHECK(done->beside.erased == 1);
    CHECK(done->beside.partnerships == 1);
    CHECK(contents_of(copy) == contents_of(at_hub.path()));
    CHECK(codes_of(test::verified(copy).report) == Codes{});
    for (const std::string& path : source.asked) CHECK(path != "/v1/log/contents/4");  // an entry says: erased
}

TEST_CASE("fetch: a copy that is brought up to date is as one that was made anew") {
    const TempDir copy;
    std::uint64_t before = 0;
    for (const std::size_t size : {1U, 13U, 255U, 256U, 257U, 512U, 600U, 600U, 65'535U, 65'793U}) {
        CAPTURE(size);
        const TempDir at_hub;
        test::write_copy_of(readings(size), at_hub.path());
        FolderSource source(at_hub.path());
        const auto done = fetched(source, copy.path());
        REQUIRE(done.has_value());
        CHECK(codes_of(done->report) == Codes{});
        CHECK(contents_of(copy.path()) == contents_of(at_hub.path()));
        CHECK(done->entries.bundles == (before == size ? 0 : (size + 255) / 256 - before / 256));
        before = size;
    }
}

TEST_CASE("fetch: a line that is cut at any question leaves a sound copy, and the next fetch completes it") {
    test::SmallHub hub;
    const TempDir first_at_hub;
    hub.write_copy(first_at_hub.path());
    LogEntry reading;
    reading.event = LogEvent::kConsulted;
    while (hub.size() < 600) hub.log(reading);
    hub.submit(test::submission_of({test::crime("E01900001", "2021-06")}));
    hub.erase(hub.size() - 1);
    hub.erase(hub.first);
    hub.submit(test::submission_of({test::crime("E01900001", "2021-03")}));
    hub.submit(test::submission_of({test::crime("E01900001", "2021-02")}));
    hub.agree({});
    const TempDir at_hub;
    hub.write_copy(at_hub.path());
    FolderSource whole(at_hub.path());
    const TempDir uncut;
    REQUIRE(fetched(whole, uncut.path()).has_value());
    for (const bool begun : {false, true}) {
        for (std::size_t cut = 1; cut <= whole.asked.size(); ++cut) {
            CAPTURE(begun);
            CAPTURE(cut);
            const TempDir copy;
            if (begun) {
                FolderSource earlier(first_at_hub.path());
                REQUIRE(fetched(earlier, copy.path()).has_value());
            }
            FolderSource source(at_hub.path());
            source.fails_at = cut;
            if (fetched(source, copy.path()).has_value())
                continue;  // fewer questions are asked of a copy that is begun
            if (begun) CHECK(test::verified(copy.path()).report.failures() == 0);
            else CHECK_FALSE(fs::exists(copy.path() / "checkpoint"));
            source.fails_at = 0;
            const auto again = fetched(source, copy.path());
            REQUIRE(again.has_value());
            CHECK(codes_of(again->report) == Codes{});
            CHECK(contents_of(copy.path()) == contents_of(at_hub.path()));
        }
    }
}

TEST_CASE("fetch: what an interrupted fetch has left is used, unless it is damaged") {
    const TempDir at_hub;
    test::write_copy_of(readings(600), at_hub.path());
    const TempDir copy;
    FolderSource source(at_hub.path());
    source.fails_at = 5;  // key, checkpoint, two bundles
    REQUIRE_FALSE(fetched(source, copy.path()).has_value());
    REQUIRE(fs::exists(copy.path() / "tile/entries/001"));
    SUBCASE("used") {
        FolderSource again(at_hub.path());
        CHECK(fetched(again, copy.path())->entries.bundles == 1);
    }
    SUBCASE("damaged: fetched anew") {
        test::write_all(copy.path() / "tile/entries/001", test::read_all(at_hub.path() / "tile/entries/000"));
        test::write_all(copy.path() / "unfinished", "half");
        FolderSource again(at_hub.path());
        CHECK(fetched(again, copy.path())->entries.bundles == 1 + 3);
    }
    CHECK(contents_of(copy.path()) == contents_of(at_hub.path()));
}

struct AlarmCase {
    const char* name;
    std::size_t size, other_from;
    const char* without;  // a file that the hub does not give
};

const AlarmCase kAlarmCases[] = {
    {"an older state", 299, SIZE_MAX, ""},
    {"another past of the same size", 300, 200, ""},
    {"another past, and longer", 700, 299, ""},
    {"another past from the beginning", 700, 0, ""},
    {"longer, and no proof of it", 700, SIZE_MAX, "tile/0/001"},
};

TEST_CASE("fetch: a log that does not continue the copy is the alarm, and nothing is replaced") {
    for (const AlarmCase& each : kAlarmCases) {
        CAPTURE(each.name);
        const TempDir copy, first, other;
        test::write_copy_of(readings(300), first.path());
        FolderSource before(first.path());
        REQUIRE(fetched(before, copy.path()).has_value());
        const auto held = contents_of(copy.path());
        test::write_copy_of(readings(each.size, each.other_from), other.path());
        if (*each.without != '\0') fs::remove(other.path() / each.without);
        FolderSource source(other.path());
        const auto done = fetched(source, copy.path());
        REQUIRE(done.has_value());
        CHECK(codes_of(done->report) == Codes{"A603"});
        auto after = contents_of(copy.path());
        const std::string evidence = fs::path(done->evidence).lexically_relative(copy.path());
        CHECK(after[evidence] == test::read_all(other.path() / "checkpoint"));
        after.erase(evidence);
        CHECK(after == held);
        CHECK(codes_of(test::verified(copy.path()).report) == Codes{"A604"});
        FolderSource honest(first.path());  // does not end the alarm's evidence
        CHECK(codes_of(fetched(honest, copy.path())->report) == Codes{});
        CHECK(fs::exists(done->evidence));
    }
}

struct LieCase {
    const char* name;
    std::function<void(const fs::path& at_hub, const fs::path& copy)> change;
    Codes codes;
};

std::vector<LieCase> lie_cases() {
    const tlog::NoteSigner other("hub.test/log", Ed25519PrivateKey::from_seed({9}));
    const std::string other_key = tlog::format_verifier_key(other.verifier_key()) + "\n";
    return {
        {"another key", [=](auto& hub, auto&) { test::write_all(hub / "key", other_key); }, {"A104"}},
        {"the copy is of another key", [=](auto&, auto& copy) { test::write_all(copy / "key", other_key); }, {"A104"}},
        {"signed by another key",
         [=](auto& hub, auto&) {
             test::write_copy_of(readings(600), hub, other);
             fs::remove(hub / "key");
             test::write_all(hub / "key", tlog::format_verifier_key(test::test_signer().verifier_key()) + "\n");
         },
         {"A102"}},
        {"no checkpoint at all", [](auto& hub, auto&) { test::write_all(hub / "checkpoint", "none"); }, {"A101"}},
        {"entries that were not signed",
         [](auto& hub, auto&) {
             auto entries = readings(600);
             entries[555] = readings(556, 555)[555];
             test::write_all(hub / "tile/entries/002.p/88",
                             tlog::encode_bundle({entries.begin() + 512, entries.end()}));
         },
         {"A205"}},
        {"a bundle is not there", [](auto& hub, auto&) { fs::remove(hub / "tile/entries/001"); }, {"A201"}},
        {"a bundle is short", [](auto& hub, auto&) { test::write_all(hub / "tile/entries/001", "abc"); }, {"A202"}},
        {"the copy is damaged",
         [](auto&, auto& copy) { test::write_all(copy / "tile/0/000", std::string(256 * 32, 'x')); },
         {"A602"}},
    };
}

TEST_CASE("fetch: what the hub has not signed does not get a checkpoint") {
    for (const LieCase& each : lie_cases()) {
        CAPTURE(each.name);
        const TempDir copy, first, at_hub;
        test::write_copy_of(readings(300), first.path());
        FolderSource before(first.path());
        REQUIRE(fetched(before, copy.path()).has_value());
        test::write_copy_of(readings(600), at_hub.path());
        each.change(at_hub.path(), copy.path());
        FolderSource source(at_hub.path());
        const auto done = fetched(source, copy.path());
        REQUIRE(done.has_value());
        CHECK(codes_of(done->report) == each.codes);
        CHECK(test::read_all(copy.path() / "checkpoint") == test::read_all(first.path() / "checkpoint"));
    }
}

TEST_CASE("fetch: contents that are erased or missing are counted, and verify says which it minds") {
    const test::SmallHub hub;
    const TempDir at_hub, copy;
    hub.write_copy(at_hub.path());
    FolderSource source(at_hub.path());
    source.says["/v1/log/contents/3"] = test::problem_answer(410, "erased");
    source.says["/v1/log/contents/8"] = test::problem_answer(404, "content-unknown");
    const auto done = fetched(source, copy.path());
    REQUIRE(done.has_value());
    CHECK(done->report.findings().empty());
    CHECK(done->beside.erased == 2);
    CHECK(done->beside.missing + done->beside.contents == 3);
    CHECK(test::verified(copy.path()).report.has(audit::Code::kContentMissing));
}

TEST_CASE("fetch: what has been erased since is deleted from the copy, and what is left of it takes its place") {
    test::SmallHub hub;
    const TempDir at_hub, later_at_hub, copy;
    hub.write_copy(at_hub.path());
    FolderSource source(at_hub.path());
    REQUIRE(fetched(source, copy.path()).has_value());
    const std::string held = test::read_all(copy.path() / "contents/3");
    REQUIRE_FALSE(held.empty());
    hub.erase(hub.first);
    hub.write_copy(later_at_hub.path());
    FolderSource later(later_at_hub.path());
    auto done = fetched(later, copy.path());
    REQUIRE(done.has_value());
    CHECK(done->beside.erased == 1);
    CHECK(done->beside.left_overs == 1);
    CHECK(done->beside.dropped == 1);
    CHECK(contents_of(copy.path()) == contents_of(later_at_hub.path()));
    CHECK_FALSE(fs::exists(copy.path() / "contents/3"));
    CHECK(codes_of(test::verified(copy.path()).report) == Codes{});
    // Ended between the checkpoint and the deletion: the next fetch deletes, though no entry is new to it.
    test::write_all(copy.path() / "contents/3", held);
    CHECK(codes_of(test::verified(copy.path()).report) == Codes{"A408"});
    done = fetched(later, copy.path());
    CHECK(done->beside.dropped == 1);
    CHECK(contents_of(copy.path()) == contents_of(later_at_hub.path()));
}

TEST_CASE("fetch: a hub that has nothing left of what it erased is told of, and the content is deleted all the same") {
    test::SmallHub hub;
    const TempDir at_hub, copy;
    hub.write_copy(at_hub.path());
    FolderSource source(at_hub.path());
    REQUIRE(fetched(source, copy.path()).has_value());
    const std::uint64_t by = hub.erase(hub.first);
    const TempDir later_at_hub;
    hub.write_copy(later_at_hub.path());
    fs::remove(later_at_hub.path() / audit::left_over_path(hub.first));
    FolderSource later(later_at_hub.path());
    const auto done = fetched(later, copy.path());
    REQUIRE(done.has_value());
    CHECK(done->beside.left_overs_missing == 1);
    CHECK(done->beside.dropped == 1);
    const auto report = test::verified(copy.path()).report;
    CHECK(codes_of(report) == Codes{"A413"});
    CHECK(report.findings().front().detail == "erased by entry " + std::to_string(by));
}

TEST_CASE("fetch: more cosignatures of the same size are taken, fewer are not") {
    const TempDir at_hub, copy;
    test::write_copy_of(readings(10), at_hub.path());
    const std::string full = test::read_all(at_hub.path() / "checkpoint");
    const std::string alone = full.substr(0, full.find("\xe2\x80\x94 urn:svd"));
    for (const auto& [shown, kept] : {std::pair(alone, alone), std::pair(full, full), std::pair(alone, full)}) {
        test::write_all(at_hub.path() / "checkpoint", shown);
        FolderSource source(at_hub.path());
        REQUIRE(fetched(source, copy.path()).has_value());
        CHECK(test::read_all(copy.path() / "checkpoint") == kept);
    }
}

TEST_CASE("fetch: a folder of something else, and one that another fetch has") {
    const TempDir at_hub, other, copy;
    test::write_copy_of(readings(10), at_hub.path());
    FolderSource source(at_hub.path());
    test::write_all(other.path() / "letter.txt", "dear");
    CHECK(fetched(source, other.path()).error().code == Errc::kInvalid);
    CHECK(source.asked.empty());
    const auto first = audit::CopyWriter::open(copy.path());
    REQUIRE(first.has_value());
    CHECK(fetched(source, copy.path()).error().code == Errc::kConflict);
}

struct PatienceCase {
    const char* name;
    std::vector<HttpsAnswer> answers;  // the last one again and again
    std::vector<int> waits;
    std::optional<Errc> error;
};

class ScriptedSource final : public audit::LogSource {
public:
    explicit ScriptedSource(std::vector<HttpsAnswer> answers) : answers_(std::move(answers)) {}
    Result<HttpsAnswer> get(const std::string&, std::size_t) override {
        return answers_[std::min(asked_++, answers_.size() - 1)];
    }

private:
    std::vector<HttpsAnswer> answers_;
    std::size_t asked_ = 0;
};

TEST_CASE("fetch: a busy hub is asked again as it says, a bounded number of times") {
    const HttpsAnswer good{200, "", "x", std::nullopt};
    const auto busy = [](int status, std::optional<std::chrono::seconds> after) {
        HttpsAnswer answer = test::problem_answer(status, "busy");
        answer.retry_after = after;
        return answer;
    };
    using std::chrono::seconds;
    const PatienceCase cases[] = {
        {"at once", {good}, {}, {}},
        {"as it says", {busy(503, seconds(7)), busy(429, seconds(3)), good}, {7, 3}, {}},
        {"it does not say", {busy(503, {}), busy(503, {}), busy(503, {}), good}, {1, 2, 4}, {}},
        {"always busy", {busy(503, {})}, {1, 2, 4, 8, 16}, Errc::kBusy},
        {"too long", {busy(503, limits::kFetchWaitMax + seconds(1)), good}, {}, Errc::kBusy},
        {"has lost its log", {test::problem_answer(503, "log-contradicted")}, {}, Errc::kUnreachable},
        {"may not", {test::problem_answer(403, "role-not-allowed")}, {}, Errc::kDenied},
        {"failed", {test::problem_answer(500, "internal")}, {}, Errc::kUnreachable},
        {"is not there", {test::problem_answer(404, "unknown")}, {}, Errc::kNotFound},
        {"a proxy's page", {HttpsAnswer{404, "text/html", "<html>", {}}}, {}, Errc::kUnreachable},
        {"a redirect", {HttpsAnswer{302, "", "", {}}}, {}, Errc::kUnreachable},
    };
    for (const PatienceCase& each : cases) {
        CAPTURE(each.name);
        ScriptedSource source(each.answers);
        std::vector<int> waits;
        audit::PatientSource patient(source, [&](seconds time) { waits.push_back(static_cast<int>(time.count())); });
        const auto answer = patient.need("/v1/log/key", 10);
        CHECK(waits == each.waits);
        CHECK(answer.has_value() == !each.error.has_value());
        if (each.error) CHECK(answer.error().code == *each.error);
    }
}

TEST_CASE("fetch: the command needs a key the first time, and says when it cannot reach the hub") {
    const TempDir folder;
    const std::string none = folder.path() / "none";
    const auto run = [&](std::initializer_list<std::string> more) {
        std::vector<std::string> all{"fetch",  folder.path() / "copy",
                                     "--hub",  "https://127.0.0.1:1",
                                     "--cert", none,
                                     "--key",  none,
                                     "--ca",   none,
                                     "--json"};
        all.insert(all.end(), more);
        return test::svd_audit(all);
    };
    const auto without = run({});
    CHECK(without.status == 2);
    CHECK(test::has(without.err, "--log-key"));
    CHECK_FALSE(fs::exists(folder.path() / "copy"));
    CHECK(run({"--log-key", "no+key"}).status == 2);
    const std::string key = tlog::format_verifier_key(test::test_signer().verifier_key());
    CHECK(run({"--log-key", key}).status == 75);
    test::write_all(folder.path() / "copy/key", key + "\n");
    CHECK(run({}).status == 75);
    CHECK(test::svd_audit({"fetch", folder.path()}).status == 2);
}

}  // namespace
}  // namespace svd
