// Physical lines of a text, decoded to UTF-8, without their line end and without a byte order mark.
//
// Only LF ends a line; a CR before it is dropped.  Memory is bounded: of a line longer than
// limits::kRecordBytesMax the front is given, marked, and the rest is passed over.
//
// A view that was given is good until the next call.  Not thread-safe.
#pragma once

#include <cstdint>
#include <istream>
#include <memory>
#include <string>
#include <string_view>

#include "agent/source/file_facts.h"
#include "core/base/result.h"

namespace svd::agent {

struct Line {
    std::string_view text;
    std::uint64_t number = 0;  // from 1
    bool too_long = false;
};

class Decoder;

class LineReader {
public:
    // `encoding` must be settled: kAuto is for whoever has inspected the file.
    LineReader(std::istream& bytes, TextEncoding encoding);
    ~LineReader();
    LineReader(const LineReader&) = delete;
    LineReader& operator=(const LineReader&) = delete;

    Result<bool> next(Line& line);  // false at the end
    std::uint64_t bytes_read() const { return bytes_read_; }

private:
    Result<void> fill();
    void give(std::size_t length, std::size_t consumed, Line& line);

    std::istream& bytes_;
    std::unique_ptr<Decoder> decoder_;  // nothing for UTF-8
    std::string block_;                 // as read
    std::string text_;                  // decoded, from start_ on not yet given
    std::size_t start_ = 0;
    std::size_t searched_ = 0;  // no LF before this place
    std::uint64_t number_ = 0;
    std::uint64_t bytes_read_ = 0;
    bool at_end_ = false;
    bool first_ = true;
    bool skipping_ = false;
};

}  // namespace svd::agent
