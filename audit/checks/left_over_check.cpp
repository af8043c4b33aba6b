#include "audit/checks/left_over_check.h"

#include <algorithm>
#include <tuple>

#include "audit/copy/log_copy.h"
#include "core/domain/vocabulary.h"
#include "core/receipts/erasure_commitment.h"

namespace svd::audit {
namespace {

// All that may be left of a submission.
Submission bare(const Submission& submission) {
    Submission left;
    left.format = submission.format;
    left.mapping_name = submission.mapping_name;
    left.mapping_version = submission.mapping_version;
    left.agreement = submission.agreement;
    left.supply = submission.supply;
    left.months = submission.months;
    left.supersedes = submission.supersedes;
    left.part_of = submission.part_of;
    for (const NotAvailable& each : submission.not_available) {
        if (each.reason == term::kReasonErased) left.not_available.push_back(each);
    }
    return left;
}

wire::Receipt bare(wire::Receipt receipt, const Submission& left) {
    receipt.accepted = {};
    receipt.accepted.not_available = static_cast<std::uint32_t>(left.not_available.size());
    receipt.refused.clear();
    receipt.warnings.clear();
    return receipt;
}

// Each month and unit once, in their order.
bool in_order(const std::vector<NotAvailable>& statements) {
    const auto not_before = [](const NotAvailable& left, const NotAvailable& right) {
        return std::tie(left.month, left.count_unit) >= std::tie(right.month, right.count_unit);
    };
    return std::ranges::adjacent_find(statements, not_before) == statements.end();
}

// What does not fit, or nothing.
std::string difference(const LogEntry& entry, const wire::Receipt& receipt, const Submission& left) {
    if (receipt.party != entry.party) return "the party";
    if (std::string what = difference_but_counts(entry, receipt); !what.empty()) return what;
    if (left.agreement != receipt.agreement || left.supply != receipt.supply || left.months != receipt.months) {
        return "the submission";
    }
    if (left.not_available.empty()) return {};
    if (receipt.months.empty()) return "the months";
    const auto [first, last] = std::ranges::minmax(receipt.months);
    const bool within = std::ranges::all_of(left.not_available, [first, last](const NotAvailable& each) {
        return each.month >= first && each.month <= last;
    });
    return within ? "" : "the months";
}

}  // namespace

std::variant<LeftOver, Problem> open_left_over(std::uint64_t index, const LogEntry& entry, std::string_view bytes) {
    const auto problem = [index](Code code, const std::string& what) {
        return Problem{code, left_over_path(index) + ": " + what};
    };
    const auto stored = wire::decode_left_over(bytes);
    if (!stored) return problem(Code::kLeftOverUnreadable, stored.error().detail);
    auto receipt = wire::decode_receipt(stored->receipt_bytes);
    if (!receipt) return problem(Code::kLeftOverUnreadable, "the receipt cannot be read");
    auto submission = wire::decode_submission(stored->payload, wire::Encoding::kProtobuf);
    if (!submission) return problem(Code::kLeftOverUnreadable, "the submission cannot be read");
    // Compared as bytes, so that nothing that is passed over in reading can be in them.
    if (wire::encode_submission(bare(*submission), wire::Encoding::kProtobuf) != stored->payload ||
        !in_order(submission->not_available)) {
        return problem(Code::kLeftOverHoldsContent, "the submission is not only of what was erased");
    }
    if (wire::encode_receipt(bare(*receipt, *submission)) != stored->receipt_bytes) {
        return problem(Code::kLeftOverHoldsContent, "the receipt is not only of what was erased");
    }
    if (receipt->sequence != index) {
        return problem(Code::kLeftOverDiffers, "the receipt is of entry " + std::to_string(receipt->sequence));
    }
    if (const std::string what = difference(entry, *receipt, *submission); !what.empty()) {
        return problem(Code::kLeftOverDiffers, what + " differs");
    }
    return LeftOver{*std::move(receipt), *std::move(submission), stored->erased_by,
                    digest_of_left_over(stored->receipt_bytes, stored->payload)};
}

}  // namespace svd::audit
