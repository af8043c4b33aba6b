#include "core/tlog/cosignature.h"

#include "core/base/bytes.h"
#include "core/base/check.h"
#include "core/base/limits.h"
#include "core/tlog/text.h"

namespace svd::tlog {
namespace {

constexpr std::size_t kTimeBytes = sizeof(std::uint64_t);
constexpr std::string_view kOldSize = "old";

bool is_time(std::int64_t seconds) { return seconds >= 0 && seconds <= limits::kCosignatureSecondsMax; }

std::string signed_message(std::string_view checkpoint_text, std::int64_t seconds) {
    std::string message = "cosignature/v1\ntime " + std::to_string(seconds) + "\n";
    return message.append(checkpoint_text);
}

}  // namespace

Cosigner::Cosigner(std::string name, Ed25519PrivateKey key)
    : verifier_key_{std::move(name), KeyType::kCosignature, key.public_key()}, key_(std::move(key)) {
    SVD_CHECK(is_key_name(verifier_key_.name));
}

NoteSignature Cosigner::sign(std::string_view checkpoint_text, UtcTime time) const {
    const std::int64_t seconds = time.time_since_epoch().count();
    SVD_CHECK(is_time(seconds) && checkpoint_text.ends_with('\n'));
    return {verifier_key_.name, verifier_key_.key_id(),
            big_endian(static_cast<std::uint64_t>(seconds)) + key_.sign(signed_message(checkpoint_text, seconds))};
}

Result<UtcTime> verify_cosignature(const VerifierKey& witness, std::string_view checkpoint_text,
                                   const NoteSignature& signature) {
    if (witness.type != KeyType::kCosignature)
        return invalid("the key of " + witness.name + " is not that of a witness");
    Error denied{Errc::kDenied, "a cosignature by " + witness.name + " does not hold"};
    if (signature.name != witness.name || signature.key_id != witness.key_id()) return denied;
    const std::string_view bytes = signature.bytes;
    if (bytes.size() != kTimeBytes + kEd25519SignatureBytes) return denied;
    const auto seconds = static_cast<std::int64_t>(from_big_endian(bytes.substr(0, kTimeBytes)).value());
    if (!is_time(seconds)) return denied;
    const std::string message = signed_message(checkpoint_text, seconds);
    if (!ed25519_verify(witness.public_key, message, bytes.substr(kTimeBytes))) return denied;
    return UtcTime(std::chrono::seconds(seconds));
}

std::string format_add_checkpoint(const AddCheckpoint& request) {
    return std::string(kOldSize) + " " + std::to_string(request.old_size) + "\n" + format_proof_lines(request.proof) +
           request.checkpoint;
}

Result<AddCheckpoint> parse_add_checkpoint(std::string_view body) {
    const auto old_line = take_line_of(kOldSize, body);
    const auto old_size = old_line ? parse_decimal(*old_line, limits::kTreeSizeMax) : std::nullopt;
    if (!old_size) return invalid("the request does not begin with an old size");
    auto proof = take_proof_lines(body);
    if (!proof) return proof.error();
    if (const auto note = parse_note(body); !note) return note.error();
    return AddCheckpoint{*old_size, *std::move(proof), std::string(body)};
}

std::string format_tree_size(std::uint64_t size) { return std::to_string(size) + "\n"; }

Result<std::uint64_t> parse_tree_size(std::string_view body) {
    const auto line = take_line(body);
    const auto size = line && body.empty() ? parse_decimal(*line, limits::kTreeSizeMax) : std::nullopt;
    if (!size) return invalid("the answer is not a tree's size");
    return *size;
}

}  // namespace svd::tlog
