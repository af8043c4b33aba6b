#include "core/tlog/proof_file.h"

#include <doctest/doctest.h>

#include "core/crypto/base64.h"
#include "core/crypto/digest.h"
#include "tests/unit/core_tlog/sample_log.h"

namespace svd::tlog {
namespace {

std::string known_file() { return test::data_file("tlog/index5.tlog-proof"); }
Digest known_leaf() { return leaf_hash("\x40\x41\x42\x43"); }
VerifierKey known_log() { return parse_verifier_key(test::kLogKey).value(); }

TEST_CASE("proof file: the known one proves entry 5 and keeps its bytes") {
    CHECK(to_hex(sha256(known_file())) == "36af978e0eec57310a44d783df92d0010a586963dbc986596cc02cf8910e684f");
    const ProofFile file = parse_proof_file(known_file()).value();
    CHECK(file.index == 5);
    CHECK(file.proof.size() == 3);
    CHECK_FALSE(file.extra.has_value());
    CHECK(file.checkpoint == test::data_file("tlog/checkpoint.8"));
    CHECK(format_proof_file(file) == known_file());
    CHECK(verify(file, known_leaf(), known_log()).value().size == 8);
}

TEST_CASE("proof file: proves no other leaf or index or log") {
    ProofFile file = parse_proof_file(known_file()).value();
    CHECK(verify(file, leaf_hash("another"), known_log()).error().code == Errc::kDenied);
    CHECK(verify(file, known_leaf(), NoteSigner("other", test::counting_key(9)).verifier_key()).error().code ==
          Errc::kDenied);
    file.index = 4;
    CHECK(verify(file, known_leaf(), known_log()).error().code == Errc::kDenied);
    file.index = 8;
    CHECK(verify(file, known_leaf(), known_log()).error().code == Errc::kDenied);
}

// As with a checkpoint alone: only the line of a witness whom the verifier does not know may change unnoticed.
TEST_CASE("proof file: nothing but a stranger's line survives the change of a byte") {
    const std::string bytes = known_file();
    const Checkpoint checkpoint = verify(parse_proof_file(bytes).value(), known_leaf(), known_log()).value();
    const std::size_t stranger = bytes.find("— auditor.example");
    REQUIRE(stranger != std::string::npos);
    std::size_t refused = 0;
    std::size_t ignored = 0;
    test::for_each_changed(bytes, [&](std::size_t at, const std::string& other) {
        const auto file = parse_proof_file(other);
        const auto verified = file ? verify(*file, known_leaf(), known_log()) : file.error();
        ++(verified ? ignored : refused);
        if (!verified) return;
        CAPTURE(other);
        CHECK(at >= stranger);
        CHECK(*verified == checkpoint);
    });
    CHECK(refused >= stranger * 8);
    CHECK(ignored > 0);
}

TEST_CASE("proof file: extra data of any bytes come back and are trusted by nobody") {
    ProofFile file = parse_proof_file(known_file()).value();
    for (const std::string& extra : {std::string("x"), std::string("a\n\0b", 4), std::string(1000, '\xFF')}) {
        file.extra = extra;
        const ProofFile again = parse_proof_file(format_proof_file(file)).value();
        CHECK(again == file);
        CHECK(verify(again, known_leaf(), known_log()).has_value());
    }
}

TEST_CASE("proof file: refuses other files") {
    const std::string note = test::data_file("tlog/checkpoint.8");
    const std::string head = "c2sp.org/tlog-proof@v1\n";
    const std::string hash = "DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=\n";
    std::string long_proof;
    for (std::size_t i = 0; i <= limits::kProofHashesMax; ++i) long_proof += hash;
    const std::string much = base64_encode(std::string(limits::kProofExtraBytesMax + 1, 'x'));
    CHECK(parse_proof_file(head + "index 0\n\n" + note).has_value());
    const std::pair<const char*, std::string> cases[] = {
        {"nothing", ""},
        {"no format", "index 0\n\n" + note},
        {"another version", "c2sp.org/tlog-proof@v2\nindex 0\n\n" + note},
        {"only a format", head},
        {"no index", head + "\n" + note},
        {"an index with a leading zero", head + "index 00\n\n" + note},
        {"an index without a space", head + "index0\n\n" + note},
        {"an index that is too large", head + "index 99999999999999999999\n\n" + note},
        {"two indexes", head + "index 0\nindex 0\n\n" + note},
        {"extra after the index", head + "index 0\nextra AAAA\n\n" + note},
        {"two extras", head + "extra AAAA\nextra AAAA\nindex 0\n\n" + note},
        {"extra without data", head + "extra \nindex 0\n\n" + note},
        {"extra not base64", head + "extra A\nindex 0\n\n" + note},
        {"too much extra", head + "extra " + much + "\nindex 0\n\n" + note},
        {"no empty line", head + "index 0\n" + note},
        {"too many hashes", head + "index 0\n" + long_proof + "\n" + note},
        {"a hash that is too long", head + "index 0\n" + base64_encode(std::string(33, 'x')) + "\n\n" + note},
        {"no checkpoint", head + "index 0\n\n"},
        {"bytes after the checkpoint", head + "index 0\n\n" + note + "x"},
        {"CR LF", "c2sp.org/tlog-proof@v1\r\nindex 0\r\n\r\n" + note}};
    for (const auto& [name, bytes] : cases) {
        CAPTURE(name);
        CHECK(parse_proof_file(bytes).error().code == Errc::kInvalid);
    }
}

}  // namespace
}  // namespace svd::tlog
