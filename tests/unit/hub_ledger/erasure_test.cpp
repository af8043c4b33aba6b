#include "hub/ledger/erasure.h"

#include <doctest/doctest.h>

#include "core/receipts/erasure_commitment.h"
#include "hub/store/compression.h"
#include "tests/unit/hub_ledger/ledger_fixture.h"

namespace svd {
namespace {

using test::append_one;
using test::crime;
using test::digest_of;
using test::Partnership;
using test::submission_of;

constexpr const char* kPolice = "test-police";

Submission april() { return submission_of({crime("E01900001", "2021-04"), crime("E01900003", "2021-04", "drugs")}); }
Submission may() { return submission_of({crime("E01900001", "2021-05")}); }

Submission correction_of(const Submission& earlier, std::uint32_t month = 202104) {
    Submission submission = submission_of({}, SupplyKind::kCorrection);
    submission.months = {month};
    submission.amendments = {{RowAddress{digest_of(earlier), 0}, crime("E01900003", "2021-04", "shoplifting")}};
    submission.withdrawals = {{RowAddress{digest_of(earlier), 1}, 10}};
    return submission;
}

Submission replacement_of(const Submission& earlier) {
    Submission submission = submission_of({crime("E01900003", "2021-04")}, SupplyKind::kReplacement);
    submission.supersedes = {digest_of(earlier)};
    return submission;
}

Erasure erasure_of(std::vector<Sequence> submissions) {
    LogEntry entry;
    entry.event = LogEvent::kErased;
    entry.at = "2027-01-01T00:00:00Z";
    entry.party = kPolice;
    entry.refers_to = std::move(submissions);
    return {std::move(entry)};
}

struct Hub {
    Partnership partnership;
    MemoryStore store;
    std::unique_ptr<Ledger> ledger = test::open_ledger(store).value();

    void accept(const Submission& submission) {
        REQUIRE(append_one(*ledger, partnership.proposal(submission)).ruling == Ruling::kAccepted);
    }
    Ruling erase(std::vector<Sequence> submissions) {
        return append_one(*ledger, erasure_of(std::move(submissions))).ruling;
    }
    std::uint64_t records(std::string_view month) const {
        return ledger->read([&](const State& state) {
            return state.supplies().records(
                {state.party_index(kPolice), CountUnit::kRecordedCrime, Month::parse(month).value()});
        });
    }
    SubmissionRecord record(Sequence sequence) const {
        return ledger->read([&](const State& state) { return state.submission(sequence); });
    }
    // What is computed from the disk alone is what is in memory.
    void check_same_after_restart() const {
        MemoryStore copy;
        for (std::size_t table = 0; table < kTableCount; ++table) {
            const auto done =
                store.scan(static_cast<Table>(table), "", [&](std::string_view key, std::string_view value) {
                    return copy.commit({{static_cast<Table>(table), std::string(key), std::string(value)}}).has_value();
                });
            REQUIRE(done.has_value());
        }
        const auto again = test::open_ledger(copy);
        REQUIRE_MESSAGE(again.has_value(), (again ? "" : again.error().detail));
        CHECK(ledger->read(
            [&](const State& mine) { return (*again)->read([&](const State& theirs) { return mine == theirs; }); }));
        CHECK(ledger->read([](const State& state) { return state.snapshot(); }) ==
              (*again)->read([](const State& state) { return state.snapshot(); }));
    }
};

struct Case {
    const char* name;
    std::vector<Submission> submissions;
    std::vector<Sequence> erased;
    std::uint64_t left_in_april;
};

const Case kCases[] = {
    {"one of two months", {april(), may()}, {0}, 0},
    {"the other month", {april(), may()}, {1}, 2},
    {"with its correction", {april(), correction_of(april())}, {0, 1}, 0},
    {"and not its correction", {april(), correction_of(april())}, {0}, 0},
    {"what was replaced", {april(), replacement_of(april())}, {0}, 1},
    {"what replaced it", {april(), replacement_of(april())}, {1}, 0},
    {"both", {april(), replacement_of(april())}, {0, 1}, 0},
    {"a replaced one that had been corrected", {april(), correction_of(april()), replacement_of(april())}, {0}, 1},
    {"the correction of what is replaced", {april(), correction_of(april()), replacement_of(april())}, {1}, 1},
};

TEST_CASE("erasure: rows go, all else stays, and a restart finds the same") {
    for (const Case& each : kCases) {
        CAPTURE(each.name);
        Hub hub;
        for (const Submission& submission : each.submissions) hub.accept(submission);
        REQUIRE(hub.erase(each.erased) == Ruling::kAccepted);
        CHECK(hub.records("2021-04") == each.left_in_april);
        CHECK(hub.ledger->log().size() == each.submissions.size() + 1);
        for (const Sequence sequence : each.erased) {
            CHECK(hub.record(sequence).erased_by == each.submissions.size());
            CHECK(hub.ledger->content(sequence)->salt == Digest{});
            CHECK_FALSE(hub.ledger->payload(sequence)->find("E019") != std::string::npos);
        }
        hub.check_same_after_restart();
    }
}

TEST_CASE("erasure: may be one after another, and the past may be corrected further") {
    Hub hub;
    hub.accept(april());
    hub.accept(may());
    REQUIRE(hub.erase({0}) == Ruling::kAccepted);
    hub.accept(submission_of({crime("E01900001", "2021-04")}));  // sent anew, since there is none
    CHECK(hub.records("2021-04") == 1);
    REQUIRE(hub.erase({1, 3}) == Ruling::kAccepted);
    CHECK(hub.records("2021-04") == 0);
    CHECK(hub.records("2021-05") == 0);
    hub.check_same_after_restart();
}

TEST_CASE("erasure: the month says that it was erased, and is not a zero") {
    Hub hub;
    hub.accept(april());
    REQUIRE(hub.erase({0}) == Ruling::kAccepted);
    hub.ledger->read([](const State& state) {
        const PartyIndex party = state.party_index(kPolice);
        const Supply supply = state.supplies().of({party, CountUnit::kRecordedCrime, Month::parse("2021-04").value()});
        CHECK(supply.in(SupplyForm::kRows) == 0);
        CHECK(supply.in(SupplyForm::kNotAvailable) == 1);
        REQUIRE(state.returns().of(party).not_available.size() == 1);
        CHECK(state.returns().of(party).not_available.front().value.reason == term::kReasonErased);
    });
}

TEST_CASE("erasure: what was erased is not taken again, nor erased again") {
    Hub hub;
    hub.accept(april());
    REQUIRE(hub.erase({0}) == Ruling::kAccepted);
    CHECK(append_one(*hub.ledger, hub.partnership.proposal(april())).ruling == Ruling::kErased);
    CHECK(hub.erase({0}) == Ruling::kOvertaken);
    CHECK(hub.erase({1}) == Ruling::kOvertaken);
    CHECK(hub.erase({7}) == Ruling::kOvertaken);
    CHECK(hub.ledger->log().size() == 2);
    CHECK_FALSE(hub.ledger->receipt_file(0).has_value());
}

TEST_CASE("erasure: a correction does not go before what it corrects") {
    Hub hub;
    hub.accept(april());
    hub.accept(correction_of(april()));
    CHECK(hub.erase({1}) == Ruling::kOvertaken);
    CHECK(hub.records("2021-04") == 1);
    REQUIRE(hub.erase({0}) == Ruling::kAccepted);
    CHECK(hub.erase({1}) == Ruling::kAccepted);
    hub.check_same_after_restart();
}

TEST_CASE("erasure: what is erased on the disk and not in the log, or the other way, does not open") {
    Hub hub;
    hub.accept(april());
    hub.accept(may());
    const auto content = hub.store.get(Table::kContents, big_endian(0))->value();
    const auto payload = hub.store.get(Table::kPayloads, big_endian(0))->value();
    REQUIRE(hub.erase({0}) == Ruling::kAccepted);
    SUBCASE("the content is back") {
        REQUIRE(
            hub.store.commit({{Table::kContents, big_endian(0), content}, {Table::kPayloads, big_endian(0), payload}})
                .has_value());
    }
    SUBCASE("another one is gone as well") {
        auto left = wire::decode_content(hub.store.get(Table::kContents, big_endian(1))->value()).value();
        left.erased_by = 2;
        REQUIRE(hub.store.commit({{Table::kContents, big_endian(1), wire::encode_content(left)}}).has_value());
    }
    SUBCASE("by an entry that is none") {
        auto left = wire::decode_content(hub.store.get(Table::kContents, big_endian(1))->value()).value();
        left.erased_by = 1;
        REQUIRE(hub.store.commit({{Table::kContents, big_endian(1), wire::encode_content(left)}}).has_value());
    }
    hub.ledger.reset();
    CHECK(test::open_ledger(hub.store).error().code == Errc::kCorrupt);
}

// Computed by Python's hashlib, from the text of erasure_commitment.h.
TEST_CASE("erasure: known digests over what is left") {
    const Digest first = digest_of_left_over("receipt", "payload");
    const Digest second = digest_of_left_over("another", "");
    CHECK(to_hex(first) == "d3055f74916182d03e882ad43038b5b2c82df77d8affdd8cc404ed9d023126bf");
    CHECK(to_hex(commit_to_left_overs({{3, first}, {7, second}})) ==
          "2be18b9d8f1a71294fc8fcc9c23c836f8eab0001cdc9f9e7dfd0c87ff59c5669");
    CHECK(to_hex(commit_to_left_overs({})) == "f056c72d027ab2e8748a6fcac79ffad60bece84ae0e7c56f28a3af6ffa7abc7b");
    CHECK(commit_to_left_overs({{3, second}, {7, first}}) != commit_to_left_overs({{3, first}, {7, second}}));
}

TEST_CASE("erasure: the entry commits to what is left of all that it erased") {
    Hub hub;
    hub.accept(april());
    hub.accept(may());
    REQUIRE(hub.erase({0, 1}) == Ruling::kAccepted);
    std::map<std::uint64_t, Digest> left;
    for (const Sequence each : {Sequence{0}, Sequence{1}}) {
        left[each] = digest_of_left_over(hub.ledger->content(each)->receipt_bytes, *hub.ledger->payload(each));
    }
    const auto entry = wire::decode_log_entry(hub.ledger->log().entry(2).value()).value();
    CHECK(entry.digest == commit_to_left_overs(left));
}

TEST_CASE("erasure: what is left and was changed on the disk does not open") {
    Hub hub;
    hub.accept(april());
    REQUIRE(hub.erase({0}) == Ruling::kAccepted);
    const std::string key = big_endian(0);
    auto content = wire::decode_content(hub.store.get(Table::kContents, key)->value()).value();
    auto receipt = wire::decode_receipt(content.receipt_bytes).value();
    auto left = wire::decode_submission(*hub.ledger->payload(0), wire::Encoding::kProtobuf).value();
    SUBCASE("another unit") { left.not_available.front().count_unit += 1; }
    SUBCASE("nothing said") { left.not_available.clear(); }
    SUBCASE("another time") { receipt.received_at = "2021-06-18T07:06:41Z"; }
    content.receipt_bytes = wire::encode_receipt(receipt);
    const std::string payload = wire::encode_submission(left, wire::Encoding::kProtobuf);
    REQUIRE(hub.store
                .commit({{Table::kContents, key, wire::encode_content(content)},
                         {Table::kPayloads, key, compress(payload)}})
                .has_value());
    hub.ledger.reset();
    CHECK(test::open_ledger(hub.store).error().code == Errc::kCorrupt);
}

// As an earlier version wrote it.
TEST_CASE("erasure: an entry that commits to nothing is still read") {
    Hub hub;
    hub.accept(april());
    REQUIRE(hub.erase({0}) == Ruling::kAccepted);
    MemoryStore old;
    const auto log = HubLog::open(old, test::test_signer()).value();
    LogDraft draft = log->draft();
    for (const Sequence each : {Sequence{0}, Sequence{1}}) {
        auto entry = wire::decode_log_entry(hub.ledger->log().entry(each).value()).value();
        if (entry.event == LogEvent::kErased) entry.digest.reset();
        draft.add(wire::encode_log_entry(entry));
    }
    for (const Table table : {Table::kContents, Table::kPayloads}) {
        draft.write_also({table, big_endian(0), hub.store.get(table, big_endian(0))->value()});
    }
    REQUIRE(log->commit(std::move(draft)).has_value());
    const auto again = test::open_ledger(old);
    REQUIRE_MESSAGE(again.has_value(), (again ? "" : again.error().detail));
    CHECK((*again)->read([](const State& state) { return state.submission(0).erased_by; }) == 1);
}

TEST_CASE("erasure: a failing disk erases all of it or nothing, and loses no number") {
    int erased = 0;
    for (int broken_call = 1; broken_call < 100; ++broken_call) {
        CAPTURE(broken_call);
        Hub hub;
        hub.accept(april());
        hub.accept(correction_of(april()));
        hub.ledger.reset();
        int opened_with = 0;
        {
            test::FaultyStore healthy(hub.store, -1);
            REQUIRE(test::open_ledger(healthy).has_value());
            opened_with = healthy.calls();
        }
        test::FaultyStore faulty(hub.store, opened_with + broken_call);
        hub.ledger = test::open_ledger(faulty).value();
        const bool done = hub.erase({0, 1}) == Ruling::kAccepted;
        CHECK(hub.records("2021-04") == (done ? 0 : 1));
        hub.check_same_after_restart();
        erased += done ? 1 : 0;
        if (faulty.calls() < opened_with + broken_call) break;
        CHECK_FALSE(done);
    }
    CHECK(erased == 1);
}

TEST_CASE("erasure: what is past its agreement's retention is due, a correction with what it corrects") {
    Hub hub;
    Agreement& agreement = hub.partnership.parties.front().agreements.front();
    hub.accept(april());
    hub.accept(correction_of(april()));
    hub.accept(may());
    const auto due = [&](const char* current) {
        std::vector<Sequence> found;
        for (const ErasureGroup& group : hub.ledger->read([&](const State& state) {
                 return due_erasures(state, hub.partnership.parties, Month::parse(current).value());
             })) {
            CHECK(group.party == kPolice);
            CHECK(group.agreement == agreement.id);
            found.insert(found.end(), group.submissions.begin(), group.submissions.end());
        }
        return found;
    };
    CHECK(due("2099-12").empty());  // it names no retention
    agreement.retain_months = 12;
    CHECK(due("2022-04").empty());
    CHECK(due("2022-05") == std::vector<Sequence>{0, 1});
    CHECK(due("2022-06") == std::vector<Sequence>{0, 1, 2});
    REQUIRE(hub.erase({0, 1}) == Ruling::kAccepted);
    CHECK(due("2022-06") == std::vector<Sequence>{2});
}

}  // namespace
}  // namespace svd
