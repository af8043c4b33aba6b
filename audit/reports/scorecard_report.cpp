#include <fmt/format.h>

#include <algorithm>

#include "audit/copy/entry_tables.h"
#include "audit/copy/partnership_reader.h"
#include "audit/reports/scorecard_report.h"

namespace svd::audit {
namespace {

// None when the copy has not got their document: the entries name those that sent anything.
Result<std::vector<Party>> newest_parties(const LogCopy& copy, const std::optional<Digest>& configuration) {
    if (!configuration) return std::vector<Party>{};
    const auto document = copy.partnership(*configuration);
    if (!document && document.error().code == Errc::kNotFound) return std::vector<Party>{};
    if (!document) return document.error();
    auto read = read_partnership(*document);
    if (!read) return Error{Errc::kCorrupt, partnership_path(*configuration) + ": " + read.error().detail};
    return std::move(read->parties);
}

std::string agreements_text(const Score& score) {
    std::string text;
    for (const std::string& agreement : score.agreements) {
        text += (text.empty() ? "" : " ") + agreement + (score.suspended.contains(agreement) ? " (suspended)" : "");
    }
    return text;
}

}  // namespace

Result<std::vector<Score>> make_scorecard(const LogCopy& copy, std::uint64_t size, const ScorecardQuestion& question) {
    Scorecard scorecard(question);
    std::optional<Digest> configuration;
    const auto read = for_each_entry(copy, 0, size, [&](std::uint64_t, const LogEntry& entry) {
        scorecard.follow(entry);
        if (entry.event == LogEvent::kConfigurationChanged) configuration = entry.digest;
        return true;
    });
    if (!read) return read.error();
    const auto parties = newest_parties(copy, configuration);
    if (!parties) return parties.error();
    return scorecard.scores(*parties);
}

std::string scorecard_text(const std::vector<Score>& scores, const ScorecardQuestion& question) {
    std::size_t width = 9;
    for (const Score& score : scores) width = std::max(width, score.party.size());
    std::string text =
        fmt::format("Months due: {} to {} ({}). Late: more than {} days after the month's end.\n\n",
                    question.due.from.text(), question.due.to.text(), question.due.months(), question.late_after_days);
    text += fmt::format("{:<{}}  {:>4} {:>8} {:>4} {:>13} {:>7} {:>5} {:>7} {:>7} {:>12}  {}\n", "authority", width,
                        "due", "received", "nil", "not available", "missing", "late", "amended", "refused",
                        "refused rows", "agreements");
    for (const Score& score : scores) {
        std::string line =
            fmt::format("{:<{}}  {:>4} {:>8} {:>4} {:>13} {:>7} {:>5} {:>7} {:>7} {:>12}  {}", score.party, width,
                        score.due, score.received, score.nil, score.not_available, score.missing, score.late,
                        score.amended, score.refused, score.refused_rows, agreements_text(score));
        text += line.erase(line.find_last_not_of(' ') + 1) + "\n";
    }
    return text;
}

std::string scorecard_csv(const std::vector<Score>& scores, const ScorecardQuestion& question) {
    std::string csv =
        "party,name,due_from,due_to,due,received,nil,not_available,missing,late,amended,refused,refused_rows,"
        "agreements\r\n";
    for (const Score& score : scores) {
        csv += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{}\r\n", csv_cell(score.party), csv_cell(score.name),
                           question.due.from.text(), question.due.to.text(), score.due, score.received, score.nil,
                           score.not_available, score.missing, score.late, score.amended, score.refused,
                           score.refused_rows, csv_cell(agreements_text(score)));
    }
    return csv;
}

}  // namespace svd::audit
