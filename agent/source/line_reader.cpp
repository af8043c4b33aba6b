#include "agent/source/line_reader.h"

#include <unicode/ucnv.h>

#include <array>
#include <vector>

#include "core/base/check.h"
#include "core/base/limits.h"

namespace svd::agent {
namespace {

constexpr std::size_t kBlockBytes = 128 * limits::kKiB;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

struct ConverterClose {
    void operator()(UConverter* converter) const noexcept { ucnv_close(converter); }
};
using ConverterPtr = std::unique_ptr<UConverter, ConverterClose>;

}  // namespace

// Bytes of another encoding to UTF-8, block by block.  What cannot be decoded becomes U+FFFD, which the record
// reader then refuses.
class Decoder {
public:
    explicit Decoder(const char* name) {
        UErrorCode status = U_ZERO_ERROR;
        from_.reset(ucnv_open(name, &status));
        to_.reset(ucnv_open("UTF-8", &status));
        SVD_CHECK(U_SUCCESS(status));  // both are built into ICU
    }

    void decode(std::string_view bytes, bool last, std::string& text) {
        const char* source = bytes.data();
        const char* const source_end = source + bytes.size();
        while (true) {
            UErrorCode status = U_ZERO_ERROR;
            char* target = out_.data();
            ucnv_convertEx(to_.get(), from_.get(), &target, out_.data() + out_.size(), &source, source_end,
                           pivot_.data(), &pivot_source_, &pivot_target_, pivot_.data() + pivot_.size(), false, last,
                           &status);
            text.append(out_.data(), static_cast<std::size_t>(target - out_.data()));
            if (status != U_BUFFER_OVERFLOW_ERROR) break;
        }
    }

private:
    ConverterPtr from_;
    ConverterPtr to_;
    std::array<UChar, 4096> pivot_{};
    UChar* pivot_source_ = pivot_.data();
    UChar* pivot_target_ = pivot_.data();
    std::array<char, 16384> out_{};
};

LineReader::LineReader(std::istream& bytes, TextEncoding encoding) : bytes_(bytes) {
    SVD_CHECK(encoding != TextEncoding::kAuto);
    if (encoding == TextEncoding::kWindows1252) decoder_ = std::make_unique<Decoder>("windows-1252");
    if (encoding == TextEncoding::kUtf16) decoder_ = std::make_unique<Decoder>("UTF-16");
}

LineReader::~LineReader() = default;

Result<void> LineReader::fill() {
    text_.erase(0, start_);
    searched_ -= start_;
    start_ = 0;
    if (decoder_) {
        block_.resize(kBlockBytes);
        bytes_.read(block_.data(), static_cast<std::streamsize>(block_.size()));
        const auto count = static_cast<std::size_t>(bytes_.gcount());
        bytes_read_ += count;
        at_end_ = !bytes_;
        decoder_->decode(std::string_view(block_).substr(0, count), at_end_, text_);
    } else {
        const std::size_t held = text_.size();
        text_.resize(held + kBlockBytes);
        bytes_.read(text_.data() + held, static_cast<std::streamsize>(kBlockBytes));
        const auto count = static_cast<std::size_t>(bytes_.gcount());
        bytes_read_ += count;
        text_.resize(held + count);
        at_end_ = !bytes_;
    }
    if (bytes_.bad()) return Error{Errc::kInternal, "reading the file failed"};
    if (first_ && text_.starts_with(kByteOrderMark)) text_.erase(0, kByteOrderMark.size());
    first_ = false;
    return {};
}

void LineReader::give(std::size_t length, std::size_t consumed, Line& line) {
    line.text = std::string_view(text_).substr(start_, length);
    if (line.text.ends_with('\r')) line.text.remove_suffix(1);
    line.number = ++number_;
    line.too_long = line.text.size() > limits::kRecordBytesMax;
    if (line.too_long) line.text = line.text.substr(0, limits::kRecordBytesMax);
    start_ += consumed;
    searched_ = start_;
}

Result<bool> LineReader::next(Line& line) {
    while (true) {
        const std::size_t found = text_.find('\n', searched_);
        if (found != std::string::npos) {
            if (skipping_) {  // the end of a line whose front has been given
                skipping_ = false;
                start_ = searched_ = found + 1;
                continue;
            }
            give(found - start_, found - start_ + 1, line);
            return true;
        }
        searched_ = text_.size();
        if (skipping_) start_ = searched_;
        if (!skipping_ && text_.size() - start_ > limits::kRecordBytesMax + 1) {
            give(text_.size() - start_, text_.size() - start_, line);
            skipping_ = true;
            return true;
        }
        if (at_end_) {
            if (start_ == text_.size()) return false;
            give(text_.size() - start_, text_.size() - start_, line);
            return true;
        }
        if (auto filled = fill(); !filled) return filled.error();
    }
}

}  // namespace svd::agent
