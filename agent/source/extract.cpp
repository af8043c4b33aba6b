#include "agent/source/extract.h"

#include <fmt/format.h>

namespace svd::agent {

void Tally::add(const MappedRecord& record) {
    ++read;
    if (record.refused) {
        ++set_aside;
    } else if (record.without_figure) {
        ++without_figure;
    } else {
        ++ready;
        ++ready_by_period[period_of(record.row)];
    }
    for (const RecordFinding& finding : record.findings) {
        ++(record.refused ? set_aside_by : warned_by)[{finding.code, finding.column}];
    }
}

double Tally::percent_set_aside() const {
    return read == 0 ? 0.0 : 100.0 * static_cast<double>(set_aside) / static_cast<double>(read);
}

Result<std::unique_ptr<Extract>> Extract::open(const std::filesystem::path& file, const FileFacts& facts,
                                               const Mapping& mapping, const RuleContext& context) {
    if (facts.workbook) return invalid("it is a spreadsheet workbook, not a CSV file: open it, save it as CSV UTF-8");
    std::unique_ptr<Extract> extract(new Extract);
    extract->stream_.open(file, std::ios::binary);
    if (!extract->stream_) return Error{Errc::kNotFound, fmt::format("cannot read {}", file.string())};
    CsvOptions options = mapping.csv;
    // A mended quarantine file is UTF-8 with a mark, whatever its source was.
    if (options.encoding == TextEncoding::kAuto || facts.marked) options.encoding = facts.guess;
    extract->encoding_ = options.encoding;
    extract->reader_.emplace(extract->stream_, options);
    auto header = extract->reader_->read_header();
    if (!header) return header.error();
    auto mapper = RecordMapper::make(mapping, std::move(*header), context);
    if (!mapper) return mapper.error();
    extract->mapper_.emplace(std::move(*mapper));
    return extract;
}

Result<bool> Extract::next() {
    auto more = reader_->next(record_);
    if (!more || !*more) return more;
    mapper_->map(record_, mapped_);
    tally_.add(mapped_);
    if (mapper_->returned_from_quarantine() && mapped_.ready()) sources_.emplace(mapper_->source_of(record_));
    return true;
}

}  // namespace svd::agent
