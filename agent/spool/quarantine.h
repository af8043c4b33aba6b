// The records of one file that were set aside, as a CSV that a person can mend and hand back.
//
// Each record stands unchanged, then its line, column, code and reason; all reasons of a record together.  It is
// the only place outside the source itself that holds its data: mode 0600, and it never leaves.
// Made when the first record comes; kept under its name by finish(), else thrown away at the next start.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "agent/source/extract.h"
#include "agent/spool/file_system.h"

namespace svd::agent {

class Quarantine {
public:
    Quarantine(FileSystem& disk, fs::path file, char delimiter)
        : disk_(disk), file_(std::move(file)), delimiter_(delimiter) {}

    Result<void> add(const Extract& extract);  // the record it stands at
    Result<void> finish();
    bool empty() const { return out_ == nullptr; }
    const fs::path& file() const { return file_; }

private:
    Result<void> begin(const std::vector<std::string>& header);
    void append_cell(std::string_view text);
    void append_reasons(const Extract& extract);
    Result<void> flush(std::size_t above);

    FileSystem& disk_;
    fs::path file_;
    char delimiter_;
    std::unique_ptr<OutFile> out_;
    std::string text_;
};

}  // namespace svd::agent
