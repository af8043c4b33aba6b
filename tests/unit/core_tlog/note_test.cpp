#include "core/tlog/note.h"

#include <doctest/doctest.h>

#include "core/crypto/base64.h"
#include "tests/unit/core_tlog/sample_log.h"

namespace svd::tlog {
namespace {

// The example of C2SP signed-note.
constexpr const char* kSpecKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
constexpr const char* kSpecNote =
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

NoteSigner signer_named(const std::string& name, unsigned seed = 0) { return {name, test::counting_key(seed)}; }

SignedNote signed_by(const std::string& text, std::initializer_list<NoteSigner> signers) {
    SignedNote note{text, {}};
    for (const NoteSigner& signer : signers) note.signatures.push_back(signer.sign(text));
    return note;
}

TEST_CASE("note: the specification's example verifies and keeps its bytes") {
    const VerifierKey key = parse_verifier_key(kSpecKey).value();
    CHECK(key.name == "example.com/foo");
    CHECK(key.key_id() == 0x530d903a);
    CHECK(format_verifier_key(key) == kSpecKey);
    const SignedNote note = parse_note(kSpecNote).value();
    CHECK(note.text == "This is an example message.\n");
    CHECK(verify_note(note, {&key, 1}).value() == std::vector{key});
    CHECK(format_note(note) == kSpecNote);
}

TEST_CASE("note: keys have the known ids and texts") {
    CHECK(format_verifier_key(signer_named("svd-hub.example/submissions").verifier_key()) == test::kLogKey);
    const VerifierKey witness{"auditor.example/witness1", KeyType::kCosignature, test::counting_key(32).public_key()};
    CHECK(witness.key_id() == 0xb5fbc923);
    CHECK(format_verifier_key(witness) == test::kWitnessKey);
    CHECK(parse_verifier_key(test::kWitnessKey).value() == witness);
}

TEST_CASE("note: no key survives the change of a byte") {
    const std::string text = test::kLogKey;
    std::size_t changes = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        for (int byte = 0; byte < 256; ++byte) {
            std::string other = text;
            other[i] = static_cast<char>(byte);
            if (other == text) continue;
            CAPTURE(other);
            CHECK_FALSE(parse_verifier_key(other).has_value());
            ++changes;
        }
        CHECK_FALSE(parse_verifier_key(text.substr(0, i)).has_value());
    }
    CHECK(changes == text.size() * 255);
}

TEST_CASE("note: refuses keys") {
    const std::string bytes(32, 'k');
    const auto vkey = [](const std::string& name, const std::string& typed) {
        return name + "+00000000+" + base64_encode(typed);
    };
    CHECK_FALSE(parse_verifier_key("").has_value());
    CHECK_FALSE(parse_verifier_key("name").has_value());
    CHECK_FALSE(parse_verifier_key("name+00000000").has_value());
    CHECK_FALSE(parse_verifier_key(std::string(test::kLogKey) + "\n").has_value());
    CHECK(parse_verifier_key(vkey("name", "\x02" + bytes)).error().detail == "a key of an unknown type");
    CHECK(parse_verifier_key(vkey("name", "\x01" + bytes + "k")).error().detail.find("32 bytes") != std::string::npos);
    CHECK(parse_verifier_key(vkey("name", "\x01" + bytes)).error().detail.find("id") != std::string::npos);
    CHECK(parse_verifier_key(vkey("", "\x01" + bytes)).error().detail.find("name") != std::string::npos);
}

TEST_CASE("note: names are single words of any script") {
    for (const char* name : {"a", "example.com/log", "auditör.example", "ログ", "𝄞", "a=b", "~"}) {
        CAPTURE(name);
        CHECK(is_key_name(name));
    }
    const std::string names[] = {"",
                                 "a b",
                                 "a\tb",
                                 "a\n",
                                 "a+b",
                                 "a\u00A0b",
                                 "a\u2003b",
                                 "\u3000",
                                 "a\u0085",
                                 "\u1680",
                                 "a\u2028",
                                 "a\x01",
                                 "\xFF",
                                 "\xC0\x80",
                                 "\xE2\x80",
                                 "a\xED\xA0\x80",
                                 "\xF4\x90\x80\x80",
                                 "\x80",
                                 "\xF8\x88\x80\x80\x80",
                                 std::string(256, 'a'),
                                 std::string("a\0b", 3)};
    for (const std::string& name : names) {
        CAPTURE(to_hex(name));
        CHECK_FALSE(is_key_name(name));
    }
    CHECK(is_key_name(std::string(255, 'a')));
}

TEST_CASE("note: keeps texts with empty lines and splits at the last") {
    for (const char* text : {"\n", "a\n", "a\n\nb\n", "\n\n\n", "a\n\n— b c\n", "a\n\n\n"}) {
        CAPTURE(text);
        const SignedNote note = signed_by(text, {signer_named("me")});
        const SignedNote again = parse_note(format_note(note)).value();
        CHECK(again == note);
        CHECK(verify_note(again, std::vector{signer_named("me").verifier_key()}).has_value());
    }
}

TEST_CASE("note: refuses what is not a note") {
    const std::string line = format_signature_line(signer_named("me").sign("a\n"));
    const std::string short_signature = "— me " + base64_encode("1234") + "\n";
    std::string many = "a\n\n";
    for (std::size_t i = 0; i <= limits::kNoteSignaturesMax; ++i) many += line;
    const std::pair<const char*, std::string> cases[] = {
        {"nothing", ""},
        {"no signatures", "a\n\n"},
        {"no empty line", "a\n" + line},
        {"no text", "\n" + line},
        {"no last line end", "a\n\n" + line.substr(0, line.size() - 1)},
        {"CR LF", "a\r\n\r\n" + line},
        {"a tab", "a\tb\n\n" + line},
        {"a NUL", std::string("a\0\n\n", 4) + line},
        {"not UTF-8", "\xFF\n\n" + line},
        {"a hyphen for the dash", "a\n\n- me AAAAAAAA\n"},
        {"no space after the dash", "a\n\n—me AAAAAAAA\n"},
        {"no name", "a\n\n— AAAAAAAA\n"},
        {"an empty name", "a\n\n—  AAAAAAAA\n"},
        {"a name with a plus", "a\n\n— m+e AAAAAAAA\n"},
        {"two spaces", "a\n\n— me  AAAAAAAA\n"},
        {"a space at the end", "a\n\n— me AAAAAAAA \n"},
        {"no padding", "a\n\n— me AAAAAAA\n"},
        {"stray last bits", "a\n\n— me AAAAAAB=\n"},
        {"only a key id", "a\n\n" + short_signature},
        {"an empty line between signatures", "a\n\n" + line + "\n" + line + "x"},
        {"too many signatures", many},
        {"too large", std::string(limits::kNoteBytesMax, 'a') + "\n\n" + line}};
    for (const auto& [name, bytes] : cases) {
        CAPTURE(name);
        CHECK(parse_note(bytes).error().code == Errc::kInvalid);
    }
    CHECK(parse_note("a\n\n" + line).has_value());
    CHECK(parse_signature_lines(line + line).value().size() == 2);
    CHECK_FALSE(parse_signature_lines("").has_value());
}

TEST_CASE("note: unknown signers are ignored and known ones must not lie") {
    const NoteSigner me = signer_named("me");
    const NoteSigner you = signer_named("you", 1);
    const NoteSigner other_me = signer_named("me", 2);
    const std::string text = "a\n";
    const std::vector known{me.verifier_key(), you.verifier_key()};
    NoteSignature lie = you.sign("b\n");
    NoteSignature stray = me.sign(text);
    stray.bytes += "x";

    CHECK(verify_note(signed_by(text, {me, other_me}), known).value() == std::vector{me.verifier_key()});
    CHECK(verify_note(signed_by(text, {you, me}), known).value() == std::vector{you.verifier_key(), me.verifier_key()});
    CHECK(verify_note(signed_by(text, {me, me}), known).value() == std::vector{me.verifier_key()});
    CHECK(verify_note(signed_by(text, {other_me}), known).error().code == Errc::kDenied);
    CHECK(verify_note(signed_by(text, {me}), {}).error().code == Errc::kDenied);
    CHECK(verify_note({text, {me.sign(text), lie}}, known).error().code == Errc::kDenied);
    CHECK(verify_note({text, {stray}}, known).error().code == Errc::kDenied);
    CHECK(verify_note({text, {me.sign(text), lie}}, std::vector{me.verifier_key()}).has_value());
    CHECK(verify_note({"b\n", {me.sign(text)}}, known).error().code == Errc::kDenied);
}

}  // namespace
}  // namespace svd::tlog
