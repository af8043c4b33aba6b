#include "core/geography/csv_table.h"

#include <csv.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <string>

namespace svd {
namespace {

struct Reading {
    const std::vector<std::string_view>& header;
    const RowVisitor& visit;
    std::vector<std::string> cells;  // reused: only the first `used` belong to the record in hand
    std::size_t used = 0;
    std::size_t line = 0;
    std::string problem;
};

void take_cell(void* data, std::size_t size, void* context) {
    auto& reading = *static_cast<Reading*>(context);
    if (reading.used == reading.cells.size()) reading.cells.emplace_back();
    reading.cells[reading.used++].assign(static_cast<const char*>(data), size);
}

void take_record(int /*line_end*/, void* context) {
    auto& reading = *static_cast<Reading*>(context);
    ++reading.line;
    const std::span<const std::string> cells(reading.cells.data(), reading.used);
    reading.used = 0;
    if (!reading.problem.empty()) return;
    std::string problem;
    if (reading.line == 1) {
        if (!std::ranges::equal(cells, reading.header)) problem = "the header is not the one expected";
    } else if (cells.size() != reading.header.size()) {
        problem = "the number of cells is not the header's";
    } else {
        problem = reading.visit(cells);
    }
    if (!problem.empty()) reading.problem = "line " + std::to_string(reading.line) + ": " + problem;
}

}  // namespace

Result<void> read_csv_table(const std::filesystem::path& file, const std::vector<std::string_view>& header,
                            const RowVisitor& visit) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return Error{Errc::kNotFound, file.string() + ": cannot be read"};
    Reading reading{header, visit, {}, 0, 0, {}};
    csv_parser parser{};
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) return Error{Errc::kInternal, "csv_init failed"};
    std::array<char, 65536> buffer{};
    while (reading.problem.empty() && (stream.read(buffer.data(), buffer.size()), stream.gcount() > 0)) {
        const auto size = static_cast<std::size_t>(stream.gcount());
        if (csv_parse(&parser, buffer.data(), size, take_cell, take_record, &reading) != size) {
            reading.problem = "after line " + std::to_string(reading.line) + ": " + csv_strerror(csv_error(&parser));
        }
    }
    if (reading.problem.empty() && csv_fini(&parser, take_cell, take_record, &reading) != 0) {
        reading.problem = "the last record is not complete";
    }
    csv_free(&parser);
    if (reading.problem.empty() && reading.line == 0) reading.problem = "the file is empty";
    if (!reading.problem.empty()) return invalid(file.string() + ": " + reading.problem);
    return {};
}

}  // namespace svd
