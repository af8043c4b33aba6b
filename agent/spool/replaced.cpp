#include "agent/spool/replaced.h"

#include <fmt/format.h>

#include <algorithm>

#include "agent/spool/words.h"

namespace svd::agent {

std::vector<Replaced> what_it_replaces(const Ledger& ledger, std::string_view dataset,
                                       const ByPeriod<std::uint64_t>& ready_by_period) {
    std::vector<Replaced> all;
    for (const auto& [period, ready] : ready_by_period) {
        Replaced replaced{period, 0, ready, {}, {}};
        for (const auto& [file, part] : ledger.supplied(period)) {
            if (file->dataset != dataset) continue;
            const ReceiptLine* receipt = ledger.receipt_of(part->sha256);
            // A nil return has a receipt for a row, and no record: `rows` says so.
            replaced.held += receipt == nullptr ? part->rows : std::min(part->rows, receipt->accepted);
            if (receipt != nullptr) replaced.sent_at = std::max(replaced.sent_at, receipt->received_at);
            if (std::ranges::find(replaced.files, file->name) == replaced.files.end()) {
                replaced.files.push_back(file->name);
            }
        }
        if (!replaced.files.empty()) all.push_back(std::move(replaced));
    }
    return all;
}

const FileEntry* replaced_by(const FileEntry& source, const Period& period, const Ledger& ledger) {
    for (const auto& [file, part] : ledger.supplied(period)) {
        const bool later = file > &source;  // the ledger keeps them in the order in which they were sealed
        if (file->dataset == source.dataset && later && !file->returned) return file;
    }
    return nullptr;
}

PeriodPlan plan_period(const Ledger& ledger, const Planned& planned, const Period& period) {
    PeriodPlan plan;
    bool own = false;
    for (const auto& [file, part] : ledger.supplied(period)) {
        // Of mended records a part that the hub still has is made again as it was, and so is not sent again.
        if (planned.returned && file->digest == planned.file) continue;
        if (file->dataset == planned.dataset && !planned.returned) {
            plan.supersedes.push_back(part->sha256);
        } else {
            plan.units_held.insert(part->units.begin(), part->units.end());
            // Late records continue what their own data set holds, else whatever they are added to.
            if (!plan.continues || (file->dataset == planned.dataset && !own)) plan.continues = part->sha256;
            own = own || file->dataset == planned.dataset;
        }
    }
    return plan;
}

std::string replaces_text(const Replaced& replaced) {
    return fmt::format("replaces {} of {}, sent on {} from {}", counted(replaced.held, "record"),
                       period_text(replaced.period), plain_day(replaced.sent_at), fmt::join(replaced.files, " and "));
}

std::string reason_not_to_shrink(const std::vector<Replaced>& all, std::int64_t max_shrink_percent) {
    const auto least = static_cast<std::uint64_t>(100 - max_shrink_percent);
    for (const Replaced& replaced : all) {
        if (replaced.ready * 100 >= replaced.held * least) continue;
        return fmt::format(
            "it {}, with only {}: that is more than max_shrink_percent = {} fewer. A file stands for the whole of "
            "its months, so late or mended records must not be sent alone: export the whole month again, late "
            "records and all, and put that into the inbox. Mended records of a quarantine file go back with its "
            "last four columns (_row, _column, _code, _message), and are then added. If the month really has so few "
            "records, put this file into the inbox again and run `svd-agent run --once --allow-shrinking`",
            replaces_text(replaced), grouped(replaced.ready), max_shrink_percent);
    }
    return {};
}

}  // namespace svd::agent
