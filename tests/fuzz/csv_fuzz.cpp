// An export of any bytes: the reader never crashes, holds no more than it may, reads all of the file, and gives every
// line that is not blank in exactly one record.  The first bytes choose encoding, delimiter and header row.
#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "agent/source/csv_reader.h"
#include "core/base/limits.h"
#include "tests/fuzz/fuzz_input.h"

namespace svd::fuzz {
namespace {

using agent::CsvOptions;
using agent::CsvReader;
using agent::CsvRecord;
using agent::TextEncoding;

// The reader's rule of what a line is, written down a second time.
std::vector<std::string> lines_of(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        lines.emplace_back(line);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

bool blank(const std::string& line) { return line.find_first_not_of(" \t\r") == std::string::npos; }

// Follows the records through the lines that we found ourselves.
class Ledger {
public:
    explicit Ledger(std::vector<std::string> lines) : lines_(std::move(lines)) {}

    void take(const CsvRecord& record) {
        FUZZ_CHECK(record.line > at_ && record.line <= lines_.size());
        pass_blanks(record.line - 1);
        std::string expected = lines_[at_++];
        const auto more = std::ranges::count(record.raw, '\n');
        for (std::ptrdiff_t i = 0; i < more; ++i) {
            FUZZ_CHECK(at_ < lines_.size());
            expected += '\n' + lines_[at_++];
        }
        FUZZ_CHECK(record.raw == expected);
    }
    void finish() { pass_blanks(lines_.size()); }

private:
    void pass_blanks(std::size_t until) {
        for (; at_ < until; ++at_) FUZZ_CHECK(blank(lines_[at_]));
    }
    std::vector<std::string> lines_;
    std::size_t at_ = 0;
};

void check_record(const CsvRecord& record) {
    FUZZ_CHECK(record.raw.size() <= limits::kRecordBytesMax * 2);
    if (record.malformed) {
        FUZZ_CHECK(record.fields.empty());
        return;
    }
    FUZZ_CHECK(!record.fields.empty());
    std::size_t bytes = 0;
    for (const std::string_view field : record.fields) bytes += field.size();
    FUZZ_CHECK(bytes <= record.raw.size());
}

void read_all(const CsvOptions& options, std::string_view text, bool follow) {
    std::istringstream stream{std::string(text)};
    CsvReader reader(stream, options);
    Ledger ledger(lines_of(text));
    std::uint64_t last_line = 0;
    CsvRecord record;
    while (true) {
        const auto more = reader.next(record);
        FUZZ_CHECK(more.has_value());
        if (!*more) break;
        FUZZ_CHECK(record.line > last_line);
        last_line = record.line;
        check_record(record);
        if (follow) ledger.take(record);
    }
    if (follow) ledger.finish();
    FUZZ_CHECK(reader.bytes_read() == text.size());
}

}  // namespace
}  // namespace svd::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace svd;
    static constexpr agent::TextEncoding kEncodings[] = {agent::TextEncoding::kUtf8, agent::TextEncoding::kWindows1252,
                                                         agent::TextEncoding::kUtf16};
    static constexpr char kDelimiters[] = {',', ';', '\t', '|'};
    fuzz::Input input(data, size);
    agent::CsvOptions options;
    options.encoding = kEncodings[input.choice(3)];
    options.delimiter = kDelimiters[input.choice(4)];
    options.header_row = 1 + input.choice(4);
    const std::string_view text = input.rest();
    // Lines can be followed where they are not decoded first, and not cut.
    const bool follow = options.encoding == agent::TextEncoding::kUtf8 && text.size() <= limits::kRecordBytesMax;
    fuzz::read_all(options, text, follow);

    std::istringstream stream{std::string(text)};
    agent::CsvReader reader(stream, options);
    if (const auto header = reader.read_header()) FUZZ_CHECK(!header->empty());
    return 0;
}
