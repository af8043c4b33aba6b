#include "agent/spool/quarantine.h"

#include <fmt/format.h>

#include "core/base/limits.h"

namespace svd::agent {
namespace {

constexpr std::size_t kFlushBytes = 64 * limits::kKiB;

}  // namespace

void Quarantine::append_cell(std::string_view text) {
    text_ += '"';
    for (const char c : text) {
        if (c == '"') text_ += '"';
        text_ += c;
    }
    text_ += '"';
}

Result<void> Quarantine::begin(const std::vector<std::string>& header) {
    auto out = disk_.create(file_.string() + ".tmp");
    if (!out) return out.error();
    out_ = std::move(*out);
    text_ = "\xEF\xBB\xBF";
    for (std::uint32_t row = 1; row < csv_.header_row; ++row) text_ += "Records that svd-agent set aside\n";
    for (const std::string& name : header) {
        append_cell(name);
        text_ += delimiter_;
    }
    text_ += fmt::format("_row{0}_column{0}_code{0}_message\n", delimiter_);
    return {};
}

void Quarantine::append_reasons(const Extract& extract) {
    std::string columns;
    std::string codes;
    std::string messages;
    for (const RecordFinding& finding : extract.mapped().findings) {
        const std::string_view joint = codes.empty() ? "" : "; ";
        const std::string_view column = extract.mapper().column_name(finding.column);
        columns += fmt::format("{}{}", joint, column.empty() ? finding.field : column);
        codes += fmt::format("{}{}", joint, code_text(finding.code));
        messages += fmt::format("{}{}", joint, text_of(finding.code).title);
    }
    text_ += fmt::format("{}:{}{}", source_, extract.record().line, delimiter_);
    append_cell(columns);
    text_ += delimiter_;
    append_cell(codes);
    text_ += delimiter_;
    append_cell(messages);
    text_ += '\n';
}

Result<void> Quarantine::add(const Extract& extract) {
    const auto& header = extract.mapper().header();
    if (!out_) {
        if (auto begun = begin(header); !begun) return begun;
    }
    const CsvRecord& record = extract.record();
    const bool unreadable = record.fields.empty();
    if (unreadable) {  // a stray quote would break this file too, so all of it goes into the first cell
        append_cell(record.raw);
    } else {
        text_ += record.raw;
    }
    const std::size_t cells = unreadable ? 1 : record.fields.size();
    if (cells < header.size())
        text_.append(header.size() - cells, delimiter_);  // so that the reasons stand below theirs
    text_ += delimiter_;
    append_reasons(extract);
    return flush(kFlushBytes);
}

Result<void> Quarantine::flush(std::size_t above) {
    if (text_.size() <= above) return {};
    auto written = out_->write(text_);
    text_.clear();
    return written;
}

Result<void> Quarantine::finish() {
    if (!out_) return {};
    if (auto written = flush(0); !written) return written;
    if (auto synced = out_->sync(); !synced) return synced;
    out_.reset();
    return move_durably(disk_, file_.string() + ".tmp", file_);
}

Result<void> Quarantine::discard() {
    if (!out_) return {};
    out_.reset();
    text_.clear();
    return disk_.remove(file_.string() + ".tmp");
}

}  // namespace svd::agent
