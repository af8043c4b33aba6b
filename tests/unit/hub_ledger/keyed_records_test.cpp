#include "hub/ledger/keyed_records.h"

#include <doctest/doctest.h>

#include <set>

#include "core/crypto/digest.h"
#include "hub/store/memory_store.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/hub_ledger/ledger_fixture.h"

namespace svd {
namespace {

constexpr KeySum number(std::uint64_t high, std::uint64_t low) { return (KeySum{high} << 64U) | low; }

SecretKey counting_secret() {
    Digest bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i);
    return SecretKey::from_bytes(bytes);
}

std::vector<KeySum> keys_of(const RecordKeys& keys, std::string_view party, const Digest& submission,
                            std::uint32_t first, std::size_t rows) {
    std::vector<KeySum> read(rows);
    keys.read(party, submission, first, read);
    return read;
}

TEST_CASE("record keys: are what the formula says") {
    const KeyedRecords keys(counting_secret());
    Digest submission{};
    submission.fill(0xAB);
    // By another program: Python's hmac for the two secrets, openssl enc -aes-256-ctr for the stream.
    const std::vector<KeySum> known = {number(0x04cbb75a6362f6d2, 0xc6cea440066a93af),
                                       number(0xb26d3076851c21a7, 0x8a16e99a4112ce68),
                                       number(0x02223bb3b5859587, 0xa1aa91c0310826b9)};
    CHECK((keys_of(keys, "kent-police", submission, 0, 3) == known));
    CHECK((keys_of(keys, "kent-police", submission, 2, 1).front() == known[2]));
    CHECK(keys_of(keys, "kent-police", submission, 0, 0).empty());
}

TEST_CASE("record keys: no two rows, submissions, parties or secrets share one") {
    std::set<KeySum> seen;
    const SecretKey other = SecretKey::from_bytes(sha256("other"));
    for (const SecretKey& secret : {counting_secret(), other}) {
        const KeyedRecords keys(secret);
        for (const char* party : {"kent-police", "kent-polic", "kent-fire"}) {
            for (const char* content : {"one", "two"}) {
                for (const KeySum key : keys_of(keys, party, sha256(content), 0, 100)) CHECK(seen.insert(key).second);
            }
        }
    }
    CHECK(seen.size() == 2 * 3 * 2 * 100);
}

TEST_CASE("secret: is made once, and no other is taken for it") {
    const test::TempDir folder;
    MemoryStore store;
    const auto file = folder.path() / "new" / "disclosure-key";
    const auto made = open_secret(store, file);
    REQUIRE(made.has_value());
    const Digest mark = made->hmac({"x"});
    CHECK(open_secret(store, file)->hmac({"x"}) == mark);

    std::filesystem::rename(file, folder.path() / "kept");
    const auto missing = open_secret(store, file);
    REQUIRE(missing.has_error());
    CHECK(missing.error().code == Errc::kInvalid);
    CHECK_FALSE(std::filesystem::exists(file));
    REQUIRE(SecretKey::generate().write_file(file.string()).has_value());
    const auto another = open_secret(store, file);
    REQUIRE(another.has_error());
    CHECK(another.error().code == Errc::kInvalid);

    std::filesystem::rename(folder.path() / "kept", file);
    CHECK(open_secret(store, file)->hmac({"x"}) == mark);
    MemoryStore empty;
    CHECK(open_secret(empty, file)->hmac({"x"}) == mark);
}

TEST_CASE("secret: a failing disk leaves none that the store does not know") {
    for (int broken_call = 1; broken_call <= 2; ++broken_call) {
        CAPTURE(broken_call);
        const test::TempDir folder;
        MemoryStore disk;
        test::FaultyStore faulty(disk, broken_call);
        const auto file = folder.path() / "disclosure-key";
        CHECK(open_secret(faulty, file).has_error());
        REQUIRE(open_secret(disk, file).has_value());
        CHECK(open_secret(disk, file).has_value());
    }
}

}  // namespace
}  // namespace svd
