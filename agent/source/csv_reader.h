// Records of a CSV text, one physical line fed at a time, so that each record knows its first line.
//
// What is wrong with one record never spoils another: a stray or run-away quote, a record too long or of too many
// lines, or bytes that are no text give one malformed record, its first physical line, and reading starts afresh
// at the line after it.  Blank lines are passed over.  Memory is bounded by limits::kRecordBytesMax.
//
// The views of a record are good until the next call.  Not thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/source/line_reader.h"
#include "core/base/result.h"
#include "core/rules/findings.h"

namespace svd::agent {

struct CsvOptions {
    TextEncoding encoding = TextEncoding::kAuto;
    char delimiter = ',';
    std::uint32_t header_row = 1;  // lines before it are passed over
};

struct CsvRecord {
    std::uint64_t line = 0;                // its first physical line, from 1
    std::vector<std::string_view> fields;  // trimmed when not quoted; empty when malformed
    std::string_view raw;                  // as it stands in the file, without the last line end
    std::optional<FindingCode> malformed;
};

class CsvReader {
public:
    CsvReader(std::istream& bytes, const CsvOptions& options);
    ~CsvReader();
    CsvReader(const CsvReader&) = delete;
    CsvReader& operator=(const CsvReader&) = delete;

    // Once, before next().  kInvalid when there is no readable header, or when lines end in a lone CR.
    Result<std::vector<std::string>> read_header();
    Result<bool> next(CsvRecord& record);  // false at the end
    std::uint64_t bytes_read() const { return lines_.bytes_read(); }

private:
    class Parser;
    Result<bool> take_line(Line& line);
    Result<void> read_on(const Line& first, CsvRecord& record);
    void give(std::string_view raw, CsvRecord& record);
    void give_up(std::size_t first_length, FindingCode why, CsvRecord& record);
    bool readable(std::string_view text) const;

    LineReader lines_;
    CsvOptions options_;
    std::unique_ptr<Parser> parser_;
    std::string raw_;         // the lines of a record of several, joined by LF
    std::string first_line_;  // of a malformed record
    // Lines to read again after a malformed record.
    std::string replay_;
    std::size_t replay_at_ = 0;
    std::uint64_t replay_number_ = 0;
};

}  // namespace svd::agent
