#include "core/tlog/cosignature.h"

#include <doctest/doctest.h>

#include "core/tlog/checkpoint.h"
#include "tests/unit/core_tlog/sample_log.h"

namespace svd::tlog {
namespace {

constexpr const char* kText = "log\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";

UtcTime seconds(std::int64_t count) { return UtcTime(std::chrono::seconds(count)); }

// The request of an eight-leaf log whose witness has seen six.
std::string known_request() {
    const std::string file = test::data_file("tlog/checkpoint.8");
    return "old 6\n"
           "DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=\n"
           "yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=\n"
           "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=\n\n" +
           file.substr(0, file.find("— auditor"));
}

TEST_CASE("cosignature: the known witness signed at the known time") {
    const VerifierKey witness = parse_verifier_key(test::kWitnessKey).value();
    const SignedNote note = parse_note(test::data_file("tlog/checkpoint.8")).value();
    CHECK(verify_cosignature(witness, note.text, note.signatures[1]).value() == seconds(1700000000));
    CHECK(verify_cosignature(witness, note.text, note.signatures[0]).error().code == Errc::kDenied);
    CHECK(signature_holds(witness, note.text, note.signatures[1]));
}

TEST_CASE("cosignature: what a witness signs it verifies and nothing else") {
    const Cosigner witness("witness", test::counting_key(5));
    for (const std::int64_t time :
         {std::int64_t{0}, std::int64_t{1}, std::int64_t{1700000000}, limits::kCosignatureSecondsMax}) {
        CAPTURE(time);
        const NoteSignature signature = witness.sign(kText, seconds(time));
        CHECK(signature.bytes.size() == 72);
        CHECK(verify_cosignature(witness.verifier_key(), kText, signature).value() == seconds(time));
        CHECK_FALSE(verify_cosignature(witness.verifier_key(), "other\n", signature).has_value());
        for (std::size_t i = 0; i < signature.bytes.size(); ++i) {
            NoteSignature other = signature;
            other.bytes[i] = static_cast<char>(other.bytes[i] ^ 1);
            CHECK(verify_cosignature(witness.verifier_key(), kText, other).error().code == Errc::kDenied);
        }
    }
    const NoteSignature signature = witness.sign(kText, seconds(7));
    NoteSignature renamed = signature;
    renamed.name = "other";
    NoteSignature short_one = signature;
    short_one.bytes.pop_back();
    CHECK_FALSE(verify_cosignature(witness.verifier_key(), kText, renamed).has_value());
    CHECK_FALSE(verify_cosignature(witness.verifier_key(), kText, short_one).has_value());
    CHECK_FALSE(
        verify_cosignature(Cosigner("witness", test::counting_key(6)).verifier_key(), kText, signature).has_value());
    const NoteSigner log("witness", test::counting_key(5));
    CHECK(verify_cosignature(log.verifier_key(), kText, signature).error().code == Errc::kInvalid);
}

TEST_CASE("cosignature: a log's signature is not a cosignature of the same key") {
    const NoteSigner log("name", test::counting_key(5));
    const Cosigner witness("name", test::counting_key(5));
    CHECK(log.verifier_key().key_id() != witness.verifier_key().key_id());
    CHECK_FALSE(signature_holds(log.verifier_key(), kText, witness.sign(kText, seconds(1))));
    CHECK_FALSE(signature_holds(witness.verifier_key(), kText, log.sign(kText)));
}

// The line in C2SP tlog-cosignature; its public key is not published.
TEST_CASE("cosignature: the key id and the time are where the specification puts them") {
    const auto lines = parse_signature_lines(
        "— witness.example.com/w1 "
        "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n");
    const NoteSignature theirs = lines.value().at(0);
    CHECK(theirs.key_id == 0x8d66cf3f);
    const NoteSignature ours = Cosigner("w", test::counting_key(1)).sign(kText, seconds(1679315147));
    CHECK(theirs.bytes.size() == ours.bytes.size());
    CHECK(theirs.bytes.substr(0, 8) == ours.bytes.substr(0, 8));
}

TEST_CASE("cosignature: the request of six to eight is the known one and holds") {
    const AddCheckpoint request = parse_add_checkpoint(known_request()).value();
    CHECK(request.old_size == 6);
    CHECK(format_add_checkpoint(request) == known_request());
    const Checkpoint checkpoint =
        open_checkpoint(request.checkpoint, parse_verifier_key(test::kLogKey).value()).value();
    const Digest six = test::from_hex("76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef");
    CHECK(verify_consistency(6, six, checkpoint.size, checkpoint.root, request.proof));
}

TEST_CASE("cosignature: refuses other requests") {
    const std::string note = parse_add_checkpoint(known_request()).value().checkpoint;
    const std::string hash = "DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=\n";
    std::string long_proof;
    for (std::size_t i = 0; i < limits::kProofHashesMax; ++i) long_proof += hash;
    CHECK(parse_add_checkpoint("old 0\n\n" + note).value().proof.empty());
    CHECK(parse_add_checkpoint("old 6\n" + long_proof + "\n" + note).value().proof.size() == 63);
    const std::pair<const char*, std::string> cases[] = {
        {"nothing", ""},
        {"only a size", "old 6\n"},
        {"no size", "old\n\n" + note},
        {"an empty size", "old \n\n" + note},
        {"a leading zero", "old 06\n\n" + note},
        {"a size with a sign", "old -6\n\n" + note},
        {"two spaces", "old  6\n\n" + note},
        {"another word", "new 6\n\n" + note},
        {"a capital", "Old 6\n\n" + note},
        {"no empty line", "old 6\n" + hash + note},
        {"a short hash", "old 6\nAAAA\n\n" + note},
        {"a hash and a space", "old 6\n" + hash.substr(0, 44) + " \n\n" + note},
        {"too many hashes", "old 6\n" + long_proof + hash + "\n" + note},
        {"two empty lines", "old 6\n\n\n"},
        {"no checkpoint", "old 6\n" + hash + "\n"},
        {"CR LF", "old 6\r\n\r\n" + note}};
    for (const auto& [name, body] : cases) {
        CAPTURE(name);
        CHECK(parse_add_checkpoint(body).error().code == Errc::kInvalid);
    }
}

TEST_CASE("cosignature: the answer to a wrong old size is one number") {
    CHECK(format_tree_size(8) == "8\n");
    CHECK(parse_tree_size("8\n").value() == 8);
    CHECK(parse_tree_size("0\n").value() == 0);
    for (const char* body : {"", "\n", "8", "08\n", "8\n\n", " 8\n", "8 \n", "-1\n", "99999999999999999999\n"}) {
        CAPTURE(body);
        CHECK_FALSE(parse_tree_size(body).has_value());
    }
}

}  // namespace
}  // namespace svd::tlog
