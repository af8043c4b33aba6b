#include "core/tlog/checkpoint.h"

#include "core/base/check.h"
#include "core/base/limits.h"
#include "core/tlog/merkle.h"
#include "core/tlog/text.h"

namespace svd::tlog {

std::string format_checkpoint(const Checkpoint& checkpoint) {
    std::string text =
        checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" + format_hash(checkpoint.root) + "\n";
    SVD_CHECK(parse_checkpoint(text).has_value());  // what we sign, others must be able to read
    return text;
}

Result<Checkpoint> parse_checkpoint(std::string_view text) {
    if (!is_plain_text(text)) return invalid("a checkpoint is not UTF-8 text");
    const auto origin = take_line(text);
    if (!origin || origin->empty()) return invalid("a checkpoint has no origin");
    const auto size_line = take_line(text);
    const auto size = size_line ? parse_decimal(*size_line, limits::kTreeSizeMax) : std::nullopt;
    if (!size) return invalid("a checkpoint has no size, or one that is too large");
    const auto root_line = take_line(text);
    const auto root = root_line ? parse_hash(*root_line) : std::nullopt;
    if (!root) return invalid("a checkpoint has no root hash");
    if (!text.empty()) return invalid("a checkpoint has more than three lines");
    if (*size == 0 && *root != empty_root()) return invalid("a checkpoint of nothing has the root of something");
    return Checkpoint{std::string(*origin), *size, *root};
}

std::string sign_checkpoint(std::uint64_t size, const Digest& root, const NoteSigner& log) {
    std::string text = format_checkpoint({log.verifier_key().name, size, root});
    NoteSignature signature = log.sign(text);
    return format_note({std::move(text), {std::move(signature)}});
}

Result<Checkpoint> open_checkpoint(std::string_view note, const VerifierKey& log) {
    if (log.type != KeyType::kEd25519) return invalid("the key of " + log.name + " is not that of a log");
    const auto opened = parse_note(note);
    if (!opened) return opened.error();
    if (const auto signers = verify_note(*opened, {&log, 1}); !signers) return signers.error();
    auto checkpoint = parse_checkpoint(opened->text);
    if (checkpoint && checkpoint->origin != log.name) {
        return Error{Errc::kDenied, log.name + " has signed a checkpoint of another log"};
    }
    return checkpoint;
}

}  // namespace svd::tlog
