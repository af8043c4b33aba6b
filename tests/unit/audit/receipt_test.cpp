#include <doctest/doctest.h>

#include "core/crypto/base64.h"
#include "core/receipts/receipt_file.h"
#include "core/tlog/proof_file.h"
#include "tests/unit/audit/command.h"

namespace svd {
namespace {

using test::has;
using test::svd_audit;
using test::TempDir;

struct ReceiptWorld {
    test::SmallHub hub;
    TempDir folder;
    std::string file = (folder.path() / "receipt.tlog-proof").string();
    std::string submission = (folder.path() / "submission.pb").string();
    std::string good;

    ReceiptWorld() {
        hub.submit(test::submission_of({test::crime("E01900003", "2021-05")}, SupplyKind::kAddition));
        good = hub.receipt_file(hub.first);
        test::write_all(file, good);
        test::write_all(submission, hub.ledger().payload(hub.first).value());
    }
};

TEST_CASE("receipt: it proves itself, and that it is for those bytes") {
    const ReceiptWorld world;
    const auto proven = svd_audit({"verify-receipt", world.file, "--key", world.hub.key()});
    CHECK(proven.status == 0);
    CHECK(has(proven.out, "verified: the log holds this receipt"));
    const auto bytes =
        svd_audit({"verify-receipt", world.file, "--key", world.hub.key(), "--submission", world.submission, "--json"});
    CHECK(bytes.status == 0);
    CHECK(has(bytes.out, "\"ok\":true"));
    CHECK(has(bytes.out, "\"submission_checked\":true"));
    test::write_all(world.submission, test::read_all(world.submission) + "x");
    const auto other =
        svd_audit({"verify-receipt", world.file, "--key", world.hub.key(), "--submission", world.submission});
    CHECK(other.status == 65);
    CHECK(has(other.out, "A702"));
}

TEST_CASE("receipt: whom to trust has to be said") {
    const ReceiptWorld world;
    CHECK(svd_audit({"verify-receipt", world.file}).status == 2);
    CHECK(svd_audit({"verify-receipt", world.file, "--key", "nonsense"}).status == 2);
    CHECK(svd_audit({"verify-receipt", world.folder.path() / "none", "--key", world.hub.key()}).status == 66);
    const auto witness = tlog::format_verifier_key(test::witness(11).verifier_key());
    CHECK(svd_audit({"verify-receipt", world.file, "--key", witness}).status == 2);
    const std::string policy = (world.folder.path() / "policy").string();
    test::write_all(policy, "log " + world.hub.key() + "\nquorum none\n");
    CHECK(svd_audit({"verify-receipt", world.file, "--policy", policy}).status == 0);
    test::write_all(policy, "log " + world.hub.key() + "\nwitness w " + witness + "\nquorum w\n");
    const auto not_cosigned = svd_audit({"verify-receipt", world.file, "--policy", policy});
    CHECK(not_cosigned.status == 65);
    CHECK(has(not_cosigned.out, "A103"));
    const std::string key = (world.folder.path() / "key").string();
    test::write_all(key, world.hub.key() + "\n");
    CHECK(svd_audit({"verify-receipt", world.file, "--key", key}).status == 0);
}

TEST_CASE("receipt: entry, salt, receipt, proof and checkpoint cannot be changed") {
    const ReceiptWorld world;
    const tlog::VerifierKey key = world.hub.ledger().log().verifier();
    const auto proof = tlog::parse_proof_file(world.good).value();
    const auto evidence = wire::decode_evidence(*proof.extra).value();
    const auto holds = [&](tlog::ProofFile changed, const wire::ReceiptEvidence& with) {
        changed.extra = wire::encode_evidence(with);
        return verify_receipt_file(tlog::format_proof_file(changed), key).has_value();
    };
    REQUIRE(holds(proof, evidence));
    std::size_t tried = 0;
    const auto each_byte = [&](const auto& bytes, const auto& check) {
        for (std::size_t at = 0; at < bytes.size(); ++at, ++tried) CHECK_FALSE(check(at));
    };
    const auto flip = [](auto& byte, std::size_t at) {
        byte = static_cast<std::decay_t<decltype(byte)>>(byte ^ (1 << (at % 8)));
    };
    each_byte(evidence.entry_bytes, [&](std::size_t at) {
        auto changed = evidence;
        flip(changed.entry_bytes[at], at);
        return holds(proof, changed);
    });
    each_byte(evidence.salt, [&](std::size_t at) {
        auto changed = evidence;
        flip(changed.salt[at], at);
        return holds(proof, changed);
    });
    each_byte(evidence.receipt_bytes, [&](std::size_t at) {
        auto changed = evidence;
        flip(changed.receipt_bytes[at], at);
        return holds(proof, changed);
    });
    for (std::size_t i = 0; i < proof.proof.size(); ++i) {
        each_byte(proof.proof[i], [&](std::size_t at) {
            auto changed = proof;
            flip(changed.proof[i][at], at);
            return holds(changed, evidence);
        });
    }
    auto other = proof;
    other.index ^= 1U;
    CHECK_FALSE(holds(other, evidence));
    CHECK(tried > 200);
    // The file itself, text and all.
    for (std::size_t at = 0; at < world.good.size(); ++at) {
        std::string changed = world.good;
        flip(changed[at], at);
        CHECK_FALSE(verify_receipt_file(changed, key).has_value());
    }
}

}  // namespace
}  // namespace svd
