#include "agent/source/delimiter.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "core/base/limits.h"

namespace svd::agent {
namespace {

constexpr std::size_t kFrontBytes = 64 * limits::kKiB;
constexpr int kRecordsLooked = 50;

// How many cells each record has with that delimiter; 0 when they differ.
std::size_t even_cells(const std::string& front, CsvOptions options, char delimiter) {
    options.delimiter = delimiter;
    std::istringstream bytes(front);
    CsvReader reader(bytes, options);
    const auto header = reader.read_header();
    if (!header || header->size() < 2) return 0;
    CsvRecord record;
    for (int count = 0; count < kRecordsLooked; ++count) {
        auto more = reader.next(record);
        if (!more || !*more) break;
        if (record.malformed || record.fields.size() != header->size()) return 0;
    }
    return header->size();
}

// The header alone, where records are ragged.
std::size_t header_cells(const std::string& front, CsvOptions options, char delimiter) {
    options.delimiter = delimiter;
    std::istringstream bytes(front);
    const auto header = CsvReader(bytes, options).read_header();
    return header ? header->size() : 0;
}

}  // namespace

CsvOptions with_delimiter(const std::filesystem::path& file, CsvOptions options) {
    std::ifstream stream(file, std::ios::binary);
    std::string front(kFrontBytes, '\0');
    stream.read(front.data(), static_cast<std::streamsize>(front.size()));
    front.resize(static_cast<std::size_t>(stream.gcount()));
    if (front.size() == kFrontBytes) front.resize(front.rfind('\n') + 1);  // not the line that the front ends in
    options.delimiter = ',';
    std::size_t most = 1;
    for (const auto cells_of : {even_cells, header_cells}) {
        for (const char each : {',', ';', '\t', '|'}) {
            const std::size_t cells = cells_of(front, options, each);
            if (cells > most) options.delimiter = each;
            most = std::max(most, cells);
        }
        if (most > 1) break;
    }
    return options;
}

}  // namespace svd::agent
