#include "hub/state/state.h"

#include <doctest/doctest.h>

#include <functional>

#include "tests/unit/hub_state/sequence.h"

namespace svd {
namespace {

using test::area;
using test::incident;
using test::month;
using test::of_incidents;
using test::row;
using test::SequenceOfEntries;

const AreaRef kHere = area("E01000001", 2021);
const Month kApril = month("2021-04");
const Month kMay = month("2021-05");
constexpr Code kHomicide = 10;
constexpr Code kRobbery = 41;

Submission correction(std::vector<Amendment> amendments, std::vector<Withdrawal> withdrawals) {
    Submission submission;
    submission.supply = static_cast<Code>(SupplyKind::kCorrection);
    submission.amendments = std::move(amendments);
    submission.withdrawals = std::move(withdrawals);
    return submission;
}

Submission superseding(Sequence sequence, std::vector<Incident> incidents) {
    Submission submission = of_incidents(std::move(incidents));
    submission.supply = static_cast<Code>(SupplyKind::kReplacement);
    submission.supersedes = {test::digest_of(sequence)};
    return submission;
}

// Kent Police has sent two records of April and one of May, the last row of three being refused.
struct Kent : SequenceOfEntries {
    Kent() {
        REQUIRE(apply("kent-police",
                      of_incidents({incident(kHomicide, kApril, kHere), incident(kRobbery, kApril, std::nullopt),
                                    incident(kRobbery, kMay, kHere), incident(kRobbery, kMay, kHere)}),
                      {{RowKind::kIncident, 3, "E301", "area"}}));
    }
};

std::uint64_t count(const State& state, const AreaRef& where, Month when, Code kind) {
    std::uint64_t sum = 0;
    for (const test::Line& line : test::lines(state.cells())) {
        if (line.area == where && line.month == when && line.key[Field::kKind] == kind) sum += line.count;
    }
    return sum;
}

TEST_CASE("state: counts what a receipt accepted and nothing else") {
    const Kent entries;
    CHECK(test::records(entries.state) == 3);
    CHECK(count(entries.state, kHere, kMay, kRobbery) == 1);
    CHECK(count(entries.state, kNoArea, kApril, kRobbery) == 1);
    CHECK(entries.state.submission(0).refused_rows == std::vector<std::uint32_t>{3});
    CHECK(entries.state.submission(0).units == std::vector<CountUnit>{CountUnit::kRecordedCrime});
    CHECK(entries.state.submission(0).receipt.refused.empty());
    CHECK(entries.state.find("kent-police", test::digest_of(0)) == Sequence{0});
    CHECK_FALSE(entries.state.find("kent-police", test::digest_of(1)));
    CHECK_FALSE(entries.state.find("btp", test::digest_of(0)));
}

TEST_CASE("state: a row stands as held or not held or withdrawn") {
    Kent entries;
    CHECK(entries.state.standing("kent-police", row(0, 0)) == RowStanding::kHeld);
    CHECK(entries.state.standing("kent-police", row(0, 3)) == RowStanding::kNotHeld);
    CHECK(entries.state.standing("kent-police", row(0, 4)) == RowStanding::kNotHeld);
    CHECK(entries.state.standing("kent-police", row(9, 0)) == RowStanding::kNotHeld);
    REQUIRE(entries.apply("kent-police", correction({}, {{row(0, 0), 10}})));
    CHECK(entries.state.standing("kent-police", row(0, 0)) == RowStanding::kWithdrawn);
    CHECK(count(entries.state, kHere, kApril, kHomicide) == 0);
    REQUIRE(entries.apply("kent-police", superseding(0, {})));
    CHECK(entries.state.standing("kent-police", row(0, 0)) == RowStanding::kNotHeld);
    CHECK(entries.state.cells().empty());
}

TEST_CASE("state: an amended row counts as amended and can be amended again") {
    Kent entries;
    REQUIRE(entries.apply("kent-police", correction({{row(0, 0), incident(kRobbery, kMay, kHere)}}, {})));
    CHECK(count(entries.state, kHere, kApril, kHomicide) == 0);
    CHECK(count(entries.state, kHere, kMay, kRobbery) == 2);
    REQUIRE(entries.apply("kent-police", correction({{row(0, 0), incident(kHomicide, kMay, std::nullopt)}}, {})));
    CHECK(count(entries.state, kHere, kMay, kRobbery) == 1);
    CHECK(count(entries.state, kNoArea, kMay, kHomicide) == 1);
    CHECK(entries.state.standing("kent-police", row(0, 0)) == RowStanding::kHeld);
    CHECK(entries.again() == entries.state);
}

TEST_CASE("state: one entry may amend a row twice and then withdraw it") {
    Kent entries;
    REQUIRE(entries.apply("kent-police", correction({{row(0, 0), incident(kRobbery, kMay, kHere)},
                                                     {row(0, 0), incident(kRobbery, kApril, kHere)}},
                                                    {{row(0, 0), 13}})));
    CHECK(test::records(entries.state) == 2);
    CHECK(entries.state.standing("kent-police", row(0, 0)) == RowStanding::kWithdrawn);
}

TEST_CASE("state: refused amendments and withdrawals are not applied") {
    Kent entries;
    REQUIRE(
        entries.apply("kent-police",
                      correction({{row(0, 0), incident(kRobbery, kMay, kHere)}, {std::nullopt, {}}}, {{row(0, 1), 10}}),
                      {{RowKind::kAmendment, 0, "E301", "area"},
                       {RowKind::kAmendment, 1, "E401", "row"},
                       {RowKind::kWithdrawal, 0, "E402", "row"}}));
    CHECK(test::records(entries.state) == 3);
    CHECK(count(entries.state, kHere, kApril, kHomicide) == 1);
    CHECK(entries.state.standing("kent-police", row(0, 1)) == RowStanding::kHeld);
}

TEST_CASE("state: superseding takes away exactly what is counted of a submission") {
    Kent entries;
    REQUIRE(
        entries.apply("kent-police", correction({{row(0, 0), incident(kRobbery, kMay, kHere)}}, {{row(0, 1), 10}})));
    REQUIRE(entries.apply("kent-police", superseding(0, {incident(kHomicide, kMay, kHere)})));
    CHECK(test::records(entries.state) == 1);
    CHECK(count(entries.state, kHere, kMay, kHomicide) == 1);
    CHECK(entries.state.submission(0).superseded_by == Sequence{2});
    CHECK(entries.again() == entries.state);
}

TEST_CASE("state: a correction's rows live with the submission that introduced them") {
    Kent entries;
    REQUIRE(entries.apply("kent-police", correction({{row(0, 0), incident(kRobbery, kMay, kHere)}}, {})));
    REQUIRE(entries.apply("kent-police", superseding(1, {})));  // the correction, not the rows
    CHECK(count(entries.state, kHere, kMay, kRobbery) == 2);
    REQUIRE(entries.apply("kent-police", superseding(0, {})));
    CHECK(entries.state.cells().empty());
}

TEST_CASE("state: says how many live submissions supply a month") {
    Kent entries;
    const auto supplies = [&](Month when) {
        return entries.state.supplies("kent-police", CountUnit::kRecordedCrime, when);
    };
    CHECK(supplies(kApril) == 1);
    CHECK(supplies(month("2021-06")) == 0);
    CHECK(entries.state.supplies("kent-police", CountUnit::kIncidentReport, kApril) == 0);
    CHECK(entries.state.supplies("nobody", CountUnit::kRecordedCrime, kApril) == 0);
    // Neither a withdrawal of all there is nor an amendment into June changes which months were supplied.
    REQUIRE(entries.apply("kent-police", correction({{row(0, 2), incident(kRobbery, month("2021-06"), kHere)}},
                                                    {{row(0, 0), 10}, {row(0, 1), 10}})));
    CHECK(supplies(kApril) == 1);
    CHECK(supplies(kMay) == 1);
    CHECK(supplies(month("2021-06")) == 0);
    REQUIRE(entries.apply("kent-police", of_incidents({incident(kRobbery, kApril, kHere)})));
    CHECK(supplies(kApril) == 2);
    REQUIRE(entries.apply("kent-police", superseding(0, {incident(kRobbery, kApril, kHere)})));
    CHECK(supplies(kApril) == 2);
    CHECK(supplies(kMay) == 0);
}

TEST_CASE("state: returns are live until their submission is superseded") {
    SequenceOfEntries entries;
    Submission first;
    first.nil_returns = {{202104, 10}, {202105, 10}};
    first.not_available = {{202106, 10, 10}};
    AggregateReturn yearly;
    yearly.count_unit = 12;
    yearly.from_month = 202104;
    yearly.to_month = 202203;
    first.aggregates = {yearly};
    CohortSnapshot cohort;
    cohort.as_at_month = 202106;
    first.cohorts = {cohort};
    REQUIRE(entries.apply("kent-police", first, {{RowKind::kNilReturn, 1, "E405", "month"}}));
    const PartyIndex party = entries.state.party_index("kent-police");
    REQUIRE(entries.state.returns().of(party).nil_returns.size() == 1);
    CHECK(entries.state.returns().of(party).aggregates.front().sequence == 0);
    CHECK(entries.state.supplies("kent-police", CountUnit::kRecordedCrime, kApril) == 1);
    CHECK(entries.state.supplies("kent-police", CountUnit::kRecordedCrime, kMay) == 0);
    CHECK(entries.state.supplies("kent-police", CountUnit::kAttendance, month("2022-03")) == 1);
    CHECK(entries.state.supplies("kent-police", CountUnit::kPerson, month("2021-06")) == 1);
    REQUIRE(entries.apply("kent-police", superseding(0, {})));
    CHECK(entries.state.returns().of(party).empty());
    CHECK(entries.state.supplies("kent-police", CountUnit::kAttendance, month("2022-03")) == 0);
    CHECK(entries.again() == entries.state);
}

struct Refusal {
    const char* name;
    const char* party;
    std::function<Submission()> submission;
    Errc code;
};

const Refusal kRefusals[] = {
    {"amends a withdrawn row", "kent-police",
     [] { return correction({{row(0, 1), incident(kRobbery, kApril, kHere)}}, {}); }, Errc::kConflict},
    {"withdraws a withdrawn row", "kent-police", [] { return correction({}, {{row(0, 1), 10}}); }, Errc::kConflict},
    {"withdraws a row twice", "kent-police", [] { return correction({}, {{row(0, 0), 10}, {row(0, 0), 10}}); },
     Errc::kConflict},
    {"amends a refused row", "kent-police",
     [] { return correction({{row(0, 3), incident(kRobbery, kApril, kHere)}}, {}); }, Errc::kNotFound},
    {"amends a row that never was", "kent-police",
     [] { return correction({{row(0, 4), incident(kRobbery, kApril, kHere)}}, {}); }, Errc::kNotFound},
    {"amends a row of nothing held", "kent-police",
     [] { return correction({{row(7, 0), incident(kRobbery, kApril, kHere)}}, {}); }, Errc::kNotFound},
    {"amends another party's row", "fire", [] { return correction({{row(0, 0), incident(60, kApril, kHere)}}, {}); },
     Errc::kNotFound},
    {"supersedes another party's submission", "fire", [] { return superseding(0, {}); }, Errc::kNotFound},
    {"supersedes nothing held", "kent-police", [] { return superseding(7, {}); }, Errc::kNotFound},
    {"supersedes twice", "kent-police",
     [] {
         Submission twice = superseding(0, {});
         twice.supersedes.push_back(twice.supersedes.front());
         return twice;
     },
     Errc::kConflict},
    {"amends what it supersedes", "kent-police",
     [] {
         Submission both = superseding(0, {});
         both.amendments = {{row(0, 0), incident(kRobbery, kApril, kHere)}};
         return both;
     },
     Errc::kConflict},
    {"has an accepted record without a month", "kent-police",
     [] {
         Submission broken = of_incidents({incident(kRobbery, kApril, kHere)});
         broken.incidents.front().month_number = 202113;
         return broken;
     },
     Errc::kCorrupt},
};

TEST_CASE("state: an error leaves it unchanged") {
    Kent entries;
    REQUIRE(entries.apply("kent-police", correction({}, {{row(0, 1), 10}})));
    for (const Refusal& refusal : kRefusals) {
        CAPTURE(refusal.name);
        // Something that could be applied comes first, so that a half-applied entry would show.
        Submission submission = refusal.submission();
        submission.incidents.push_back(incident(kHomicide, kMay, kHere));
        const Result<void> applied = entries.try_apply(refusal.party, submission);
        REQUIRE(applied.has_error());
        CHECK(applied.error().code == refusal.code);
        CHECK(entries.state == entries.again());
        CHECK(entries.state.snapshot() == 2);
    }
}

TEST_CASE("state: refuses a receipt that does not fit its submission") {
    Kent entries;
    const Submission submission = of_incidents({incident(kRobbery, kApril, kHere)});
    const auto code_of = [&](const wire::Receipt& receipt) {
        const Result<void> applied = entries.state.apply(receipt, submission, entries.held);
        REQUIRE(applied.has_error());
        return applied.error().code;
    };
    wire::Receipt receipt = test::receipt_of("kent-police", 1, submission, {});
    receipt.sequence = 0;
    CHECK(code_of(receipt) == Errc::kConflict);
    receipt.sequence = 1;
    receipt.submission = test::digest_of(0);
    CHECK(code_of(receipt) == Errc::kConflict);
    receipt.submission = test::digest_of(1);
    receipt.accepted.incidents = 2;
    CHECK(code_of(receipt) == Errc::kCorrupt);
    receipt.accepted.incidents = 0;
    receipt.refused = {{RowKind::kIncident, 1, "E301", "area"}};
    CHECK(code_of(receipt) == Errc::kCorrupt);
    CHECK(entries.state == entries.again());
}

TEST_CASE("state: an amended row keeps its key, and takes it along") {
    Kent entries;
    const auto sum = [&](Month when, Code kind) {
        KeySum found = 0;
        for (const test::Line& line : test::lines(entries.state.cells())) {
            if (line.month == when && line.key[Field::kKind] == kind) found += line.sum;
        }
        return found;
    };
    const auto key = [](std::uint32_t number) { return test::kMixedKeys.of("kent-police", row(0, number)); };
    CHECK((sum(kApril, kHomicide) == key(0)));
    REQUIRE(entries.apply("kent-police", correction({{row(0, 0), incident(kRobbery, kMay, kHere)}}, {})));
    CHECK((sum(kMay, kRobbery) == key(0) + key(2)));
    REQUIRE(entries.apply("kent-police", correction({{row(0, 0), incident(kRobbery, kApril, kHere)}}, {})));
    CHECK((sum(kApril, kRobbery) == key(0) + key(1)));
    REQUIRE(entries.apply("kent-police", correction({}, {{row(0, 1), 10}})));
    CHECK((sum(kApril, kRobbery) == key(0)));
    REQUIRE(entries.erase(0).has_value());
    CHECK(entries.state.cells().empty());
    CHECK(entries.again() == entries.state);
}

TEST_CASE("state: what is left of erased submissions is in the order in which they came") {
    SequenceOfEntries entries;
    for (const Month when : {kApril, kMay}) {
        REQUIRE(entries.apply("kent-police", of_incidents({incident(kRobbery, when, kHere)})));
    }
    REQUIRE(entries.erase(1).has_value());
    REQUIRE(entries.erase(0).has_value());
    const auto& left = entries.state.returns().of(entries.state.party_index("kent-police")).not_available;
    REQUIRE(left.size() == 2);
    CHECK(left.front().sequence == 0);
    CHECK(left.back().sequence == 1);
    CHECK(entries.again() == entries.state);
}

TEST_CASE("state: without keys all sums are nothing, and the counts are the same") {
    const Kent entries;
    struct Keyless final : HeldSubmissions {
        Result<Submission> submission(Sequence) const override { return Error{Errc::kNotFound, "nothing"}; }
    } held;
    State state;
    REQUIRE(state.apply(entries.receipts.front(), entries.held.submissions.front(), held).has_value());
    auto expected = test::lines(entries.state.cells());
    for (test::Line& line : expected) {
        CHECK((line.sum != 0));
        line.sum = 0;
    }
    CHECK((test::lines(state.cells()) == expected));
    CHECK_FALSE(state == entries.state);
}

TEST_CASE("state: a failed fetch leaves it unchanged whichever fetch it is") {
    Kent entries;
    REQUIRE(entries.apply("kent-police", correction({{row(0, 0), incident(kRobbery, kMay, kHere)}}, {})));
    REQUIRE(entries.apply("kent-police", of_incidents({incident(kRobbery, kMay, kHere)})));
    Submission submission = superseding(0, {incident(kHomicide, kMay, kHere)});
    submission.withdrawals = {{row(2, 0), 10}};
    int failures = 0;
    for (int broken_call = 1; broken_call <= 10; ++broken_call) {
        CAPTURE(broken_call);
        entries.held.calls = 0;
        entries.held.broken_call = broken_call;
        const bool applied = entries.apply("kent-police", submission);
        entries.held.broken_call = -1;
        if (applied) break;
        ++failures;
        CHECK(entries.state == entries.again());
    }
    CHECK(failures == 3);  // the superseded submission, the correction of its row, the withdrawn row's submission
    CHECK(test::records(entries.state) == 1);
}

TEST_CASE("state: two states differ when any entry does") {
    Kent a;
    Kent b;
    CHECK(a.state == b.state);
    REQUIRE(a.apply("kent-police", of_incidents({incident(kRobbery, kApril, kHere)})));
    CHECK_FALSE(a.state == b.state);
    REQUIRE(b.apply("fire", of_incidents({incident(kRobbery, kApril, kHere)})));
    CHECK_FALSE(a.state == b.state);
}

}  // namespace
}  // namespace svd
