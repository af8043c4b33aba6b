// Random sequences against a slow and obvious model: a plain list of the records that are live.
#include <doctest/doctest.h>

#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include "tests/unit/hub_state/sequence.h"

namespace svd {
namespace {

using test::row;
using test::SequenceOfEntries;

struct LiveRecord {
    RowAddress address;
    std::string party;
    Incident now;
};

struct LiveSubmission {
    Sequence sequence = 0;
    std::string party;
    std::set<std::pair<Code, std::uint32_t>> supplied;  // unit and month of what it brought
};

struct Model {
    std::vector<LiveRecord> records;
    std::vector<LiveSubmission> submissions;
    std::set<RowAddress> withdrawn;
};

struct Tally {
    int amendments = 0, repeated_amendments = 0, withdrawals = 0, supersessions = 0, erasures = 0, refused = 0,
        errors = 0;
};

class Random {
public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}
    std::size_t below(std::size_t bound) { return std::uniform_int_distribution<std::size_t>(0, bound - 1)(engine_); }
    bool one_in(std::size_t n) { return below(n) == 0; }
    template <class T>
    const T& of(const std::vector<T>& items) {
        return items[below(items.size())];
    }

private:
    std::mt19937_64 engine_;
};

const std::vector<std::string> kParties = {"kent-police", "kent-fire", "transport-police"};

Incident random_incident(Random& random) {
    static const std::vector<std::optional<AreaRef>> kAreas = {
        std::nullopt, test::area("E01000001", 2011), test::area("E01000001", 2021), test::area("E07000115", 2024)};
    Incident made = test::incident(static_cast<Code>(10 + random.below(3)),
                                   test::month("2021-01") + static_cast<int>(random.below(5)), random.of(kAreas),
                                   random.one_in(2) ? CountUnit::kRecordedCrime : CountUnit::kIncidentReport);
    if (random.one_in(3)) made[Field::kHarm] = static_cast<Code>(10 + random.below(2));
    if (random.one_in(5)) made[Field::kPoliceOutcome] = 10;
    return made;
}

class Story {
public:
    Story(std::uint64_t seed, Tally& tally) : random_(seed), tally_(tally) {}

    void step() {
        if (random_.one_in(8)) erase();
        party_ = random_.of(kParties);
        submission_ = {};
        refused_.clear();
        next_ = model_;
        if (random_.one_in(2)) correct();
        if (submission_.amendments.empty() && submission_.withdrawals.empty() && random_.one_in(3)) supersede();
        if (random_.one_in(8)) {
            refuse_all();
        } else {
            REQUIRE(entries_.apply(party_, submission_with_rows(), refused_));
            model_ = next_;
        }
    }

    void check() const {
        check_cells();
        check_supplies();
        for (const LiveRecord& record : model_.records) {
            CHECK(entries_.state.standing(record.party, record.address) == RowStanding::kHeld);
        }
        for (const RowAddress& address : model_.withdrawn) {
            const Sequence sequence =
                entries_.state.find_all(address.submission).front();  // no digest comes twice here
            const std::string& party = entries_.state.submission(sequence).receipt.party;
            CHECK(entries_.state.standing(party, address) == RowStanding::kWithdrawn);
        }
        CHECK(entries_.again() == entries_.state);
    }

private:
    void check_cells() const {
        using CountAndSum = std::pair<std::uint64_t, KeySum>;
        std::map<test::Line, CountAndSum> expected;
        for (const LiveRecord& record : model_.records) {
            const bool placed = record.now[Field::kLocation] == term::kLocationArea;
            const PartyIndex party = entries_.state.party_index(record.party);
            auto& [count, sum] =
                expected[{placed ? record.now.place.area : kNoArea, record.now.month, {party, record.now.codes}, 0, 0}];
            ++count;
            sum += test::kMixedKeys.of(record.party, record.address);
        }
        std::map<test::Line, CountAndSum> counted;
        for (test::Line line : test::lines(entries_.state.cells())) {
            const CountAndSum held{std::exchange(line.count, 0), std::exchange(line.sum, 0)};
            CHECK(counted.emplace(line, held).second);
        }
        CHECK((counted == expected));
    }

    // Any submission, also one that is superseded, but no correction of rows that are still counted.
    void erase() {
        const State& state = entries_.state;
        std::vector<Sequence> can_go;
        for (auto at = state.next_submission(0); at; at = state.next_submission(*at + 1)) {
            if (!state.submission(*at).erased_by && state.corrected_by(*at).empty()) can_go.push_back(*at);
        }
        if (can_go.empty()) return;
        const Sequence sequence = random_.of(can_go);
        REQUIRE(entries_.erase(sequence).has_value());
        ++tally_.erasures;
        const Digest gone = test::digest_of(sequence);
        std::erase_if(model_.records, [&](const LiveRecord& record) { return record.address.submission == gone; });
        std::erase_if(model_.withdrawn, [&](const RowAddress& address) { return address.submission == gone; });
    }

    // Amends and withdraws some of the party's rows, a few of them refused.
    void correct() {
        for (std::size_t i = random_.below(6); i > 0; --i) {
            std::vector<LiveRecord*> own;
            for (LiveRecord& record : next_.records) {
                if (record.party == party_) own.push_back(&record);
            }
            if (own.empty()) return;
            LiveRecord& record = *random_.of(own);
            const Incident replacement = random_incident(random_);
            if (random_.one_in(6)) {
                refuse(RowKind::kAmendment, submission_.amendments.size());
            } else {
                ++tally_.amendments;
                tally_.repeated_amendments += amended_.insert(record.address).second ? 0 : 1;
                record.now = replacement;
            }
            submission_.amendments.push_back({record.address, replacement});
        }
        for (std::size_t i = random_.below(4); i > 0 && !next_.records.empty(); --i) withdraw_one();
    }

    void withdraw_one() {
        const std::size_t at = random_.below(next_.records.size());
        const LiveRecord record = next_.records[at];
        if (record.party != party_) return;
        if (random_.one_in(6)) {
            refuse(RowKind::kWithdrawal, submission_.withdrawals.size());
        } else {
            ++tally_.withdrawals;
            next_.withdrawn.insert(record.address);
            next_.records.erase(next_.records.begin() + static_cast<std::ptrdiff_t>(at));
        }
        submission_.withdrawals.push_back({record.address, 10});
    }

    void supersede() {
        std::vector<Sequence> own;
        for (const LiveSubmission& live : next_.submissions) {
            if (live.party == party_) own.push_back(live.sequence);
        }
        if (own.empty()) return;
        const Digest gone = test::digest_of(random_.of(own));
        submission_.supersedes = {gone};
        ++tally_.supersessions;
        std::erase_if(next_.records, [&](const LiveRecord& record) { return record.address.submission == gone; });
        std::erase_if(next_.withdrawn, [&](const RowAddress& address) { return address.submission == gone; });
        std::erase_if(next_.submissions,
                      [&](const LiveSubmission& live) { return test::digest_of(live.sequence) == gone; });
    }

    const Submission& submission_with_rows() {
        const Sequence sequence = entries_.state.snapshot();
        LiveSubmission live{sequence, party_, {}};
        for (std::uint32_t i = 0, rows = static_cast<std::uint32_t>(random_.below(9)); i < rows; ++i) {
            submission_.incidents.push_back(random_incident(random_));
            if (random_.one_in(10)) {
                refuse(RowKind::kIncident, i);
                continue;
            }
            const Incident& added = submission_.incidents.back();
            next_.records.push_back({row(sequence, i), party_, added});
            live.supplied.insert({added[Field::kCountUnit], added.month_number});
        }
        next_.submissions.push_back(std::move(live));
        return submission_;
    }

    // An entry that must not be applied, however much of it could be.
    void refuse_all() {
        submission_with_rows();
        std::vector<RowAddress> gone(model_.withdrawn.begin(), model_.withdrawn.end());
        gone.push_back(row(1'000'000, 0));
        submission_.withdrawals.push_back({random_.of(gone), 10});
        REQUIRE_FALSE(entries_.apply(party_, submission_, refused_));
        ++tally_.errors;
    }

    void refuse(RowKind list, std::size_t number) {
        refused_.push_back({list, static_cast<std::uint32_t>(number), "E301", "area"});
        ++tally_.refused;
    }

    void check_supplies() const {
        for (const std::string& party : kParties) {
            for (const CountUnit unit : {CountUnit::kRecordedCrime, CountUnit::kIncidentReport}) {
                for (int i = 0; i < 5; ++i) {
                    const Month when = test::month("2021-01") + i;
                    const auto expected = std::ranges::count_if(model_.submissions, [&](const LiveSubmission& live) {
                        return live.party == party && live.supplied.contains({static_cast<Code>(unit), when.number()});
                    });
                    CHECK(entries_.state.supplies(party, unit, when) == static_cast<std::size_t>(expected));
                    check_kinds(party, unit, when);
                }
            }
        }
    }

    void check_kinds(const std::string& party, CountUnit unit, Month when) const {
        const PartyIndex index = entries_.state.party_index(party);
        if (index == kNoParty) return;
        std::set<Code> kinds;
        std::uint64_t records = 0;
        for (const LiveRecord& record : model_.records) {
            if (record.party != party || record.now.unit() != unit || record.now.month != when) continue;
            kinds.insert(record.now[Field::kKind]);
            ++records;
        }
        CHECK(entries_.state.supplies().kinds(index, unit, {when, when}) == kinds);
        CHECK(entries_.state.supplies().records({index, unit, when}) == records);
    }

    Random random_;
    Tally& tally_;
    SequenceOfEntries entries_;
    Model model_;
    Model next_;  // what the model is when the entry in hand has been applied
    std::set<RowAddress> amended_;
    std::string party_;
    Submission submission_;
    std::vector<wire::RowFinding> refused_;
};

std::uint64_t seed() {
    const char* given = std::getenv("SVD_TEST_SEED");
    return given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
}

TEST_CASE("state: equals the slow model and a full rebuild after every entry") {
    const std::uint64_t first_seed = seed();
    INFO("SVD_TEST_SEED=", first_seed);
    Tally tally;
    for (std::uint64_t round = 0; round < 12; ++round) {
        CAPTURE(round);
        Story story(first_seed + round, tally);
        for (int step = 0; step < 40; ++step) {
            CAPTURE(step);
            story.step();
            story.check();
        }
    }
    CHECK(tally.amendments > 0);
    CHECK(tally.repeated_amendments > 0);
    CHECK(tally.withdrawals > 0);
    CHECK(tally.supersessions > 0);
    CHECK(tally.erasures > 0);
    CHECK(tally.refused > 0);
    CHECK(tally.errors > 0);
    MESSAGE("seed ", first_seed, ": ", tally.amendments, " amendments (", tally.repeated_amendments,
            " of a row amended before), ", tally.withdrawals, " withdrawals, ", tally.supersessions, " supersessions, ",
            tally.erasures, " erasures, ", tally.refused, " refused rows, ", tally.errors, " refused entries");
}

}  // namespace
}  // namespace svd
