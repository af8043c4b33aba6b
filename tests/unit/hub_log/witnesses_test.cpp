#include "hub/log/witnesses.h"

#include <doctest/doctest.h>

#include "hub/store/memory_store.h"

namespace svd {
namespace {

Witness witness(std::uint8_t seed, std::uint64_t size) {
    const tlog::Cosigner cosigner("urn:svd:agency:test-" + std::to_string(seed), Ed25519PrivateKey::from_seed({seed}));
    return {cosigner.verifier_key(), size, cosigner.sign("checkpoint\n", UtcTime(std::chrono::seconds(1'700'000'000)))};
}

TEST_CASE("witnesses: are there again after a restart, and a forgotten one is not") {
    MemoryStore store;
    REQUIRE(store.commit({Witnesses::record_of(witness(1, 7)), Witnesses::record_of(witness(2, 9))}).has_value());
    {
        const Witnesses loaded = Witnesses::load(store).value();
        REQUIRE(loaded.all().size() == 2);
        const auto found = loaded.find("urn:svd:agency:test-1");
        REQUIRE(found.has_value());
        CHECK(found->key == witness(1, 7).key);
        CHECK(found->size == 7);
        CHECK(found->signature == witness(1, 7).signature);
        CHECK_FALSE(loaded.find("urn:svd:agency:test-3").has_value());
    }
    REQUIRE(store.commit({{Table::kMeta, Witnesses::record_of(witness(1, 7)).key, ""}}).has_value());
    CHECK(Witnesses::load(store)->all().size() == 1);
}

TEST_CASE("witnesses: the newest of each counts, for entries before its size") {
    MemoryStore store;
    Witnesses known = Witnesses::load(store).value();
    known.keep(witness(1, 7));
    known.keep(witness(2, 9));
    known.keep(witness(1, 5));  // late, and older than what it said before
    CHECK(known.covering(7) == std::vector<std::string>{witness(1, 7).key.name, witness(2, 9).key.name});
    CHECK(known.covering(8) == std::vector<std::string>{witness(2, 9).key.name});
    CHECK(known.covering(10).empty());
    CHECK(known.signatures_at(9).size() == 1);
    CHECK(known.signatures_at(8).empty());
}

TEST_CASE("witnesses: a damaged record is not passed over") {
    const Write good = Witnesses::record_of(witness(1, 7));
    for (std::size_t cut = 1; cut < good.value.size(); ++cut) {
        MemoryStore store;
        REQUIRE(store.commit({{good.table, good.key, good.value.substr(0, cut)}}).has_value());
        CHECK_FALSE(Witnesses::load(store).has_value());
    }
}

}  // namespace
}  // namespace svd
