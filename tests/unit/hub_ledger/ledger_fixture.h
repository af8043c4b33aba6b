// Proposals as intake would make them, and a disk that fails when told.
#pragma once

#include "core/crypto/digest.h"
#include "hub/intake/intake.h"
#include "hub/ledger/ledger.h"
#include "hub/store/memory_store.h"
#include "tests/support/small_world.h"

namespace svd::test {

struct Partnership {
    Geography geography = small_geography();
    std::vector<Party> parties = small_parties();
    ManualClock clock{UtcTime(std::chrono::seconds(1'624'000'000))};  // June 2021
    Intake intake{parties, geography, clock};

    Proposal proposal(const Submission& submission, const char* party = "test-police") const {
        const std::string bytes = wire::encode_submission(submission, wire::Encoding::kProtobuf);
        auto prepared = intake.prepare({Role::kAgency, party}, sha256(bytes), wire::Encoding::kProtobuf, bytes);
        return std::get<Proposal>(std::move(prepared));
    }
};

inline Digest digest_of(const Submission& submission) {
    return sha256(wire::encode_submission(submission, wire::Encoding::kProtobuf));
}

inline constexpr Ed25519Seed kLogSeed{1, 2, 3};
inline tlog::NoteSigner test_signer() { return {"hub.test/log", Ed25519PrivateKey::from_seed(kLogSeed)}; }
inline Result<std::unique_ptr<Ledger>> open_ledger(Store& store) { return Ledger::open(store, test_signer()); }

inline Outcome append_one(Ledger& ledger, Change change) {
    std::vector<Change> one;
    one.push_back(std::move(change));
    return ledger.append(std::move(one)).front();
}

// Fails the n-th call of anything that reaches the disk, from 1; later calls work.
class FaultyStore final : public Store {
public:
    FaultyStore(Store& disk, int broken_call) : disk_(disk), broken_call_(broken_call) {}
    Result<void> commit(const WriteSet& writes) override { return fails() ? failure() : disk_.commit(writes); }
    Result<std::optional<std::string>> get(Table table, std::string_view key) const override {
        if (fails()) return failure().error();
        return disk_.get(table, key);
    }
    Result<void> forget_overwritten() override { return fails() ? failure() : disk_.forget_overwritten(); }
    Result<void> copy_to(const std::filesystem::path& folder) const override { return disk_.copy_to(folder); }
    Result<void> scan(Table table, std::string_view first, const StoreVisitor& visit) const override {
        return fails() ? failure() : disk_.scan(table, first, visit);
    }
    int calls() const { return calls_; }

private:
    bool fails() const { return ++calls_ == broken_call_; }
    static Result<void> failure() { return Error{Errc::kInternal, "the disk is full"}; }
    Store& disk_;
    int broken_call_;
    mutable int calls_ = 0;
};

}  // namespace svd::test
