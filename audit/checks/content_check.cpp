#include "audit/checks/content_check.h"

#include <algorithm>
#include <map>

#include "core/crypto/digest.h"
#include "core/receipts/receipt_file.h"

namespace svd::audit {
namespace {

using Counts = std::map<std::string, std::uint64_t>;

// Of the receipt's numbers, those that an entry gives: what is none is left out there.
Counts counts_of(const wire::Accepted& accepted) {
    Counts counts{{"incidents", accepted.incidents},
                  {"aggregates", accepted.aggregates},
                  {"cohorts", accepted.cohorts},
                  {"nil_returns", accepted.nil_returns},
                  {"not_available", accepted.not_available},
                  {"amendments", accepted.amendments},
                  {"withdrawals", accepted.withdrawals}};
    std::erase_if(counts, [](const auto& count) { return count.second == 0; });
    return counts;
}

// The entry's counts of what the receipt counts; it may count more.
Counts counts_of(const LogEntry& entry) {
    const Counts all = counts_of({1, 1, 1, 1, 1, 1, 1});
    Counts counts;
    for (const LogCount& count : entry.counts) {
        if (all.contains(count.of)) counts[count.of] += count.number;
    }
    return counts;
}

std::string difference(const LogEntry& entry, const wire::Receipt& receipt) {
    std::string but_counts = difference_but_counts(entry, receipt);
    if (!but_counts.empty()) return but_counts;
    return counts_of(entry) == counts_of(receipt.accepted) ? "" : "the counts";
}

}  // namespace

std::string difference_but_counts(const LogEntry& entry, const wire::Receipt& receipt) {
    if (entry.at != receipt.received_at) return "the time";
    if (entry.agreement != receipt.agreement) return "the agreement";
    if (entry.subject != supply_kind_name(static_cast<SupplyKind>(receipt.supply))) return "the kind of supply";
    const bool corrects = static_cast<SupplyKind>(receipt.supply) == SupplyKind::kCorrection;
    if (corrects != (entry.event == LogEvent::kCorrectionAccepted)) return "the event";
    const auto [first, last] = std::ranges::minmax_element(receipt.months);
    const bool none = first == receipt.months.end();
    const auto number = [](const std::optional<Month>& month) { return month ? month->number() : 0; };
    if (number(entry.from) != (none ? 0 : *first) || number(entry.to) != (none ? 0 : *last)) return "the months";
    return {};
}

bool brings_content(LogEvent event) {
    return event == LogEvent::kSubmissionAccepted || event == LogEvent::kCorrectionAccepted;
}

std::variant<Content, Problem> open_content(std::uint64_t index, const LogEntry& entry, std::string_view bytes) {
    const std::string file = "contents/" + std::to_string(index);
    const auto problem = [&](Code code, const std::string& what) { return Problem{code, file + ": " + what}; };
    auto stored = wire::decode_content_export(bytes);
    if (!stored) return problem(Code::kContentUnreadable, stored.error().detail);
    auto receipt = wire::decode_receipt(stored->receipt_bytes);
    if (!receipt) return problem(Code::kContentUnreadable, "the receipt cannot be read");
    if (entry.commitment != commit_to(stored->salt, receipt->submission, stored->receipt_bytes)) {
        return problem(Code::kCommitmentWrong, "salt and receipt do not give the entry's commitment");
    }
    if (sha256(stored->payload) != receipt->submission) {
        return problem(Code::kPayloadWrong, "its SHA-256 is not " + to_hex(receipt->submission));
    }
    if (receipt->sequence != index || receipt->party != entry.party) {
        return problem(Code::kReceiptOfAnother, "the receipt is of entry " + std::to_string(receipt->sequence));
    }
    if (const std::string what = difference(entry, *receipt); !what.empty()) {
        return problem(Code::kReceiptDiffers, what + " differs");
    }
    auto submission = wire::decode_submission(stored->payload, stored->encoding);
    if (!submission) return problem(Code::kContentUnreadable, "the submission cannot be read");
    return Content{*std::move(stored), *std::move(receipt), *std::move(submission)};
}

}  // namespace svd::audit
