#include "agent/source/extract.h"

#include <fmt/format.h>

#include <numeric>

#include "agent/source/delimiter.h"

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

std::uint64_t Tally::made_coarser() const {
    return std::accumulate(by_rung.begin() + 1, by_rung.end(), std::uint64_t{0});
}

double Tally::percent_set_aside() const {
    return read == 0 ? 0.0 : 100.0 * static_cast<double>(set_aside) / static_cast<double>(read);
}

Result<std::unique_ptr<Extract>> Extract::open(const std::filesystem::path& file, const FileFacts& facts,
                                               const Mapping& mapping, const RuleContext& context,
                                               std::uint32_t smallest_group) {
    if (facts.workbook) return invalid("it is a spreadsheet workbook, not a CSV file: open it, save it as CSV UTF-8");
    std::unique_ptr<Extract> extract(new Extract);
    extract->stream_.open(file, std::ios::binary);
    if (!extract->stream_) return Error{Errc::kNotFound, fmt::format("cannot read {}", file.string())};
    CsvOptions options = mapping.csv;
    // A mended quarantine file is UTF-8 with a mark, whatever its source was.
    if (options.encoding == TextEncoding::kAuto || facts.marked) options.encoding = facts.guess;
    if (options.delimiter == kDelimiterAuto) options = with_delimiter(file, options);
    extract->csv_ = options;
    extract->reader_.emplace(extract->stream_, options);
    auto header = extract->reader_->read_header();
    if (!header) return header.error();
    auto mapper = RecordMapper::make(mapping, std::move(*header), context);
    if (!mapper) return mapper.error();
    extract->mapper_.emplace(std::move(*mapper));
    if (smallest_group > 1 && mapping.rows == RowKind::kIncident) {
        auto ahead = open(file, facts, mapping, context);
        if (!ahead) return ahead.error();
        if (auto done = extract->count_alike(**ahead, context, smallest_group); !done) return done.error();
    }
    return extract;
}

Result<void> Extract::count_alike(Extract& ahead, const RuleContext& context, std::uint32_t smallest_group) {
    privacy_.emplace(context, smallest_group);
    while (true) {
        auto more = ahead.next();
        if (!more) return more.error();
        if (!*more) break;
        if (!ahead.mapped().ready()) continue;
        if (auto counted = privacy_->count(std::get<Incident>(ahead.mapped().row)); !counted) return counted;
    }
    privacy_->settle();
    return {};
}

// Which kind it is was not kept with the finding, so that those who remember cells need not remember it.
void Extract::note_personal() {
    constexpr std::size_t kNamedMost = 20;
    for (const RecordFinding& finding : mapped_.findings) {
        if (finding.code != FindingCode::kLooksPersonal || finding.column < 0) continue;
        ++tally_.personal_cells;
        const auto kind = find_personal(record_.fields[static_cast<std::size_t>(finding.column)]);
        if (kind && tally_.personal.size() < kNamedMost) {
            tally_.personal.push_back({record_.line, finding.column, *kind});
        }
    }
}

Result<bool> Extract::next() {
    auto more = reader_->next(record_);
    if (!more || !*more) return more;
    mapper_->map(record_, mapped_);
    if (privacy_ && mapped_.ready()) {
        const Rung rung = privacy_->coarsen(std::get<Incident>(mapped_.row));
        ++tally_.by_rung[static_cast<std::size_t>(rung)];
    }
    tally_.add(mapped_);
    note_personal();
    if (mapper_->returned_from_quarantine() && mapped_.ready()) sources_.emplace(mapper_->source_of(record_));
    return true;
}

}  // namespace svd::agent
