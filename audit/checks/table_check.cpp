#include "audit/checks/table_check.h"

#include "audit/copy/entry_tables.h"

namespace svd::audit {

TableCheck::TableCheck(const LogCopy& copy, Report& report) : report_(report) {
    const auto open = [&](std::ifstream& table, const char* name) {
        const fs::path file = copy.folder() / name;
        if (is_ordinary_file(file)) table.open(file, std::ios::binary);
    };
    open(json_, kJsonLinesFile);
    open(csv_, kCsvFile);
    if (csv_.is_open()) expect(csv_, kCsvFile, 0, csv_header());
}

void TableCheck::check(std::uint64_t index, const LogEntry& entry) {
    if (json_.is_open()) expect(json_, kJsonLinesFile, index, json_line(index, entry));
    if (csv_.is_open()) expect(csv_, kCsvFile, index, csv_row(index, entry));
}

void TableCheck::finish() {
    if (json_.is_open()) expect_end(json_, kJsonLinesFile);
    if (csv_.is_open()) expect_end(csv_, kCsvFile);
}

void TableCheck::expect(std::ifstream& table, const char* name, std::uint64_t index, const std::string& line) {
    buffer_.resize(line.size());
    table.read(buffer_.data(), static_cast<std::streamsize>(line.size()));
    if (table && buffer_ == line) return;
    report_.add(Code::kTableWrong, index, name);
    table.close();
}

void TableCheck::expect_end(std::ifstream& table, const char* name) {
    if (table.peek() != std::ifstream::traits_type::eof()) {
        report_.add(Code::kTableWrong, std::nullopt, std::string(name) + " goes on after the last entry");
    }
}

}  // namespace svd::audit
