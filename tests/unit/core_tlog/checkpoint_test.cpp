#include "core/tlog/checkpoint.h"

#include <doctest/doctest.h>

#include "core/crypto/digest.h"
#include "core/tlog/cosignature.h"
#include "tests/unit/core_tlog/sample_log.h"

namespace svd::tlog {
namespace {

constexpr const char* kTesseraKey = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";
constexpr const char* kTesseraSeed = "eca663f499017d2365c27c7a7679158d43cfec1330bdb259290afbd0d21777a0";

// What Tessera's own test log signed, at sizes 0 and 15.
constexpr const char* kTesseraEmpty =
    "example.com/log/testdata\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— example.com/log/testdata "
    "M9e0lhxJACzE1KoUdqKuPa+9p6R7dSW8BlEvrg/noo8FkGg6PbJoRNOcdjqjOq89wVvTA60eubCc4oufo5BvIVEgtQc=\n";
constexpr const char* kTesseraFifteen =
    "example.com/log/testdata\n15\nrKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=\n\n— example.com/log/testdata "
    "M9e0luh4jTG+UMBqOUo9/q+yAEvx1ilBEniMvjf1zfcBOhg+CKubMt53MvIt/uEWP6zdkdIQzd/fmwlM/dlPWF74ewI=\n";

TEST_CASE("checkpoint: Tessera's test log signs as Tessera does") {
    const Digest seed = test::from_hex(kTesseraSeed);
    const NoteSigner log("example.com/log/testdata", Ed25519PrivateKey::from_seed(seed));
    CHECK(format_verifier_key(log.verifier_key()) == kTesseraKey);
    const char* const entries[] = {"one",  "two", "three",  "four",  "five",     "six",     "seven", "eit",
                                   "nain", "ten", "ileven", "twelf", "threeten", "fourten", "fivten"};
    Edge edge;
    CHECK(sign_checkpoint(0, edge.root(), log) == kTesseraEmpty);
    for (const char* entry : entries) {
        edge.append(leaf_hash(entry));
        const std::string note = sign_checkpoint(edge.size(), edge.root(), log);
        const Checkpoint opened = open_checkpoint(note, log.verifier_key()).value();
        CHECK(opened == Checkpoint{"example.com/log/testdata", edge.size(), edge.root()});
    }
    CHECK(sign_checkpoint(15, edge.root(), log) == kTesseraFifteen);
}

TEST_CASE("checkpoint: ours is the known file byte for byte") {
    const std::string file = test::data_file("tlog/checkpoint.8");
    CHECK(to_hex(sha256(file)) == "fe52d174f27dde6b14762f353bd9c8c78edb4d7b35e02bcdb8a6a7593e4a24af");
    const VerifierKey log = parse_verifier_key(test::kLogKey).value();
    const Checkpoint checkpoint = open_checkpoint(file, log).value();
    CHECK(checkpoint.size == 8);
    CHECK(to_hex(checkpoint.root) == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    const NoteSigner signer("svd-hub.example/submissions", test::counting_key(0));
    const Cosigner witness("auditor.example/witness1", test::counting_key(32));
    const std::string ours = sign_checkpoint(8, checkpoint.root, signer);
    const UtcTime time{std::chrono::seconds(1700000000)};
    CHECK(ours + format_signature_line(witness.sign(format_checkpoint(checkpoint), time)) == file);
    CHECK(sign_checkpoint(0, empty_root(), signer) ==
          "svd-hub.example/submissions\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n"
          "— svd-hub.example/submissions "
          "z6RDpspVwb7O9JJQzaQ1SV3joIHX3b9VMFn6ftiuJHhqc2hKaAYTyeVnzPFORDy2XtMwQy7pzuAOcNXRRoMWoidIcgI=\n");
}

// One line of the file may change without notice: the witness's.  Who knows only the log's key cannot tell a witness
// from a stranger; the log's own text and line are protected to the last bit.
TEST_CASE("checkpoint: nothing but a stranger's line survives the change of a byte") {
    const std::string file = test::data_file("tlog/checkpoint.8");
    const VerifierKey log = parse_verifier_key(test::kLogKey).value();
    const Checkpoint checkpoint = open_checkpoint(file, log).value();
    const std::size_t stranger = file.find("— auditor.example");
    REQUIRE(stranger != std::string::npos);
    std::size_t ignored = 0;
    std::size_t refused = 0;
    test::for_each_changed(file, [&](std::size_t at, const std::string& other) {
        const auto opened = open_checkpoint(other, log);
        ++(opened ? ignored : refused);
        if (!opened) return;
        CAPTURE(other);
        CHECK(at >= stranger);
        CHECK(*opened == checkpoint);
    });
    for (std::size_t size = 0; size < stranger; ++size) {
        CHECK_FALSE(open_checkpoint(file.substr(0, size), log).has_value());
    }
    CHECK(refused >= stranger * 8);
    CHECK(ignored > 0);
}

// With both keys known a changed witness's line is refused, or is no longer the witness's: then its name or its key
// id has changed.  In no case does the witness count as having signed.
TEST_CASE("checkpoint: a changed line of a known witness never counts as its signature") {
    const std::string file = test::data_file("tlog/checkpoint.8");
    const std::vector known{parse_verifier_key(test::kLogKey).value(), parse_verifier_key(test::kWitnessKey).value()};
    const std::size_t line = file.find("— auditor.example");
    const std::size_t signature = file.rfind(' ') + 1;
    const std::size_t key_id_end = signature + 6;  // four bytes are 5 1/3 characters of base64
    CHECK(verify_note(parse_note(file).value(), known).value() == known);
    std::size_t strangers = 0;
    test::for_each_changed(file, [&](std::size_t at, const std::string& other) {
        const auto note = parse_note(other);
        const auto signers = note ? verify_note(*note, known) : note.error();
        if (at < line || !signers) return;
        ++strangers;
        CAPTURE(other);
        CHECK(at < key_id_end);
        CHECK(*signers == std::vector{known[0]});
    });
    CHECK(strangers > 0);
}

TEST_CASE("checkpoint: refuses other texts") {
    const std::string root = "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=";
    const std::string empty = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    const std::pair<const char*, std::string> cases[] = {
        {"nothing", ""},
        {"no origin", "\n8\n" + root + "\n"},
        {"no size", "o\n\n" + root + "\n"},
        {"a leading zero", "o\n08\n" + root + "\n"},
        {"a sign", "o\n+8\n" + root + "\n"},
        {"a negative size", "o\n-8\n" + root + "\n"},
        {"a space", "o\n8 \n" + root + "\n"},
        {"hexadecimal", "o\n0x8\n" + root + "\n"},
        {"a size that is too large", "o\n4611686018427387905\n" + root + "\n"},
        {"a size of many digits", "o\n99999999999999999999999\n" + root + "\n"},
        {"no root", "o\n8\n"},
        {"a short root", "o\n8\nAAAA\n"},
        {"a root in hexadecimal", "o\n8\n" + std::string(64, 'a') + "\n"},
        {"no last line end", "o\n8\n" + root},
        {"an extension line", "o\n8\n" + root + "\nextension\n"},
        {"an empty extension line", "o\n8\n" + root + "\n\n"},
        {"nothing with a root of something", "o\n0\n" + root + "\n"},
        {"a control character", "o\x01\n8\n" + root + "\n"},
        {"CR LF", "o\r\n8\r\n" + root + "\r\n"}};
    for (const auto& [name, text] : cases) {
        CAPTURE(name);
        CHECK(parse_checkpoint(text).error().code == Errc::kInvalid);
    }
    CHECK(parse_checkpoint("o\n4611686018427387904\n" + root + "\n").value().size == limits::kTreeSizeMax);
    CHECK(parse_checkpoint("o\n0\n" + empty + "\n").has_value());
    const Checkpoint checkpoint{"an origin, with spaces", 8, test::from_hex(kTesseraSeed)};
    CHECK(parse_checkpoint(format_checkpoint(checkpoint)).value() == checkpoint);
}

TEST_CASE("checkpoint: opens only what this log signed about itself") {
    const NoteSigner log("log", test::counting_key(0));
    const NoteSigner other("other", test::counting_key(0));
    const Digest root = leaf_hash("x");
    const std::string note = sign_checkpoint(1, root, log);
    CHECK(open_checkpoint(note, log.verifier_key()).has_value());
    CHECK(open_checkpoint(note, other.verifier_key()).error().code == Errc::kDenied);
    CHECK(open_checkpoint("log\n", log.verifier_key()).error().code == Errc::kInvalid);

    const std::string text = format_checkpoint({"other", 1, root});
    CHECK(open_checkpoint(format_note({text, {log.sign(text)}}), log.verifier_key()).error().code == Errc::kDenied);
    const std::string prose = "hello\n";
    CHECK(open_checkpoint(format_note({prose, {log.sign(prose)}}), log.verifier_key()).error().code == Errc::kInvalid);

    VerifierKey witness = log.verifier_key();
    witness.type = KeyType::kCosignature;
    CHECK(open_checkpoint(note, witness).error().code == Errc::kInvalid);
}

}  // namespace
}  // namespace svd::tlog
