#include <doctest/doctest.h>
#include <sys/stat.h>

#include <random>
#include <set>

#include "core/crypto/base64.h"
#include "core/crypto/digest.h"
#include "core/crypto/ed25519.h"
#include "core/crypto/random.h"
#include "tests/support/temp_dir.h"

namespace svd {
namespace {

TEST_CASE("ed25519: signs as RFC 8032 says") {
    struct Known {
        const char* seed;
        const char* public_key;
        std::string message;
        const char* signature;
    };
    const Known cases[] = {{"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
                            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
                           {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "\x72",
                            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"}};
    for (const Known& c : cases) {
        const auto key = Ed25519PrivateKey::from_seed(digest_from_hex(c.seed).value());
        const std::string signature = key.sign(c.message);
        CHECK(to_hex(Digest(key.public_key())) == c.public_key);
        CHECK(to_hex(signature) == c.signature);
        CHECK(ed25519_verify(key.public_key(), c.message, signature));
        CHECK_FALSE(ed25519_verify(key.public_key(), c.message + "x", signature));
        CHECK_FALSE(ed25519_verify(key.public_key(), c.message, signature + "x"));
        CHECK_FALSE(ed25519_verify(key.public_key(), c.message, ""));
        CHECK_FALSE(ed25519_verify(Ed25519PublicKey{}, c.message, signature));
        for (std::size_t i = 0; i < signature.size(); ++i) {
            std::string other = signature;
            other[i] = static_cast<char>(other[i] ^ 1);
            CHECK_FALSE(ed25519_verify(key.public_key(), c.message, other));
        }
    }
    CHECK(Ed25519PrivateKey::generate().public_key() != Ed25519PrivateKey::generate().public_key());
}

TEST_CASE("ed25519: a key file is ours alone and is never written over") {
    const test::TempDir folder;
    const std::string path = (folder.path() / "log.key").string();
    const auto key = Ed25519PrivateKey::generate();
    REQUIRE(key.write_pem_file(path).has_value());
    struct stat status{};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    CHECK(Ed25519PrivateKey::read_pem_file(path).value().public_key() == key.public_key());
    CHECK(key.write_pem_file(path).error().code == Errc::kConflict);
    CHECK(Ed25519PrivateKey::generate().write_pem_file(path).error().code == Errc::kConflict);
    CHECK(Ed25519PrivateKey::read_pem_file(path).value().public_key() == key.public_key());
    CHECK(key.write_pem_file((folder.path() / "none" / "log.key").string()).error().code == Errc::kInternal);
    CHECK(Ed25519PrivateKey::read_pem_file((folder.path() / "none").string()).error().code == Errc::kNotFound);
    folder.write("text", "no key");
    CHECK(Ed25519PrivateKey::read_pem_file((folder.path() / "text").string()).error().code == Errc::kInvalid);
}

TEST_CASE("base64: has the texts of RFC 4648") {
    constexpr std::pair<const char*, const char*> kTexts[] = {{"", ""},
                                                              {"f", "Zg=="},
                                                              {"fo", "Zm8="},
                                                              {"foo", "Zm9v"},
                                                              {"foob", "Zm9vYg=="},
                                                              {"fooba", "Zm9vYmE="},
                                                              {"foobar", "Zm9vYmFy"}};
    for (const auto& [bytes, text] : kTexts) {
        CHECK(base64_encode(bytes) == text);
        CHECK(base64_decode(text) == std::string(bytes));
    }
    CHECK(base64_encode("\xFB\xFF") == "+/8=");
}

TEST_CASE("base64: refuses every other text") {
    for (const char* text : {"Z",     "Zg",   "Zg=",  "Zg===",    "Zh==",     "Zm9=",     "====",   "=",
                             "Z===",  "=Zm9", "Z=g=", "Zg==Zg==", " Zg==",    "Zg== ",    "Zg==\n", "Zm9v\n",
                             "Zm 9v", "Zm9-", "Zm9_", "    ",     "\n\n\n\n", "Zm9v    ", "Zm9v-",  "\xFF\xFF\xFF\xFF",
                             "Zm=v"}) {
        CAPTURE(text);
        CHECK_FALSE(base64_decode(text).has_value());
    }
    CHECK_FALSE(base64_decode(std::string_view("Zm9\0", 4)).has_value());
}

TEST_CASE("base64: every text that is read is the one that is written") {
    const char* given = std::getenv("SVD_TEST_SEED");
    const std::uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
    INFO("SVD_TEST_SEED=", seed);
    std::mt19937_64 random(seed);
    constexpr std::string_view kCharacters = "AQgw/+=9z \n";
    std::size_t read = 0;
    for (int round = 0; round < 20000; ++round) {
        std::string text;
        for (int i = 0; i < 8; ++i) text.push_back(kCharacters[random() % kCharacters.size()]);
        if (const auto bytes = base64_decode(text)) {
            CHECK(base64_encode(*bytes) == text);
            ++read;
        }
    }
    CHECK(read > 100);
}

TEST_CASE("random: no two digests are the same") {
    std::set<Digest> seen;
    for (int i = 0; i < 1000; ++i) seen.insert(random_digest());
    CHECK(seen.size() == 1000);
    random_bytes({});
}

TEST_CASE("digest: pieces are hashed as if they were one") {
    CHECK(sha256_joined({}) == sha256(""));
    CHECK(sha256_joined({"", "ab", "", "c"}) == sha256("abc"));
    CHECK(to_hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace svd
