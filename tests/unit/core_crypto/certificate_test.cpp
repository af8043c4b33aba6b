#include "core/crypto/certificate.h"

#include <doctest/doctest.h>

#include "tests/support/test_pki.h"

namespace svd::test {
namespace {

TEST_CASE("certificate: the one URI name is the identity and the common name is not read") {
    TestPki pki;
    TestPki::Leaf leaf;
    leaf.uris = {"urn:svd:agency:kent-police"};
    leaf.hosts = {"kent.example"};
    leaf.common_name = "urn:svd:operator:somebody";
    const auto chain = read_chain_file(pki.issue("kent", leaf).certificate);
    REQUIRE(chain.has_value());
    CHECK(chain->identity == Identity{Role::kAgency, "kent-police"});
    CHECK(chain->certificates.size() == 2);
    CHECK(chain->own().serial == "100003");
    CHECK(chain->own().not_after > chain->own().not_before);
    CHECK(chain->own().issuer != chain->certificates[1].issuer);
}

struct Refusal {
    const char* name;
    std::vector<std::string> uris;
};

TEST_CASE("certificate: proves nobody") {
    const Refusal refusals[] = {
        {"without a subject alternative name", {}},
        {"with two URI names", {"urn:svd:agency:kent-police", "urn:svd:agency:medway"}},
        {"with the same URI name twice", {"urn:svd:agency:kent-police", "urn:svd:agency:kent-police"}},
        {"with a NUL in the name", {std::string("urn:svd:agency:kent-police\0.example", 35)}},
        {"with another scheme", {"https://kent.example/"}},
        {"with an unknown role", {"urn:svd:king:kent-police"}},
        {"with an empty id", {"urn:svd:agency:"}},
        {"with capitals", {"urn:svd:agency:Kent-Police"}},
        {"with a further colon", {"urn:svd:agency:kent:police"}},
        {"with an empty name", {""}},
    };
    TestPki pki;
    for (const Refusal& refusal : refusals) {
        CAPTURE(refusal.name);
        TestPki::Leaf leaf;
        leaf.uris = refusal.uris;
        leaf.common_name = "urn:svd:agency:kent-police";
        CHECK_FALSE(read_chain_file(pki.issue("refused", leaf).certificate).has_value());
    }
}

TEST_CASE("certificate: a DNS name alone is no identity") {
    TestPki pki;
    TestPki::Leaf leaf;
    leaf.hosts = {"urn:svd:agency:kent-police"};
    CHECK_FALSE(read_chain_file(pki.issue("host", leaf).certificate).has_value());
}

TEST_CASE("certificate: a file that is missing or holds something else is an error") {
    TestPki pki;
    CHECK(read_chain_file(pki.path("nothing.pem")).error().code == Errc::kNotFound);
    CHECK(read_chain_file(pki.path("crl.pem")).has_error());
    CHECK(read_chain_file(pki.path("deny.txt")).has_error());
}

}  // namespace
}  // namespace svd::test
