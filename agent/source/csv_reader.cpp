#include "agent/source/csv_reader.h"

#include <csv.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/base/limits.h"

namespace svd::agent {
namespace {

// libcsv would end a record at a lone CR too, and then one line could hold two records.
int is_line_feed(unsigned char byte) { return byte == '\n' ? 1 : 0; }

// What libcsv makes of a line without a quote, several times as fast: most exports have no quotes at all.
void split_plain(std::string_view line, char delimiter, std::vector<std::string_view>& fields) {
    fields.clear();
    while (true) {
        const std::size_t end = line.find(delimiter);
        std::string_view cell = line.substr(0, end);
        while (!cell.empty() && (cell.front() == ' ' || cell.front() == '\t')) cell.remove_prefix(1);
        while (!cell.empty() && (cell.back() == ' ' || cell.back() == '\t')) cell.remove_suffix(1);
        fields.push_back(cell);
        if (end == std::string_view::npos) return;
        line.remove_prefix(end + 1);
    }
}

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

}  // namespace

// libcsv with what it needs around it: fields come into its own buffer, which the next field overwrites.
class CsvReader::Parser {
public:
    enum class State { kComplete, kWantsMore, kMalformed };

    explicit Parser(char delimiter) : delimiter_(static_cast<unsigned char>(delimiter)) { open(); }
    ~Parser() { csv_free(&csv_); }
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;

    void start_afresh() {
        csv_free(&csv_);
        open();
    }

    void start_record() {
        text_.clear();
        ends_.clear();
        complete_ = false;
    }

    State feed(std::string_view line) {
        if (!feed_bytes(line) || !feed_bytes("\n")) return State::kMalformed;
        return complete_ ? State::kComplete : State::kWantsMore;
    }

    void fields(std::vector<std::string_view>& fields) const {
        fields.clear();
        std::size_t start = 0;
        for (const std::size_t end : ends_) {
            fields.push_back(std::string_view(text_).substr(start, end - start));
            start = end;
        }
    }

private:
    void open() {
        SVD_CHECK(csv_init(&csv_, CSV_STRICT) == 0);
        csv_set_delim(&csv_, delimiter_);
        csv_set_term_func(&csv_, is_line_feed);
    }

    bool feed_bytes(std::string_view bytes) {
        const std::size_t used = csv_parse(
            &csv_, bytes.data(), bytes.size(),
            [](void* cell, std::size_t length, void* self) {
                auto& parser = *static_cast<Parser*>(self);
                parser.text_.append(static_cast<const char*>(cell), length);
                parser.ends_.push_back(parser.text_.size());
            },
            [](int, void* self) { static_cast<Parser*>(self)->complete_ = true; }, this);
        return used == bytes.size();
    }

    csv_parser csv_{};
    unsigned char delimiter_;
    std::string text_;
    std::vector<std::size_t> ends_;
    bool complete_ = false;
};

CsvReader::CsvReader(std::istream& bytes, const CsvOptions& options)
    : lines_(bytes, options.encoding), options_(options), parser_(std::make_unique<Parser>(options.delimiter)) {}

CsvReader::~CsvReader() = default;

Result<std::vector<std::string>> CsvReader::read_header() {
    for (std::uint32_t row = 1; row < options_.header_row; ++row) {
        Line passed_over;
        auto more = take_line(passed_over);
        if (!more) return more.error();
        if (!*more) return invalid(fmt::format("the file has no line {}", options_.header_row));
    }
    CsvRecord record;
    auto more = next(record);
    if (!more) return more.error();
    if (!*more) return invalid("the file is empty");
    // A whole file of such lines would be one header, and every cell the name of a column.
    if (record.raw.find('\r') != std::string_view::npos) {
        return invalid("its lines end in a lone carriage return: save it again as CSV with line ends LF or CRLF");
    }
    if (record.malformed) return invalid(fmt::format("the header in line {} cannot be read", record.line));
    return std::vector<std::string>(record.fields.begin(), record.fields.end());
}

bool CsvReader::readable(std::string_view text) const {
    if (text.find('\0') != std::string_view::npos) return false;
    if (options_.encoding == TextEncoding::kUtf8) return is_utf8(text);
    return text.find("\xEF\xBF\xBD") == std::string_view::npos;  // what the decoder writes for what is no text
}

Result<bool> CsvReader::take_line(Line& line) {
    if (replay_at_ >= replay_.size()) return lines_.next(line);
    const std::size_t end = std::min(replay_.find('\n', replay_at_), replay_.size());
    line.text = std::string_view(replay_).substr(replay_at_, end - replay_at_);
    line.number = replay_number_++;
    line.too_long = false;
    replay_at_ = end + 1;
    return true;
}

void CsvReader::give(std::string_view raw, CsvRecord& record) {
    record.raw = raw;
    if (!readable(raw)) {
        record.malformed = FindingCode::kEncodingInvalid;
        record.fields.clear();
        return;
    }
    parser_->fields(record.fields);
}

// The first line is the malformed record; the lines after it, all in raw_, are read again before any other.
void CsvReader::give_up(std::size_t first_length, FindingCode why, CsvRecord& record) {
    first_line_ = raw_.substr(0, first_length);
    if (raw_.size() > first_length) {
        std::string again = raw_.substr(first_length + 1);
        again += '\n';
        if (replay_at_ < replay_.size()) again.append(replay_, replay_at_);
        replay_ = std::move(again);
        replay_at_ = 0;
        replay_number_ = record.line + 1;
    }
    parser_->start_afresh();
    record.fields.clear();
    record.raw = first_line_;
    record.malformed = why;
}

// A quoted field holds a line end, or seems to.
Result<void> CsvReader::read_on(const Line& first, CsvRecord& record) {
    raw_.assign(first.text);
    const std::size_t first_length = first.text.size();
    for (std::size_t lines = 2;; ++lines) {
        Line line;
        auto more = take_line(line);
        if (!more) return more.error();
        if (!*more) {
            give_up(first_length, FindingCode::kRecordMalformed, record);
            return {};
        }
        raw_ += '\n';
        raw_ += line.text;
        if (line.too_long || lines > limits::kRecordLinesMax || raw_.size() > limits::kRecordBytesMax) {
            give_up(first_length, FindingCode::kRecordTooLong, record);
            return {};
        }
        switch (parser_->feed(line.text)) {
            case Parser::State::kWantsMore: continue;
            case Parser::State::kComplete: give(raw_, record); return {};
            case Parser::State::kMalformed: give_up(first_length, FindingCode::kRecordMalformed, record); return {};
        }
    }
}

Result<bool> CsvReader::next(CsvRecord& record) {
    Line line;
    do {
        auto more = take_line(line);
        if (!more || !*more) return more;
    } while (is_blank(line.text));

    record.line = line.number;
    record.malformed.reset();
    if (line.text.find('"') == std::string_view::npos && !line.too_long && readable(line.text)) {
        record.raw = line.text;
        split_plain(line.text, options_.delimiter, record.fields);
        return true;
    }
    parser_->start_record();
    if (line.too_long) {
        raw_.assign(line.text);
        give_up(raw_.size(), FindingCode::kRecordTooLong, record);
        return true;
    }
    switch (parser_->feed(line.text)) {
        case Parser::State::kComplete: give(line.text, record); break;
        case Parser::State::kMalformed:
            raw_.assign(line.text);
            give_up(raw_.size(), FindingCode::kRecordMalformed, record);
            break;
        case Parser::State::kWantsMore:
            if (auto read = read_on(line, record); !read) return read.error();
            break;
    }
    return true;
}

}  // namespace svd::agent
