// The records of one file that were set aside, as a CSV that a person can mend and hand back.
//
// Each record stands unchanged, then which line of which file it was, column, code and reason; all reasons of a record
// together.  The file is UTF-8 and says so by its mark, and its header stands in the line where the mapping looks for
// one, so that it can come back as it is.  It is the only place outside the source itself that holds its data: mode
// 0600, and it never leaves.
// Made when the first record comes; kept under its name by finish(), else thrown away, by discard() or at the next
// start.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "agent/source/extract.h"
#include "agent/spool/file_system.h"
#include "agent/spool/words.h"

namespace svd::agent {

class Quarantine {
public:
    Quarantine(FileSystem& disk, fs::path file, const Digest& source, const CsvOptions& csv)
        : disk_(disk), file_(std::move(file)), source_(short_digest(source)), csv_(csv), delimiter_(csv.delimiter) {}

    Result<void> add(const Extract& extract);  // the record it stands at
    Result<void> finish();
    Result<void> discard();
    bool empty() const { return out_ == nullptr; }
    const fs::path& file() const { return file_; }

private:
    Result<void> begin(const std::vector<std::string>& header);
    void append_cell(std::string_view text);
    void append_reasons(const Extract& extract);
    Result<void> flush(std::size_t above);

    FileSystem& disk_;
    fs::path file_;
    std::string source_;
    CsvOptions csv_;
    char delimiter_;
    std::unique_ptr<OutFile> out_;
    std::string text_;
};

}  // namespace svd::agent
