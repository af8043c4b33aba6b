// What is known of a file before it is read as a table: its digest, its size, when it changed, its encoding.
//
// One pass over the bytes; memory does not grow with the file.  Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <istream>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace svd::agent {

enum class TextEncoding : std::uint8_t { kAuto, kUtf8, kWindows1252, kUtf16 };

std::string_view encoding_name(TextEncoding encoding);

// Whether the bytes seen so far are UTF-8, however they were cut into blocks.
class Utf8Check {
public:
    void add(std::string_view bytes);
    bool valid() const { return valid_ && pending_ == 0; }

private:
    void step(unsigned char byte);
    int pending_ = 0;
    unsigned char low_ = 0x80, high_ = 0xBF;  // what the next continuation byte may be
    bool valid_ = true;
};

bool is_utf8(std::string_view bytes);

struct FileFacts {
    Digest digest{};
    std::uint64_t bytes = 0;
    std::filesystem::file_time_type changed{};
    TextEncoding guess = TextEncoding::kUtf8;  // by byte order mark, else UTF-8 if all of it is, else windows-1252
    bool marked = false;    // a byte order mark said so
    bool workbook = false;  // of a spreadsheet program, by its first bytes

    // Whether the file still is what was inspected, as far as the file system tells.
    bool still_true_of(const std::filesystem::path& file) const;
};

Result<FileFacts> inspect_file(const std::filesystem::path& file);

}  // namespace svd::agent
