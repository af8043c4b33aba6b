#include "audit/replay/copied_submissions.h"

namespace svd::audit {
namespace {

Error corrupt(const Problem& problem) { return {Errc::kCorrupt, code_text(problem.code) + " " + problem.detail}; }

}  // namespace

Result<LogEntry> entry_at(const LogCopy& copy, std::uint64_t size, std::uint64_t index) {
    std::optional<LogEntry> found;
    const auto read = for_each_entry(copy, index, size, [&](std::uint64_t, const LogEntry& entry) {
        found = entry;
        return false;
    });
    if (!read) return read.error();
    if (!found) return Error{Errc::kNotFound, "the log has no entry " + std::to_string(index)};
    return *std::move(found);
}

Result<void> CopiedSubmissions::find_erasures() {
    return for_each_entry(copy_, 0, size_, [&](std::uint64_t at, const LogEntry& entry) {
        if (entry.event != LogEvent::kErased) return true;
        for (const std::uint64_t earlier : entry.refers_to) {
            if (earlier < at) erasures_.emplace(earlier, at);
        }
        return true;
    });
}

std::optional<std::uint64_t> CopiedSubmissions::erased_by(std::uint64_t index) const {
    const auto found = erasures_.find(index);
    return found == erasures_.end() ? std::nullopt : std::optional(found->second);
}

Result<Submission> CopiedSubmissions::submission(std::uint64_t sequence) const {
    const auto entry = entry_at(copy_, size_, sequence);
    if (!entry) return entry.error();
    auto content = content_of(sequence, *entry);
    if (!content) return content.error();
    return std::move(content->submission);
}

Result<Content> CopiedSubmissions::content_of(std::uint64_t index, const LogEntry& entry) const {
    const auto bytes = copy_.content(index);
    if (!bytes) return bytes.error();
    auto opened = open_content(index, entry, *bytes);
    if (const auto* bad = std::get_if<Problem>(&opened)) return corrupt(*bad);
    return std::get<Content>(std::move(opened));
}

Result<LeftOver> CopiedSubmissions::left_over_of(std::uint64_t index, const LogEntry& entry) const {
    const auto bytes = copy_.left_over(index);
    if (!bytes) return bytes.error();
    auto opened = open_left_over(index, entry, *bytes);
    if (const auto* bad = std::get_if<Problem>(&opened)) return corrupt(*bad);
    auto left = std::get<LeftOver>(std::move(opened));
    if (left.erased_by == erased_by(index)) return left;
    return corrupt({Code::kLeftOverDiffers, left_over_path(index) + ": by which entry it was erased"});
}

}  // namespace svd::audit
