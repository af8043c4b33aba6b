#include "core/tlog/proof_file.h"

#include "core/base/check.h"
#include "core/base/limits.h"
#include "core/crypto/base64.h"
#include "core/tlog/text.h"

namespace svd::tlog {
namespace {

constexpr std::string_view kFormat = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kExtra = "extra";
constexpr std::string_view kIndex = "index";

bool is_extra(std::string_view bytes) { return !bytes.empty() && bytes.size() <= limits::kProofExtraBytesMax; }

}  // namespace

std::string format_proof_file(const ProofFile& file) {
    std::string text = std::string(kFormat) + "\n";
    if (file.extra) {
        SVD_CHECK(is_extra(*file.extra));
        text.append(kExtra).append(" ").append(base64_encode(*file.extra)).append("\n");
    }
    text.append(kIndex).append(" ").append(std::to_string(file.index)).append("\n");
    return text.append(format_proof_lines(file.proof)).append(file.checkpoint);
}

Result<ProofFile> parse_proof_file(std::string_view bytes) {
    if (take_line(bytes) != kFormat) return invalid("this is not a " + std::string(kFormat));
    ProofFile file;
    if (const auto line = take_line_of(kExtra, bytes)) {
        file.extra = base64_decode(*line);
        if (!file.extra || !is_extra(*file.extra)) return invalid("the extra data are not base64, or too large");
    }
    const auto index_line = take_line_of(kIndex, bytes);
    const auto index = index_line ? parse_decimal(*index_line, limits::kTreeSizeMax) : std::nullopt;
    if (!index) return invalid("the proof names no index");
    file.index = *index;
    auto proof = take_proof_lines(bytes);
    if (!proof) return proof.error();
    file.proof = *std::move(proof);
    if (const auto note = parse_note(bytes); !note) return note.error();
    file.checkpoint = bytes;
    return file;
}

Result<Checkpoint> verify(const ProofFile& file, const Digest& leaf, const VerifierKey& log) {
    auto checkpoint = open_checkpoint(file.checkpoint, log);
    if (!checkpoint) return checkpoint;
    if (!verify_inclusion(file.index, checkpoint->size, leaf, file.proof, checkpoint->root)) {
        return Error{Errc::kDenied, "the proof does not lead from the leaf to the checkpoint's root"};
    }
    return checkpoint;
}

}  // namespace svd::tlog
