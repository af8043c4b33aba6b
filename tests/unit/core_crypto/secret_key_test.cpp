#include "core/crypto/secret_key.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "tests/support/temp_dir.h"

namespace svd {
namespace {

// RFC 2104 fills a shorter key up with zeros, and so may we.
SecretKey key_of(std::string_view bytes) {
    Digest key{};
    std::ranges::copy(bytes, key.begin());
    return SecretKey::from_bytes(key);
}

std::string stream(const SecretKey& key, std::uint64_t first, std::size_t bytes) {
    std::vector<std::uint8_t> made(bytes, 0xEE);
    key.stream(first, made);
    return to_hex(std::string_view(reinterpret_cast<const char*>(made.data()), made.size()));
}

TEST_CASE("secret key: authenticates as RFC 4231 says") {
    struct Known {
        std::string key, message;
        const char* code;
    };
    const Known cases[] = {
        {std::string(20, '\x0b'), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
        {"Jefe", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
        {"\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15\x16"
         "\x17\x18\x19",
         std::string(50, '\xcd'), "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"}};
    for (const Known& known : cases) {
        const SecretKey key = key_of(known.key);
        const std::string_view message = known.message;
        CHECK(to_hex(key.hmac({message})) == known.code);
        CHECK(to_hex(key.hmac({message.substr(0, 3), message.substr(3)})) == known.code);
        CHECK(key.derive({message}).hmac({"x"}) == SecretKey::from_bytes(key.hmac({message})).hmac({"x"}));
    }
}

TEST_CASE("secret key: its stream is that of AES-256 in counter mode") {
    CHECK(stream(key_of("\x80"), 0, 16) == "e35a6dcb19b201a01ebcfa8aa22b5759");  // NIST AESAVS, ECBVarKey256 0
    std::string counting(32, '\0');
    for (std::size_t i = 0; i < counting.size(); ++i) counting[i] = static_cast<char>(i);
    const SecretKey key = key_of(counting);
    // openssl enc -aes-256-ctr, with 5 as its initial value
    const std::string known =
        "a90741e6797146a550b63f264a604ee4e96f3e0a91d150e2d389d3c71624"
        "48995d15369920a8454134a61443fe5fd1b0d7514e072c5feca9197966348324ba5d";
    CHECK(stream(key, 5, 64) == known);
    CHECK(stream(key, 7, 16) == known.substr(64, 32));
    CHECK(stream(key, 7, 3) == known.substr(64, 6));
    CHECK(stream(key, 5, 0).empty());
    CHECK(stream(key, std::uint64_t{1} << 32U, 16) != stream(key, 0, 16));
}

TEST_CASE("secret key: its file is ours alone and is never written over") {
    const test::TempDir folder;
    const std::string path = (folder.path() / "secret").string();
    const SecretKey key = SecretKey::generate();
    REQUIRE(key.write_file(path).has_value());
    struct stat status{};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    CHECK(status.st_size == 65);
    CHECK(SecretKey::read_file(path).value().hmac({"x"}) == key.hmac({"x"}));
    CHECK(SecretKey::generate().write_file(path).error().code == Errc::kConflict);
    CHECK(SecretKey::read_file(path).value().hmac({"x"}) == key.hmac({"x"}));
    CHECK(SecretKey::generate().hmac({"x"}) != key.hmac({"x"}));
    CHECK(SecretKey::read_file((folder.path() / "none").string()).error().code == Errc::kNotFound);
    std::filesystem::permissions(path, std::filesystem::perms::group_read, std::filesystem::perm_options::add);
    const auto open_to_others = SecretKey::read_file(path);
    REQUIRE(open_to_others.has_error());
    CHECK(open_to_others.error().code == Errc::kInvalid);
}

TEST_CASE("secret key: a file that holds anything else is refused, and not repeated in the error") {
    const test::TempDir folder;
    const std::string digits(62, 'a');
    for (const std::string& text :
         {std::string(), std::string("no secret"), digits + "a", digits + "aaa", digits + "AA", digits + "aa\n\n",
          digits + "aa\r\n", digits + "ag", " " + digits + "a"}) {
        CAPTURE(text);
        folder.write("secret", text);
        const std::string path = (folder.path() / "secret").string();
        std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        const auto read = SecretKey::read_file(path);
        REQUIRE(read.has_error());
        CHECK(read.error().code == Errc::kInvalid);
        CHECK(read.error().detail.find("aaaa") == std::string::npos);
    }
    folder.write("bare", digits + "ab");  // without the end of the line, as printf writes it
    const std::string bare = (folder.path() / "bare").string();
    std::filesystem::permissions(bare, std::filesystem::perms::owner_read);
    CHECK(SecretKey::read_file(bare).has_value());
}

}  // namespace
}  // namespace svd
