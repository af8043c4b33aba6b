#include "agent/source/file_facts.h"

#include <fmt/format.h>

#include <cstring>
#include <fstream>
#include <vector>

#include "core/base/limits.h"
#include "core/crypto/digest.h"

namespace svd::agent {
namespace {

constexpr std::size_t kHashedAtOnceBytes = 256 * limits::kKiB;

bool starts_with_utf16_mark(std::string_view head) {
    return head.starts_with("\xFE\xFF") || head.starts_with("\xFF\xFE");
}

// .xlsx and .ods are ZIP archives, .xls is an OLE2 compound file.
bool starts_like_workbook(std::string_view head) {
    return head.starts_with("PK\x03\x04") || head.starts_with("\xD0\xCF\x11\xE0");
}

// How many bytes at the front are ASCII, eight at a time.
std::size_t ascii_prefix(std::string_view bytes) {
    std::size_t at = 0;
    while (at + 8 <= bytes.size()) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + at, 8);
        if ((word & 0x8080808080808080ULL) != 0) break;
        at += 8;
    }
    while (at < bytes.size() && static_cast<unsigned char>(bytes[at]) < 0x80) ++at;
    return at;
}

}  // namespace

std::string_view encoding_name(TextEncoding encoding) {
    switch (encoding) {
        case TextEncoding::kAuto: return "auto";
        case TextEncoding::kUtf8: return "utf-8";
        case TextEncoding::kWindows1252: return "windows-1252";
        case TextEncoding::kUtf16: return "utf-16";
    }
    return "?";
}

void Utf8Check::add(std::string_view bytes) {
    std::size_t at = 0;
    while (at < bytes.size() && valid_) {
        if (pending_ == 0) {
            at += ascii_prefix(bytes.substr(at));
            if (at == bytes.size()) return;
        }
        step(static_cast<unsigned char>(bytes[at]));
        ++at;
    }
}

// RFC 3629, section 4: no overlong forms, no surrogates, nothing past U+10FFFF.
void Utf8Check::step(unsigned char byte) {
    if (pending_ > 0) {
        if (byte < low_ || byte > high_) valid_ = false;
        low_ = 0x80;
        high_ = 0xBF;
        --pending_;
        return;
    }
    if (byte < 0x80) return;
    if (byte >= 0xC2 && byte <= 0xDF) {
        pending_ = 1;
    } else if (byte >= 0xE0 && byte <= 0xEF) {
        pending_ = 2;
        if (byte == 0xE0) low_ = 0xA0;
        if (byte == 0xED) high_ = 0x9F;
    } else if (byte >= 0xF0 && byte <= 0xF4) {
        pending_ = 3;
        if (byte == 0xF0) low_ = 0x90;
        if (byte == 0xF4) high_ = 0x8F;
    } else {
        valid_ = false;
    }
}

bool is_utf8(std::string_view bytes) {
    Utf8Check check;
    check.add(bytes);
    return check.valid();
}

bool FileFacts::still_true_of(const std::filesystem::path& file) const {
    std::error_code failed;
    const auto size = std::filesystem::file_size(file, failed);
    if (failed || size != bytes) return false;
    return std::filesystem::last_write_time(file, failed) == changed && !failed;
}

Result<FileFacts> inspect_file(const std::filesystem::path& file) {
    std::error_code failed;
    FileFacts facts;
    facts.changed = std::filesystem::last_write_time(file, failed);
    std::ifstream stream(file, std::ios::binary);
    if (failed || !stream) return Error{Errc::kNotFound, fmt::format("cannot read {}", file.string())};

    std::vector<char> block(kHashedAtOnceBytes);
    Sha256Stream hash;
    Utf8Check utf8;
    bool utf16 = false;
    while (stream) {
        stream.read(block.data(), static_cast<std::streamsize>(block.size()));
        const std::string_view bytes(block.data(), static_cast<std::size_t>(stream.gcount()));
        if (facts.bytes == 0) {
            utf16 = starts_with_utf16_mark(bytes);
            facts.marked = utf16 || bytes.starts_with("\xEF\xBB\xBF");
        }
        if (facts.bytes == 0) facts.workbook = starts_like_workbook(bytes);
        facts.bytes += bytes.size();
        hash.add(bytes);
        utf8.add(bytes);
    }
    if (stream.bad()) return Error{Errc::kInternal, fmt::format("reading {} failed", file.string())};
    facts.digest = hash.finish();
    facts.guess = utf16                          ? TextEncoding::kUtf16
                  : facts.marked || utf8.valid() ? TextEncoding::kUtf8
                                                 : TextEncoding::kWindows1252;
    return facts;
}

}  // namespace svd::agent
