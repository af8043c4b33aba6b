#include "hub/app/revocation_watch.h"

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "core/base/limits.h"
#include "tests/support/test_pki.h"

namespace svd::test {
namespace {

template <class Condition>
bool comes_true(Condition condition) {
    const auto end = std::chrono::steady_clock::now() + 10 * limits::kRevocationCheckEvery;
    while (!condition() && std::chrono::steady_clock::now() < end) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return condition();
}

struct Watched {
    TestPki pki;
    CredentialFiles kent = pki.issue_client("urn:svd:agency:kent-police");
    PeerChain chain = read_chain_file(kent.certificate).value();
    std::unique_ptr<RevocationWatch> watch = RevocationWatch::start(pki.revocation_files()).value();

    Standing standing() const { return watch->current()->check(chain, SystemClock().now()); }
};

TEST_CASE("revocation watch: a revocation that could not be read is read once it can be") {
    Watched world;
    CHECK(world.standing() == Standing::kGood);
    CHECK_FALSE(world.watch->reload_failed());
    const std::string aside = world.pki.path("aside.pem");
    std::filesystem::rename(world.pki.authorities(), aside);
    world.pki.revoke(world.kent);
    CHECK(comes_true([&] { return world.watch->reload_failed(); }));
    CHECK(world.standing() == Standing::kGood);  // the last good list stays
    // Neither the list nor the deny-list changes any more.
    std::filesystem::rename(aside, world.pki.authorities());
    CHECK(comes_true([&] { return world.standing() == Standing::kRevoked; }));
    CHECK_FALSE(world.watch->reload_failed());
}

TEST_CASE("revocation watch: another authorities file is noticed") {
    Watched world;
    // An authority that signed none of the lists: they must no longer hold.
    std::filesystem::copy_file(world.kent.certificate, world.pki.authorities(),
                               std::filesystem::copy_options::overwrite_existing);
    CHECK(comes_true([&] { return world.watch->reload_failed(); }));
}

}  // namespace
}  // namespace svd::test
