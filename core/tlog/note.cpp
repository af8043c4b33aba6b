#include "core/tlog/note.h"

#include <algorithm>

#include "core/base/bytes.h"
#include "core/base/check.h"
#include "core/base/limits.h"
#include "core/crypto/base64.h"
#include "core/crypto/digest.h"
#include "core/tlog/cosignature.h"
#include "core/tlog/text.h"

namespace svd::tlog {
namespace {

constexpr std::string_view kSignatureMark = "\xE2\x80\x94 ";  // an em dash and a space
constexpr std::string_view kSeparator = "\n\n";
constexpr std::size_t kKeyIdBytes = 4;

std::string key_id_bytes(std::uint32_t key_id) {
    return big_endian(key_id).substr(sizeof(std::uint64_t) - kKeyIdBytes);
}

std::uint32_t read_key_id(std::string_view bytes) {
    const auto number = from_big_endian(std::string(sizeof(std::uint64_t) - kKeyIdBytes, '\0').append(bytes));
    return static_cast<std::uint32_t>(number.value());
}

std::string typed_key(const VerifierKey& key) {
    std::string bytes(1, static_cast<char>(key.type));
    return bytes.append(key.public_key.begin(), key.public_key.end());
}

Result<NoteSignature> parse_signature_line(std::string_view line) {
    if (!line.starts_with(kSignatureMark)) return invalid("a signature line does not begin with a dash and a space");
    line.remove_prefix(kSignatureMark.size());
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos) return invalid("a signature line has no signature");
    const std::string_view name = line.substr(0, space);
    if (!is_key_name(name)) return invalid("a signature line has no key name");
    const auto bytes = base64_decode(line.substr(space + 1));
    if (!bytes || bytes->size() <= kKeyIdBytes) return invalid("a signature is not base64, or too short");
    return NoteSignature{std::string(name), read_key_id(bytes->substr(0, kKeyIdBytes)), bytes->substr(kKeyIdBytes)};
}

}  // namespace

bool is_key_name(std::string_view name) {
    return !name.empty() && name.size() <= limits::kKeyNameBytesMax && name.find('+') == name.npos && is_one_word(name);
}

std::uint32_t VerifierKey::key_id() const {
    return read_key_id(as_bytes(sha256_joined({name, "\n", typed_key(*this)})).substr(0, kKeyIdBytes));
}

Result<VerifierKey> parse_verifier_key(std::string_view vkey) {
    // The base64 at the end may have a plus of its own.
    const std::size_t first = vkey.find('+');
    const std::size_t second = first == std::string_view::npos ? first : vkey.find('+', first + 1);
    if (second == std::string_view::npos) return invalid("a key is not NAME+KEYID+KEY");
    const auto bytes = base64_decode(vkey.substr(second + 1));
    VerifierKey key;
    key.name = vkey.substr(0, first);
    if (!is_key_name(key.name)) return invalid("a key has no name, or one that cannot be used");
    if (!bytes || bytes->size() != 1 + key.public_key.size())
        return invalid("a key is not base64 of a type and 32 bytes");
    key.type = static_cast<KeyType>(bytes->front());
    if (key.type != KeyType::kEd25519 && key.type != KeyType::kCosignature) return invalid("a key of an unknown type");
    std::copy(bytes->begin() + 1, bytes->end(), key.public_key.begin());
    if (format_verifier_key(key) != vkey) return invalid("a key's id does not belong to its name and bytes");
    return key;
}

std::string format_verifier_key(const VerifierKey& key) {
    return key.name + "+" + to_hex(key_id_bytes(key.key_id())) + "+" + base64_encode(typed_key(key));
}

Result<SignedNote> parse_note(std::string_view bytes) {
    if (bytes.size() > limits::kNoteBytesMax) return invalid("a note is too large");
    if (!is_plain_text(bytes)) return invalid("a note is not UTF-8 text");
    const std::size_t separator = bytes.rfind(kSeparator);
    if (separator == std::string_view::npos) return invalid("a note has no empty line before its signatures");
    auto signatures = parse_signature_lines(bytes.substr(separator + kSeparator.size()));
    if (!signatures) return signatures.error();
    return SignedNote{std::string(bytes.substr(0, separator + 1)), *std::move(signatures)};
}

std::string format_note(const SignedNote& note) {
    SVD_CHECK(note.text.ends_with('\n'));
    std::string bytes = note.text + "\n";
    for (const NoteSignature& signature : note.signatures) bytes += format_signature_line(signature);
    return bytes;
}

Result<std::vector<NoteSignature>> parse_signature_lines(std::string_view lines) {
    std::vector<NoteSignature> signatures;
    do {
        const auto line = take_line(lines);
        if (!line) return invalid("the signatures do not end in a line end");
        auto signature = parse_signature_line(*line);
        if (!signature) return signature.error();
        if (signatures.size() == limits::kNoteSignaturesMax) return invalid("too many signatures");
        signatures.push_back(*std::move(signature));
    } while (!lines.empty());
    return signatures;
}

std::string format_signature_line(const NoteSignature& signature) {
    return std::string(kSignatureMark) + signature.name + " " +
           base64_encode(key_id_bytes(signature.key_id) + signature.bytes) + "\n";
}

bool signature_holds(const VerifierKey& key, std::string_view text, const NoteSignature& signature) {
    if (signature.name != key.name || signature.key_id != key.key_id()) return false;
    switch (key.type) {
        case KeyType::kEd25519: return ed25519_verify(key.public_key, text, signature.bytes);
        case KeyType::kCosignature: return verify_cosignature(key, text, signature).has_value();
    }
    return false;
}

Result<std::vector<VerifierKey>> verify_note(const SignedNote& note, std::span<const VerifierKey> known) {
    std::vector<VerifierKey> signers;
    for (const NoteSignature& signature : note.signatures) {
        const auto key = std::ranges::find_if(known, [&](const VerifierKey& candidate) {
            return candidate.name == signature.name && candidate.key_id() == signature.key_id;
        });
        if (key == known.end()) continue;
        if (!signature_holds(*key, note.text, signature)) {
            return Error{Errc::kDenied, "a signature by " + key->name + " does not hold"};
        }
        if (std::ranges::find(signers, *key) == signers.end()) signers.push_back(*key);
    }
    if (signers.empty()) return Error{Errc::kDenied, "no known key has signed"};
    return signers;
}

NoteSigner::NoteSigner(std::string name, Ed25519PrivateKey key)
    : verifier_key_{std::move(name), KeyType::kEd25519, key.public_key()}, key_(std::move(key)) {
    SVD_CHECK(is_key_name(verifier_key_.name));
}

NoteSignature NoteSigner::sign(std::string_view text) const {
    SVD_CHECK(text.ends_with('\n'));
    return {verifier_key_.name, verifier_key_.key_id(), key_.sign(text)};
}

}  // namespace svd::tlog
