#include "hub/ledger/ledger.h"

#include <doctest/doctest.h>

#include <atomic>
#include <functional>
#include <set>
#include <thread>

#include "core/receipts/receipt_file.h"
#include "hub/ledger/writer.h"
#include "tests/unit/hub_ledger/ledger_fixture.h"

namespace svd {
namespace {

using test::append_one;
using test::crime;
using test::digest_of;
using test::Partnership;
using test::submission_of;

std::set<std::string> file_codes(const Outcome& outcome) {
    std::set<std::string> found;
    for (const Finding& finding : outcome.verdict.file) found.insert(code_text(finding.code));
    return found;
}

Submission april() { return submission_of({crime("E01900001", "2021-04"), crime("E01900003", "2021-04", "drugs")}); }
Submission more_april() { return submission_of({crime("E01900003", "2021-04")}, SupplyKind::kAddition); }

Submission replacement_of(const Submission& old, std::vector<Incident> incidents) {
    Submission submission = submission_of(std::move(incidents), SupplyKind::kReplacement);
    submission.supersedes = {digest_of(old)};
    return submission;
}

Submission correction(const RowAddress& amended, const RowAddress& withdrawn) {
    Submission submission = submission_of({}, SupplyKind::kCorrection);
    submission.months = {202104};
    submission.amendments = {{amended, crime("E01900003", "2021-04", "shoplifting")}};
    submission.withdrawals = {{withdrawn, 10}};
    return submission;
}

TEST_CASE("ledger: an accepted submission is numbered and known again with the same receipt") {
    const Partnership partnership;
    MemoryStore store;
    const auto ledger = test::open_ledger(store).value();
    const Outcome first = append_one(*ledger, partnership.proposal(april()));
    REQUIRE(first.ruling == Ruling::kAccepted);
    const wire::Receipt receipt = wire::decode_receipt(first.receipt_bytes).value();
    CHECK(receipt.sequence == 0);
    CHECK(receipt.party == "test-police");
    CHECK(receipt.accepted.incidents == 2);
    CHECK(receipt.received_at == "2021-06-18T07:06:40Z");
    const Outcome again = append_one(*ledger, partnership.proposal(april()));
    CHECK(again.ruling == Ruling::kKnown);
    CHECK(again.receipt_bytes == first.receipt_bytes);
    CHECK(ledger->read([](const State& state) { return state.snapshot(); }) == 1);
    CHECK(ledger->payload(0).value() == wire::encode_submission(april(), wire::Encoding::kProtobuf));
}

TEST_CASE("ledger: a receipt proves itself with nothing but the log's key") {
    const Partnership partnership;
    MemoryStore store;
    const auto ledger = test::open_ledger(store).value();
    const Outcome first = append_one(*ledger, partnership.proposal(april()));
    REQUIRE(append_one(*ledger, partnership.proposal(more_april())).ruling == Ruling::kAccepted);
    const auto proven = verify_receipt_file(first.receipt_file, ledger->log().verifier());
    REQUIRE(proven.has_value());
    CHECK(proven->receipt_bytes == first.receipt_bytes);
    CHECK(proven->receipt.submission == digest_of(april()));
    CHECK(proven->entry.event == LogEvent::kSubmissionAccepted);
    CHECK(proven->entry.actor == "urn:svd:agency:test-police");
    CHECK(proven->checkpoint.size == 1);
    CHECK(ledger->receipt_file(0).value() == first.receipt_file);
    const auto reopened = test::open_ledger(store).value();
    CHECK(reopened->receipt_file(0).value() == first.receipt_file);
    const tlog::NoteSigner other("hub.test/log", Ed25519PrivateKey::from_seed({9}));
    CHECK_FALSE(verify_receipt_file(first.receipt_file, other.verifier_key()).has_value());
}

TEST_CASE("ledger: the log holds what was refused and what was read, and no digest of a submission") {
    const Partnership partnership;
    MemoryStore store;
    const auto ledger = test::open_ledger(store).value();
    LogEntry read;
    read.event = LogEvent::kConsulted;
    read.actor = "urn:svd:auditor:hmicfrs";
    REQUIRE(append_one(*ledger, partnership.proposal(april())).ruling == Ruling::kAccepted);
    REQUIRE(append_one(*ledger, read).ruling == Ruling::kAccepted);
    REQUIRE(append_one(*ledger, partnership.proposal(replacement_of(more_april(), {crime("E01900001", "2021-04")})))
                .ruling == Ruling::kRefused);
    REQUIRE(ledger->log().size() == 3);
    CHECK(wire::decode_log_entry(ledger->log().entry(1).value()).value() == read);
    const LogEntry refused = wire::decode_log_entry(ledger->log().entry(2).value()).value();
    CHECK(refused.event == LogEvent::kSubmissionRefused);
    CHECK(refused.codes == std::vector<std::string>{"E112"});
    const std::string accepted = ledger->log().entry(0).value();
    CHECK(accepted.find(as_bytes(digest_of(april()))) == std::string::npos);
    CHECK(ledger->read([](const State& state) { return state.snapshot(); }) == 1);
}

TEST_CASE("ledger: twins in one write are one entry, and another party's same bytes are its own") {
    const Partnership partnership;
    MemoryStore store;
    const auto ledger = test::open_ledger(store).value();
    std::vector<Change> proposals;
    proposals.push_back(partnership.proposal(april()));
    proposals.push_back(partnership.proposal(april()));
    proposals.push_back(partnership.proposal(april()));
    std::get<Proposal>(proposals.back()).party = "other-police";
    const auto outcomes = ledger->append(std::move(proposals));
    CHECK(outcomes[0].ruling == Ruling::kAccepted);
    CHECK(outcomes[1].ruling == Ruling::kKnown);
    CHECK(outcomes[1].receipt_bytes == outcomes[0].receipt_bytes);
    CHECK(outcomes[1].receipt_file == outcomes[0].receipt_file);
    REQUIRE(outcomes[2].ruling == Ruling::kAccepted);
    CHECK(wire::decode_receipt(outcomes[2].receipt_bytes)->party == "other-police");
    Proposal later = partnership.proposal(april());
    later.party = "other-police";
    const Outcome known = append_one(*ledger, std::move(later));
    CHECK(known.ruling == Ruling::kKnown);
    CHECK(known.receipt_file == outcomes[2].receipt_file);
    CHECK(ledger->read([&](const State& state) { return state.find_all(digest_of(april())); }) ==
          std::vector<Sequence>{0, 1});
}

struct StandingCase {
    const char* name;
    std::vector<Submission> before;
    Submission submission;
    std::set<std::string> codes;  // empty: accepted
};

std::vector<StandingCase> standing_cases() {
    Submission asb = april();
    asb.incidents[0][Field::kCountUnit] = static_cast<Code>(CountUnit::kIncidentReport);
    asb.incidents.pop_back();
    Submission nil = submission_of({});
    nil.months = {202104};
    nil.nil_returns = {{202104, static_cast<Code>(CountUnit::kRecordedCrime)}};
    Submission not_available = submission_of({});
    not_available.months = {202104};
    not_available.not_available = {{202104, static_cast<Code>(CountUnit::kRecordedCrime), 10}};
    const Submission new_april = replacement_of(april(), {crime("E01900001", "2021-04", "robbery_unsplit")});
    const Submission other_month = submission_of({crime("E01900001", "2021-05")});
    Submission part = more_april();
    part.part_of = digest_of(april());
    Submission wide = replacement_of(april(), {crime("E01900001", "2021-04"), crime("E01900001", "2021-05")});
    return {
        {"first of a month", {}, april(), {}},
        {"first of a month that is held", {april()}, nil, {"E113"}},
        {"first of another unit in that month", {april()}, asb, {}},
        {"first after not available", {not_available}, april(), {}},
        {"first after a nil return", {nil}, april(), {"E113"}},
        {"addition to what is held", {april()}, more_april(), {}},
        {"addition to nothing", {}, more_april(), {"E114"}},
        {"addition to another month", {other_month}, more_april(), {"E114"}},
        {"further part of what is held", {april()}, part, {}},
        {"further part of what is not held", {other_month}, part, {"E114"}},
        {"further part of what is replaced", {april(), new_april}, part, {"E114"}},
        {"addition of another unit", {asb}, more_april(), {}},
        {"replacement", {april()}, new_april, {}},
        {"replacement of what is not held", {}, new_april, {"E112"}},
        {"replacement of what is replaced", {april(), new_april}, wide, {"E112"}},
        {"replacement that leaves a part", {april(), more_april()}, new_april, {"E113"}},
        {"replacement that spreads to a month held", {april(), other_month}, wide, {"E113"}},
        {"replacement that spreads to a free month", {april()}, wide, {}},
        {"withdrawal and amendment", {april()}, correction({digest_of(april()), 0}, {digest_of(april()), 1}), {}},
        {"correction of nothing held", {}, correction({digest_of(april()), 0}, {digest_of(april()), 1}), {"E115"}},
        {"correction of rows beyond the end",
         {april()},
         correction({digest_of(april()), 2}, {digest_of(april()), 3}),
         {"E115"}},
    };
}

TEST_CASE("ledger: what is held decides what may come next") {
    const Partnership partnership;
    for (const StandingCase& each : standing_cases()) {
        SUBCASE(each.name) {
            MemoryStore store;
            const auto ledger = test::open_ledger(store).value();
            for (const Submission& earlier : each.before) {
                REQUIRE(append_one(*ledger, partnership.proposal(earlier)).ruling == Ruling::kAccepted);
            }
            const Outcome outcome = append_one(*ledger, partnership.proposal(each.submission));
            CHECK(outcome.ruling == (each.codes.empty() ? Ruling::kAccepted : Ruling::kRefused));
            CHECK(file_codes(outcome) == each.codes);
        }
    }
}

TEST_CASE("ledger: submissions of one write see each other") {
    const Partnership partnership;
    MemoryStore store;
    const auto ledger = test::open_ledger(store).value();
    Submission other_first = submission_of({crime("E01900003", "2021-04", "drugs")});
    std::vector<Change> proposals;
    proposals.push_back(partnership.proposal(april()));
    proposals.push_back(partnership.proposal(other_first));
    proposals.push_back(partnership.proposal(more_april()));
    REQUIRE(Ledger::together(proposals) == 3);
    const auto outcomes = ledger->append(std::move(proposals));
    CHECK(outcomes[0].ruling == Ruling::kAccepted);
    CHECK(file_codes(outcomes[1]) == std::set<std::string>{"E113"});
    CHECK(outcomes[2].ruling == Ruling::kAccepted);
}

TEST_CASE("ledger: what changes the held is written alone") {
    const Partnership partnership;
    std::vector<Change> proposals;
    proposals.push_back(partnership.proposal(april()));
    proposals.push_back(partnership.proposal(replacement_of(april(), {crime("E01900001", "2021-04")})));
    proposals.push_back(partnership.proposal(more_april()));
    CHECK(Ledger::together(proposals) == 1);
    proposals.erase(proposals.begin());
    CHECK(Ledger::together(proposals) == 1);
}

TEST_CASE("ledger: the rows of a correction are judged one by one") {
    const Partnership partnership;
    MemoryStore store;
    const auto ledger = test::open_ledger(store).value();
    const Digest held = digest_of(april());
    REQUIRE(append_one(*ledger, partnership.proposal(april())).ruling == Ruling::kAccepted);
    REQUIRE(append_one(*ledger, partnership.proposal(correction({held, 0}, {held, 1}))).ruling == Ruling::kAccepted);
    Submission second = correction({held, 0}, {held, 1});
    second.withdrawals.push_back({RowAddress{held, 0}, 10});
    const Outcome outcome = append_one(*ledger, partnership.proposal(second));
    REQUIRE(outcome.ruling == Ruling::kAccepted);
    const wire::Receipt receipt = wire::decode_receipt(outcome.receipt_bytes).value();
    CHECK(receipt.accepted.amendments == 1);
    CHECK(receipt.accepted.withdrawals == 0);
    REQUIRE(receipt.refused.size() == 2);
    CHECK(receipt.refused[0].code == "E404");
    CHECK(receipt.refused[1].code == "E401");
}

TEST_CASE("ledger: a hub that reads its sequence again holds the same") {
    const Partnership partnership;
    MemoryStore store;
    const auto ledger = test::open_ledger(store).value();
    const Digest held = digest_of(april());
    for (const Submission& submission : {april(), more_april(), correction({held, 0}, {held, 1}),
                                         replacement_of(more_april(), {crime("E01900003", "2021-05")})}) {
        REQUIRE(append_one(*ledger, partnership.proposal(submission)).ruling == Ruling::kAccepted);
    }
    const auto again = test::open_ledger(store).value();
    CHECK(again->read(
        [&](const State& left) { return ledger->read([&](const State& right) { return left == right; }); }));
}

TEST_CASE("ledger: whichever call of the disk fails - no receipt is lost and nothing is half there") {
    const Partnership partnership;
    const Digest held = digest_of(april());
    const std::vector<Submission> all = {april(), more_april(), correction({held, 0}, {held, 1}), april()};
    int failures = 0;
    for (int broken_call = 1; broken_call < 60; ++broken_call) {
        CAPTURE(broken_call);
        MemoryStore disk;
        test::FaultyStore faulty(disk, broken_call);
        std::vector<Digest> receipts;
        if (const auto opened = test::open_ledger(faulty)) {
            for (const Submission& submission : all) {
                // A failure while the state follows a write that is on disk stops the program; that is another test.
                if (submission.supply == static_cast<Code>(SupplyKind::kCorrection)) continue;
                const Outcome outcome = append_one(**opened, partnership.proposal(submission));
                if (outcome.ruling == Ruling::kAccepted) receipts.push_back(digest_of(submission));
                if (outcome.ruling == Ruling::kFailed) ++failures;
            }
        } else {
            ++failures;
        }
        const auto reopened = test::open_ledger(disk).value();
        reopened->read([&](const State& state) {
            for (const Digest& digest : receipts) CHECK(state.find("test-police", digest).has_value());
            return 0;
        });
        if (faulty.calls() < broken_call) break;
    }
    CHECK(failures >= 3);
}

TEST_CASE("ledger: a broken sequence is not opened") {
    const Partnership partnership;
    struct Damage {
        const char* name;
        Write write;
    };
    const Damage damages[] = {
        {"entry garbled", {Table::kEntries, big_endian(0), "garbage"}},
        {"payload garbled", {Table::kPayloads, big_endian(1), "garbage"}},
        {"entry out of turn", {Table::kEntries, big_endian(7), wire::encode_log_entry({})}},
        {"content garbled", {Table::kContents, big_endian(0), "garbage"}},
        {"content of another entry", {Table::kContents, big_endian(1), wire::encode_content({})}},
    };
    for (const Damage& damage : damages) {
        SUBCASE(damage.name) {
            MemoryStore store;
            {
                const auto ledger = test::open_ledger(store).value();
                REQUIRE(append_one(*ledger, partnership.proposal(april())).ruling == Ruling::kAccepted);
                REQUIRE(append_one(*ledger, partnership.proposal(more_april())).ruling == Ruling::kAccepted);
            }
            REQUIRE(store.commit({damage.write}).has_value());
            CHECK_FALSE(test::open_ledger(store).has_value());
        }
    }
}

TEST_CASE("writer: answers everyone from many threads and stops with nothing left undone") {
    const Partnership partnership;
    MemoryStore store;
    const auto ledger = test::open_ledger(store).value();
    REQUIRE(append_one(*ledger, partnership.proposal(april())).ruling == Ruling::kAccepted);
    constexpr int kThreads = 4;
    constexpr int kEach = 50;
    std::atomic<int> accepted = 0;
    std::atomic<int> turned_away = 0;
    {
        Writer writer(*ledger);
        std::vector<std::thread> senders;
        for (int thread = 0; thread < kThreads; ++thread) {
            senders.emplace_back([&, thread] {
                for (int i = 0; i < kEach; ++i) {
                    Submission submission = more_april();
                    submission.records_read = static_cast<std::uint32_t>(thread * kEach + i + 1);  // distinct bytes
                    const bool taken = writer.submit(partnership.proposal(submission), [&](const Outcome& outcome) {
                        if (outcome.ruling == Ruling::kAccepted) ++accepted;
                    });
                    if (!taken) ++turned_away;
                }
            });
        }
        for (std::thread& sender : senders) sender.join();
    }
    CHECK(accepted + turned_away == kThreads * kEach);
    CHECK(accepted > 0);
    CHECK(ledger->log().size() == static_cast<Sequence>(accepted.load()) + 1);
}

TEST_CASE("writer: takes nothing after it was stopped") {
    const Partnership partnership;
    MemoryStore store;
    const auto ledger = test::open_ledger(store).value();
    Writer writer(*ledger);
    writer.stop();
    CHECK_FALSE(writer.submit(partnership.proposal(april()), [](const Outcome&) {}));
}

}  // namespace
}  // namespace svd
