// Signed notes (C2SP signed-note v1.0.0): a text, an empty line, and one line for each signature.
//
// The signed bytes are the text with its last line end.  A note is split at its last empty line, so that the text may
// have empty lines of its own.  Signatures of unknown keys are carried along and mean nothing.
//
// Reading is strict: UTF-8, no control characters, canonical base64, sizes within limits.h; formatting what was
// parsed gives the same bytes.  Errors are kInvalid for what cannot be read and kDenied for what is not signed.
//
// Values and functions of their arguments: free to share between threads.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/crypto/ed25519.h"

namespace svd::tlog {

enum class KeyType : std::uint8_t {
    kEd25519 = 0x01,     // signs the text
    kCosignature = 0x04  // signs a time and the text: cosignature.h
};

// Who may have signed.  Its text, a "vkey", is NAME+KEYID+BASE64(type || public key), the key id in hexadecimal.
struct VerifierKey {
    std::string name;
    KeyType type = KeyType::kEd25519;
    Ed25519PublicKey public_key{};

    std::uint32_t key_id() const;  // the first bytes of SHA-256(name || LF || type || public key)
    bool operator==(const VerifierKey&) const = default;
};

Result<VerifierKey> parse_verifier_key(std::string_view vkey);
std::string format_verifier_key(const VerifierKey& key);

struct NoteSignature {
    std::string name;
    std::uint32_t key_id = 0;
    std::string bytes;  // without the key id
    bool operator==(const NoteSignature&) const = default;
};

struct SignedNote {
    std::string text;  // ends in a line end
    std::vector<NoteSignature> signatures;
    bool operator==(const SignedNote&) const = default;
};

Result<SignedNote> parse_note(std::string_view bytes);
std::string format_note(const SignedNote& note);

// The signature lines alone, each with its line end: what a witness answers with.
Result<std::vector<NoteSignature>> parse_signature_lines(std::string_view lines);
std::string format_signature_line(const NoteSignature& signature);

// Whether this key made this signature of this text.
bool signature_holds(const VerifierKey& key, std::string_view text, const NoteSignature& signature);

// Which of the known keys signed the note, in the order of the signatures.  Refused when none did, and when a line
// names a known key that did not: a line that lies spoils the note, a line of somebody else does not.
Result<std::vector<VerifierKey>> verify_note(const SignedNote& note, std::span<const VerifierKey> known);

class NoteSigner {
public:
    NoteSigner(std::string name, Ed25519PrivateKey key);  // the name must be a key name; see is_key_name
    const VerifierKey& verifier_key() const { return verifier_key_; }
    NoteSignature sign(std::string_view text) const;

private:
    VerifierKey verifier_key_;
    Ed25519PrivateKey key_;
};

// Neither empty nor too long, UTF-8, without spaces of any kind and without "+".
bool is_key_name(std::string_view name);

}  // namespace svd::tlog
