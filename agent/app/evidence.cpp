#include "agent/app/evidence.h"

#include <fmt/format.h>

#include "agent/spool/words.h"
#include "core/wire/submission_codec.h"

namespace svd::agent {
namespace {

Error cannot_write(const std::filesystem::path& file) {
    return {Errc::kInternal, fmt::format("cannot write {}", file.string())};
}

}  // namespace

Result<void> KeptEvidence::add(const SealedPart& sealed) {
    ++count_;
    const Part& part = sealed.part;
    const std::string digest = to_hex(part.sha256);
    if (places_.text) {
        // What is written is what the bytes say, not what they were made of.
        const auto submission = wire::decode_submission(sealed.bytes, wire::Encoding::kProtobuf);
        if (!submission) return submission.error();
        if (!text_.is_open()) text_.open(*places_.text, std::ios::binary);
        text_ << fmt::format("# Submission {}: {} of {}, {} bytes, SHA-256 {}\n", count_, counted(part.rows, "record"),
                             period_text(part.period), part.bytes, digest)
              << wire::submission_text(*submission);
        if (!text_) return cannot_write(*places_.text);
    }
    if (places_.bytes) {
        const std::filesystem::path file = *places_.bytes / (digest + ".binpb");
        std::error_code failed;
        std::filesystem::create_directories(*places_.bytes, failed);
        std::ofstream stream(file, std::ios::binary);
        stream << sealed.bytes;
        stream.close();
        if (!stream) return cannot_write(file);
    }
    return {};
}

Result<void> KeptEvidence::finish() {
    if (!places_.text) return {};
    if (!text_.is_open()) text_.open(*places_.text, std::ios::binary);
    if (count_ == 0) text_ << "# Nothing would be sent.\n";
    text_.close();
    if (!text_) return cannot_write(*places_.text);
    return {};
}

}  // namespace svd::agent
