#include "audit/replay/replay.h"

#include <doctest/doctest.h>

#include "audit/replay/question.h"
#include "tests/unit/audit/command.h"

namespace svd {
namespace {

using audit::ReplayVerdict;
using test::crime;
using test::has;
using test::submission_of;
using test::svd_audit;
using test::TempDir;

audit::Replayed replayed(const test::AuditedHub& hub, const TempDir& folder, std::uint64_t index) {
    return audit::replay_profile(audit::LogCopy(folder.path()), hub.size(), index, hub.geography(), hub.catalogue())
        .value();
}

// Figures before and after each change of what is held, in every form.
struct Disclosures : test::AuditedHub {
    std::vector<std::uint64_t> all;
    void disclose_all() {
        all.push_back(disclose("E07000901", "2021-04", "2021-05", ".csv"));
        all.push_back(disclose("E23000099", "2021-04", "2021-05", ".pb"));
        all.push_back(disclose("E23000099", "2021-04", "2021-05", ".json", "geography=lsoa-2021"));
        all.push_back(disclose("E07000901", "2021-04", "2021-04", ""));
        all.push_back(disclose("E23000099", "2021-04", "2021-05", ".csv", "", "kent-like,home-office-measures@1"));
    }
    Disclosures() {
        disclose_all();
        const auto rows = submission_of({crime("E01900001", "2021-04"), crime("E01900003", "2021-04", "drugs")});
        submit(rows);
        disclose_all();
        auto replacement = submission_of({crime("E01900012", "2021-04")}, SupplyKind::kReplacement);
        replacement.supersedes = {test::digest_of(rows)};
        submit(replacement);
        disclose_all();
        Submission correction = submission_of({}, SupplyKind::kCorrection);
        correction.months = {202104};
        correction.withdrawals = {{RowAddress{test::digest_of(replacement), 0}, 10}};
        submit(correction);
        disclose_all();
    }
};

TEST_CASE("replay: figures that were handed out come out the same, whatever happened since") {
    Disclosures hub;
    hub.submit(submission_of({crime("E01900001", "2021-05")}));
    LogEntry agreement;
    agreement.event = LogEvent::kAgreementSuspended;
    agreement.party = "test-police";
    agreement.agreement = "A-1";
    hub.log(agreement);
    hub.disclose_all();  // all is withheld
    agreement.event = LogEvent::kAgreementResumed;
    hub.log(agreement);
    hub.disclose_all();
    const TempDir folder;
    hub.write_copy(folder.path());
    REQUIRE(test::verified(folder.path()).report.findings().empty());
    for (const std::uint64_t index : hub.all) {
        CAPTURE(index);
        const auto result = replayed(hub, folder, index);
        CHECK(result.why == "");
        CHECK(result.verdict == ReplayVerdict::kSame);
    }
    CHECK(replayed(hub, folder, hub.all[0]).form == "csv");
    CHECK(replayed(hub, folder, hub.all[1]).form == "protobuf");
    CHECK(replayed(hub, folder, hub.all[3]).form == "json");
    CHECK(replayed(hub, folder, hub.all.back()).submissions == 4);
}

TEST_CASE("replay: figures that were not what the submissions give are told") {
    test::AuditedHub hub;
    hub.submit(submission_of({crime("E01900001", "2021-04")}));
    const std::uint64_t honest = hub.disclose("E07000901", "2021-04", "2021-04", ".csv");
    LogEntry lie = wire::decode_log_entry(hub.entries()[honest]).value();
    lie.digest = Digest{1};
    const std::uint64_t lied = hub.log(lie);
    LogEntry early = wire::decode_log_entry(hub.entries()[honest]).value();
    early.snapshot = 3;  // says that the submission was not counted
    const std::uint64_t counted_anyway = hub.log(early);
    const TempDir folder, reference;
    hub.write_copy(folder.path());
    test::write_small_geography(reference);
    CHECK(replayed(hub, folder, honest).verdict == ReplayVerdict::kSame);
    CHECK(replayed(hub, folder, lied).verdict == ReplayVerdict::kDifferent);
    CHECK(replayed(hub, folder, counted_anyway).verdict == ReplayVerdict::kDifferent);
    const auto run = [&](std::uint64_t index) {
        return svd_audit({"replay", folder.path(), std::to_string(index), "--reference", reference.path(),
                          "--definitions", SVD_SOURCE_DIR "/deploy/definitions", "--json"});
    };
    CHECK(run(honest).status == 0);
    CHECK(has(run(honest).out, "\"verdict\":\"same\""));
    CHECK(run(lied).status == 65);
    CHECK(has(run(lied).out, "A801"));
    CHECK(run(3).status == 66);
    CHECK(run(99).status == 66);
}

TEST_CASE("replay: a suspension between the figures and their entry") {
    test::AuditedHub hub;
    hub.submit(submission_of({crime("E01900001", "2021-04")}));
    const std::uint64_t given = hub.disclose("E07000901", "2021-04", "2021-04", "");
    const LogEntry figures = wire::decode_log_entry(hub.entries()[given]).value();
    LogEntry suspended;
    suspended.event = LogEvent::kAgreementSuspended;
    suspended.party = "test-police";
    suspended.agreement = "A-1";
    hub.log(suspended);
    const std::uint64_t entered_late = hub.log(figures);
    const TempDir folder;
    hub.write_copy(folder.path());
    CHECK(replayed(hub, folder, entered_late).verdict == ReplayVerdict::kSame);
}

TEST_CASE("replay: the partnership is the one that was in force at the time") {
    test::AuditedHub hub;
    hub.submit(submission_of({crime("E01900001", "2021-04")}));
    const std::vector<Party> at_first = hub.parties();
    std::vector<std::uint64_t> all;
    const auto disclose = [&] { all.push_back(hub.disclose("E07000901", "2021-04", "2021-04", ".json")); };
    disclose();
    std::vector<Party> renamed = at_first;
    for (Party& party : renamed) party.name += " and Fire";
    hub.agree(renamed);
    disclose();
    hub.agree({});
    disclose();
    hub.agree(at_first);
    disclose();
    const TempDir folder;
    hub.write_copy(folder.path());
    REQUIRE(test::verified(folder.path()).report.findings().empty());
    for (const std::uint64_t index : all) {
        CAPTURE(index);
        const auto result = replayed(hub, folder, index);
        CHECK(result.why == "");
        CHECK(result.verdict == ReplayVerdict::kSame);
    }
    CHECK(replayed(hub, folder, all[0]).computed != replayed(hub, folder, all[1]).computed);
    CHECK(replayed(hub, folder, all[0]).computed == replayed(hub, folder, all[3]).computed);
    const auto entry = wire::decode_log_entry(hub.entries()[2]).value();
    test::write_all(folder.path() / audit::partnership_path(*entry.digest), "{}");
    CHECK(has(replayed(hub, folder, all[0]).why, "A501"));
    CHECK(replayed(hub, folder, all[1]).verdict == ReplayVerdict::kSame);
}

TEST_CASE("replay: what cannot be said is not said") {
    test::AuditedHub hub;
    const std::uint64_t first = hub.submit(submission_of({crime("E01900001", "2021-04")}));
    const std::uint64_t figures = hub.disclose("E07000901", "2021-04", "2021-04", "");
    const TempDir folder;
    hub.write_copy(folder.path());
    std::filesystem::remove(folder.path() / audit::content_path(first));
    CHECK(has(replayed(hub, folder, figures).why, "the content of entry 3 is not in the copy"));
    hub.erase(first);
    const TempDir after;
    hub.write_copy(after.path());
    const auto erased = replayed(hub, after, figures);
    CHECK(erased.verdict == ReplayVerdict::kImpossible);
    CHECK(has(erased.why, "was erased at entry 5"));
    CHECK(replayed(hub, after, 0).verdict == ReplayVerdict::kImpossible);
    std::filesystem::remove_all(after.path() / "partnerships");
    CHECK(has(replayed(hub, after, figures).why, "the copy has not got the partnership of that time"));
}

TEST_CASE("replay: what was erased and played no part does not matter") {
    const test::SmallHub hub;
    const TempDir folder;
    hub.write_copy(folder.path());
    const auto result = replayed(hub, folder, hub.profile);
    CHECK(result.verdict == ReplayVerdict::kSame);
    CHECK(result.left_out == 1);
}

// What is left of it stands in, so that what refers to it does not fail.
TEST_CASE("replay: what was erased and had been replaced does not matter either") {
    test::AuditedHub hub;
    const auto rows = submission_of({crime("E01900001", "2021-04")});
    const std::uint64_t first = hub.submit(rows);
    auto replacement = submission_of({crime("E01900012", "2021-04")}, SupplyKind::kReplacement);
    replacement.supersedes = {test::digest_of(rows)};
    hub.submit(replacement);
    const std::uint64_t figures = hub.disclose("E07000901", "2021-04", "2021-04", "");
    const std::uint64_t erasure = hub.erase(first);
    const TempDir folder;
    hub.write_copy(folder.path());
    const auto result = replayed(hub, folder, figures);
    CHECK(result.verdict == ReplayVerdict::kSame);
    CHECK(result.left_out == 1);
    std::filesystem::remove(folder.path() / audit::left_over_path(first));
    const auto without = replayed(hub, folder, figures);
    CHECK(without.verdict == ReplayVerdict::kImpossible);
    CHECK(has(without.why, "was erased at entry " + std::to_string(erasure)));
}

struct Erasures : Disclosures {
    std::uint64_t may = 0, june = 0, by = 0;
    std::vector<std::uint64_t> needed_it, since;
    Erasures() {
        const auto of_may = submission_of({crime("E01900001", "2021-05"), crime("E01900003", "2021-05", "drugs")});
        const auto of_june = submission_of({crime("E01900001", "2021-06"), crime("E01900003", "2021-06")});
        all.clear();
        may = submit(of_may);
        june = submit(of_june);
        correct(of_may, 202105, 0);
        disclose_all();
        needed_it = std::exchange(all, {});
        by = erase(may);
        disclose_all();
        correct(of_june, 202106, 1);
        disclose_all();
        all.push_back(disclose("E07000901", "2021-06", "2021-06", ".json"));
        auto replacement = submission_of({crime("E01900012", "2021-05")}, SupplyKind::kReplacement);
        replacement.supersedes = {test::digest_of(of_may)};
        submit(replacement);
        disclose_all();
        since = all;
    }
    void correct(const Submission& earlier, std::uint32_t month, std::uint32_t row) {
        Submission correction = submission_of({}, SupplyKind::kCorrection);
        correction.months = {month};
        correction.withdrawals = {{RowAddress{test::digest_of(earlier), row}, 10}};
        submit(correction);
    }
};

TEST_CASE("replay: figures handed out after an erasure come out the same, and those that needed it cannot") {
    const Erasures hub;
    const TempDir folder;
    hub.write_copy(folder.path());
    REQUIRE(test::verified(folder.path()).report.findings().empty());
    for (const std::uint64_t index : hub.since) {
        CAPTURE(index);
        const auto result = replayed(hub, folder, index);
        CHECK(result.why == "");
        CHECK(result.verdict == ReplayVerdict::kSame);
        CHECK(result.erased == 1);
        CHECK(result.left_out == 0);
    }
    REQUIRE(hub.needed_it.size() == 5);
    for (std::size_t i = 0; i < hub.needed_it.size(); ++i) {
        CAPTURE(i);
        const auto result = replayed(hub, folder, hub.needed_it[i]);
        const bool of_april_alone = i == 3;
        CHECK(result.verdict == (of_april_alone ? ReplayVerdict::kSame : ReplayVerdict::kImpossible));
        if (of_april_alone) continue;
        CHECK(has(result.why, "entry " + std::to_string(hub.may) + " was erased at entry " + std::to_string(hub.by)));
    }
}

TEST_CASE("replay: what is left of an erased submission is needed, and held against its entries") {
    const Erasures hub;
    const TempDir folder;
    hub.write_copy(folder.path());
    const auto file = folder.path() / audit::left_over_path(hub.may);
    auto left = wire::decode_left_over(test::read_all(file)).value();
    left.erased_by += 1;
    test::write_all(file, wire::encode_left_over(left));
    CHECK(has(replayed(hub, folder, hub.since[0]).why, "A411"));
    std::filesystem::remove(file);
    const auto without = replayed(hub, folder, hub.since[0]);
    CHECK(without.verdict == ReplayVerdict::kImpossible);
    CHECK(has(without.why, "what is left of entry " + std::to_string(hub.may) + ", which was erased at entry " +
                               std::to_string(hub.by)));
}

TEST_CASE("replay: content that is not what the entry commits to is not used") {
    test::AuditedHub hub;
    const std::uint64_t first = hub.submit(submission_of({crime("E01900001", "2021-04")}));
    const std::uint64_t figures = hub.disclose("E07000901", "2021-04", "2021-04", "");
    const TempDir folder;
    hub.write_copy(folder.path());
    const auto file = folder.path() / audit::content_path(first);
    auto content = wire::decode_content_export(test::read_all(file)).value();
    content.salt[0] ^= 1U;
    test::write_all(file, wire::encode_content_export(content));
    CHECK(has(replayed(hub, folder, figures).why, "A404"));
}

TEST_CASE("replay: figures by measure need the definitions that they were made with") {
    test::AuditedHub hub;
    hub.submit(submission_of({crime("E01900001", "2021-04")}));
    const std::uint64_t figures = hub.disclose("E07000901", "2021-04", "2021-04", "", "", "kent-like");
    const TempDir folder;
    hub.write_copy(folder.path());
    CHECK(replayed(hub, folder, figures).verdict == ReplayVerdict::kSame);
    const auto without =
        audit::replay_profile(audit::LogCopy(folder.path()), hub.size(), figures, hub.geography(), Catalogue()).value();
    CHECK(without.verdict == ReplayVerdict::kImpossible);
    CHECK(has(without.why, "there is no definition \"kent-like@1\""));

    // The same name and version, and not the same text.
    const TempDir changed;
    auto text = test::read_all(SVD_SOURCE_DIR "/deploy/definitions/kent-like.v1.toml");
    text.replace(text.find("title = \""), 9, "title = \"Not ");
    test::write_all(changed.path() / "kent-like.toml", text);
    const auto other = audit::replay_profile(audit::LogCopy(folder.path()), hub.size(), figures, hub.geography(),
                                             Catalogue::load(changed.path()).value())
                           .value();
    CHECK(other.verdict == ReplayVerdict::kImpossible);
    CHECK(has(other.why, "are not those that the figures were made with"));
}

TEST_CASE("replay: questions that are none, or contradict their entry") {
    LogEntry entry;
    entry.area = "E07000901";
    entry.from = test::month("2021-04");
    entry.to = test::month("2021-05");
    entry.at = "2021-06-18T07:06:40Z";
    entry.actor = "urn:svd:analyst:vru";
    entry.purpose = "monitor";
    const auto reads = [&](const char* question) {
        entry.question = question;
        return audit::read_question(entry).has_value();
    };
    CHECK(reads("/v1/areas/E07000901/profile from=2021-04 to=2021-05"));
    CHECK(reads("/v1/areas/E0700090%31/profile.csv from=2021-04 to=2021-05 geography=district"));
    for (const char* wrong :
         {"", "/v1/areas", "/v1/areas/E07000902/profile from=2021-04 to=2021-05",
          "/v1/areas/E07000901/profile.ods from=2021-04 to=2021-05",
          "/v1/areas/E07000901/profile from=2021-05 to=2021-05", "/v1/areas/E07000901/profile from",
          "/v1/areas/E07000901/profile geography=nowhere", "/v1/areas/E07000901/profile release=3"}) {
        CAPTURE(wrong);
        CHECK_FALSE(reads(wrong));
    }
}

}  // namespace
}  // namespace svd
