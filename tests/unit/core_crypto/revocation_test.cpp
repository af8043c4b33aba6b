#include "core/crypto/revocation.h"

#include <doctest/doctest.h>

#include "core/base/bytes.h"
#include "tests/support/test_pki.h"

namespace svd::test {
namespace {

UtcTime now() { return SystemClock().now(); }

struct Kent {
    TestPki pki;
    CredentialFiles files = pki.issue_client("urn:svd:agency:kent-police");
    PeerChain chain = read_chain_file(files.certificate).value();

    Standing standing(UtcTime at = now()) const { return pki.revocation_list()->check(chain, at); }
};

TEST_CASE("revocation: a certificate that nobody revoked is good") {
    Kent kent;
    CHECK(kent.standing() == Standing::kGood);
    CHECK_FALSE(kent.pki.revocation_list()->expired(now()));
}

TEST_CASE("revocation: a revoked serial is revoked and its neighbour is not") {
    Kent kent;
    const auto neighbour = kent.pki.issue_client("urn:svd:agency:kent-police");
    kent.pki.revoke(neighbour);
    CHECK(kent.standing() == Standing::kGood);
    kent.pki.revoke(kent.files);
    CHECK(kent.standing() == Standing::kRevoked);
    CHECK(kent.pki.revocation_list()->revoked_count() == 2);
}

TEST_CASE("revocation: a revoked certificate stays revoked when the list has run out") {
    Kent kent;
    kent.pki.revoke(kent.files);
    CHECK(kent.standing(now() + std::chrono::hours(48)) == Standing::kRevoked);
}

TEST_CASE("revocation: the same serial of another issuer is another certificate") {
    Kent kent;
    kent.pki.revoke(kent.files);
    kent.chain.certificates[0].issuer[0] ^= 1U;
    CHECK(kent.standing() == Standing::kListMissing);
}

TEST_CASE("revocation: an old list refuses everyone for a reason of its own") {
    Kent kent;
    kent.pki.publish(-std::chrono::seconds(1));
    CHECK(kent.standing() == Standing::kListExpired);
    CHECK(kent.pki.revocation_list()->expired(now()));
    CHECK(standing_code(Standing::kListExpired) == "revocation-list-expired");
}

TEST_CASE("revocation: an authority without a list refuses what it issued") {
    Kent kent;
    kent.pki.publish_issuing_only();  // the issuing authority itself is then unchecked
    CHECK(kent.standing() == Standing::kListMissing);
}

TEST_CASE("revocation: a certificate that ran out while connected is expired") {
    Kent kent;
    kent.pki.publish(std::chrono::hours(1000));
    CHECK(kent.standing(kent.chain.own().not_after + std::chrono::seconds(1)) == Standing::kCertificateExpired);
}

TEST_CASE("revocation: an empty chain is never good") {
    Kent kent;
    kent.chain.certificates.clear();
    CHECK(kent.standing() == Standing::kRevoked);
}

TEST_CASE("revocation: a list by an authority of the same name with another key is not loaded") {
    Kent kent;
    kent.pki.publish_by_stranger();
    CHECK(RevocationList::load(kent.pki.revocation_files()).has_error());
}

TEST_CASE("revocation: a partial list is not loaded") {
    Kent kent;
    kent.pki.publish_partial();
    CHECK(RevocationList::load(kent.pki.revocation_files()).has_error());
}

TEST_CASE("revocation: a missing file is an error for each of the three") {
    Kent kent;
    RevocationFiles files = kent.pki.revocation_files();
    for (std::string RevocationFiles::* file :
         {&RevocationFiles::lists, &RevocationFiles::authorities, &RevocationFiles::deny_list}) {
        RevocationFiles broken = files;
        broken.*file = kent.pki.path("nothing");
        CHECK(RevocationList::load(broken).error().code == Errc::kNotFound);
    }
    files.deny_list.clear();
    CHECK(RevocationList::load(files).has_value());
}

TEST_CASE("revocation: the deny-list takes fingerprints as openssl prints them") {
    Kent kent;
    const std::string hex = to_hex(kent.chain.own().fingerprint);
    std::string printed;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        if (i > 0) printed += ':';
        for (const char c : hex.substr(i, 2)) printed += static_cast<char>(std::toupper(c));
    }
    for (const std::string& text : {hex, hex + "\r\n", "# stolen\n\n  " + hex + "  # laptop\n", printed + '\n'}) {
        CAPTURE(text);
        kent.pki.write_deny_list(text);
        CHECK(kent.standing() == Standing::kRevoked);
    }
}

TEST_CASE("revocation: a denied authority takes its certificates with it") {
    Kent kent;
    kent.pki.write_deny_list(to_hex(kent.chain.certificates[1].fingerprint));
    CHECK(kent.standing() == Standing::kRevoked);
}

TEST_CASE("revocation: a deny-list with a line that is no fingerprint is not loaded") {
    Kent kent;
    kent.pki.write_deny_list("# fine\nabc123\n");
    const auto list = RevocationList::load(kent.pki.revocation_files());
    REQUIRE(list.has_error());
    CHECK(list.error().detail.find("deny.txt:2") != std::string::npos);
}

}  // namespace
}  // namespace svd::test
